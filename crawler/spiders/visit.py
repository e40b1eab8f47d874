"""First looks at leads, static and rendered."""

from __future__ import annotations

from typing import ClassVar

from crawler.visiting import VisitingSpider


class VisitSpider(VisitingSpider):
    """Takes the waiting visits of its purposes."""

    name = "visit"
    purposes: ClassVar[tuple[str, ...]] = ("first", "render")
