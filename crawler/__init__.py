"""The Scrapy project: discovers addresses and looks at them; judges nothing."""
