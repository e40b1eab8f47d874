"""The protected organs' own pages: the baseline that copies are compared with."""

from __future__ import annotations

from typing import ClassVar

from crawler.visiting import VisitingSpider


class OfficialSpider(VisitingSpider):
    """Takes the waiting visits of its purposes."""

    name = "official"
    as_visitor = False
    purposes: ClassVar[tuple[str, ...]] = ("official",)
