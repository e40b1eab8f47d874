"""Scrapy's commands where ours differ."""
