"""The page about reports tells of every counter, in the order in which they are printed."""

from __future__ import annotations

import re

from takedown.reports.counted import COUNTERS
from tests.conftest import REPOSITORY


def test_every_counter_stands_on_the_page() -> None:
    page = (REPOSITORY / "docs" / "reports.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z_]+)` \| (count|tally|stock|median) \|", page, re.MULTILINE)
    assert rows == [(counter.slug, type(counter).__name__.lower()) for counter in COUNTERS]
