"""Parts of bench/letters.py."""
