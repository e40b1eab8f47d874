"""What happens to a capture: evidence first, then the store."""
