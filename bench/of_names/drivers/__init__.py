"""Small scripts that run inside a peer's own environment; nothing here is imported by the comparison."""
