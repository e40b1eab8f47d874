"""What an answer may cost: bounds in time, memory and disk that Scrapy and Twisted leave open (docs/hostile.md)."""
