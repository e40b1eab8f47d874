"""The parts of bench/crawl.py."""
