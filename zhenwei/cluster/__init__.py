"""One screening on several machines: files in pieces, pieces as Ray tasks, results in the order of the files."""
