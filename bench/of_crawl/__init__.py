"""Parts of bench/crawl.py."""
