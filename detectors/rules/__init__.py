"""One rule a file, with its why and what it spares."""
