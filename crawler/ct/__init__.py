"""Certificate transparency: what logs and streams say, read to host names. See docs/sources-ct.md."""
