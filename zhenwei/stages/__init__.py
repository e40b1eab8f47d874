"""The stages of a night. None calls another: each takes rows that wait and leaves rows for the next."""
