"""Confirmed and referred sites, looked at again until they are gone."""

from __future__ import annotations

from typing import ClassVar

from crawler.visiting import VisitingSpider


class RecheckSpider(VisitingSpider):
    """Takes the waiting visits of its purposes."""

    name = "recheck"
    purposes: ClassVar[tuple[str, ...]] = ("recheck",)
