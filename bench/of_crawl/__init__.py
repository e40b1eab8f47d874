"""What bench/crawl.py measures, one module a figure."""
