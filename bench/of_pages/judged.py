"""What Zhenwei says of every labelled page, as `zhenwei assess` would: asked once, used by several parts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.of_pages.labelled import COPY, LABELS, Row, read
from detectors.detector import Detector
from zhenwei.cli.pages import build_detector
from zhenwei.types import Assessment, Verdict

# The two verdicts by which a page is taken for one that offers certificates.
OFFERS = (Verdict.SALE, Verdict.HIJACKED)


@dataclass(frozen=True)
class Answer:
    """A page and what was said of it."""

    row: Row
    said: Assessment

    @property
    def offers(self) -> bool:
        """True if the page was taken for one that sells certificates."""
        return self.said.verdict in OFFERS


@cache
def detector() -> Detector:
    """Return the detector of the built-in watchlist, without fingerprints."""
    return build_detector(None)


@cache
def answers(folder: Path) -> tuple[Answer, ...]:
    """Judge every page at the address that the data gives it: copies at their code host, most others at none."""
    rows = [row for label in LABELS for row in read(folder, label)]
    return tuple(Answer(row, detector().assess(row.site(address(row)))) for row in rows)


def address(row: Row) -> str:
    """Return where a page was seen: of copies the code host that held them."""
    if row.label != COPY:
        return row.url
    owner, _, name = row.held_by.partition("/")
    named = re.fullmatch(r"[A-Za-z0-9-]{1,39}", owner) and re.fullmatch(r"[A-Za-z0-9._-]{1,100}", name)
    return f"https://{owner.lower()}.github.io/{name}/" if named else f"https://{foreign(row)}/"


def foreign(row: Row) -> str:
    """Return a host that says nothing by its name and belongs to nobody whom the watchlist knows."""
    return f"page-{sum(map(ord, row.id)) % 10_000}.example.net"
