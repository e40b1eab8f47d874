"""What the front page counts, apart from the page: each file one set of figures, kept by ``keeper``."""
