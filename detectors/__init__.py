"""Pure functions from values to findings: no network, clock or database."""
