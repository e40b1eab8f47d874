"""Parts of bench/review.py."""
