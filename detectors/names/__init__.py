"""A name and its imitations: variants of one name, and which of many names imitate."""
