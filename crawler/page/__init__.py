"""Reading answers: pure functions from bytes to what a visit needs."""
