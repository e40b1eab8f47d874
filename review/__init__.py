"""The web application of the analysts."""
