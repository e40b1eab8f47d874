"""One spider a file; the file's name is the spider's name."""
