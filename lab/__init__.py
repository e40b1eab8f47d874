"""A small internet on loopback for demo, tests and benchmarks. The product never imports it."""
