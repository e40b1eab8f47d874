"""What every rule is: one small file, a stable id, a docstring that argues its case, findings and nothing else."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from detectors.page.document import Document
from detectors.page.known import Known
from detectors.page.quoting import NOWHERE, Words
from detectors.page.reference import Reference
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading
from detectors.weights import Points, weights
from zhenwei.sentences import said
from zhenwei.types import Finding, Page, Side, Visit
from zhenwei.watchlist import Organ, Watchlist


@dataclass(frozen=True)
class NameLook:
    """What the screening of names says of the site's host: score 0 to 100, imitated organ, reasons in Chinese."""

    score: float
    target: str
    why: str


@dataclass(frozen=True)
class View:
    """The site that is judged: its documents (one a capture) and what is known about its host.

    ``genuine`` is the organ that owns the host; ``trusted`` is true for that, for cleared hosts and for gov.cn;
    ``blank``: captures that held nothing at all; ``failed``: visits that brought no page;
    ``foreign`` is true for a known host that is none of these (only there a claim to be an organ is a false one).
    """

    host: str
    documents: tuple[Document, ...]
    watchlist: Watchlist
    genuine: Organ | None = None
    trusted: bool = False
    registered: date | None = None
    today: date = date(2026, 1, 1)
    references: Sequence[Reference] = ()
    name: NameLook | None = None
    retired: Organ | None = None
    blank: tuple[Page, ...] = ()
    failed: tuple[Visit, ...] = ()
    notes: dict[str, object] = field(default_factory=dict)
    known: Known = field(default_factory=lambda: Known(()))

    @property
    def foreign(self) -> bool:
        """True if the host is known and nobody vouches for it."""
        return bool(self.host) and not self.trusted


class Rule(ABC):
    """One reason for or against. ``about``: the one-line name in Chinese that analysts read. ``levels``: the names of
    what it may give; what each is worth stands in ``detectors/weights.toml``."""

    id: ClassVar[str]
    version: ClassVar[int] = 1
    side: ClassVar[Side]
    about: ClassVar[str]
    levels: ClassVar[tuple[str, ...]] = ("found",)

    @abstractmethod
    def look(self, view: View) -> Iterator[Finding]:
        """Yield what the rule sees in the site; it computes only."""

    def worth(self, level: str) -> Points:
        """Return the points of a level."""
        return weights().rules[self.id].levels[level]

    def repeated(self, times: int, first: Points | None = None) -> Points:
        """Return the points of a rule that counts: ``first``, ``more`` for each further one, no more than ``most``."""
        first = self.worth("first") if first is None else first
        return min(self.worth("most"), first + self.worth("more") * (times - 1))

    def _given(self, points: float, detail: str) -> tuple[float, str]:
        trial = weights().rules[self.id].trial
        return (0, said("{detail}（试运行，不计分）", detail=detail)) if trial else (points, detail)

    def find(
        self, doc: Document, points: float, detail: str, *, target: str = "", against: str = "", key: str = "",
        words: Words = "", where: str = "",
    ) -> Finding:  # fmt: skip
        """Return a finding. ``words``: those of the page that it rests on, as the rule saw them; of several the first
        that is found is quoted. ``where``: the part of the page (see ``Document.readings``) to look into first."""
        quoted = doc.quoted(words, where) if words else NOWHERE
        page = doc.page
        points, detail = self._given(points, detail)
        return Finding(
            self.id, self.version, self.side, points, detail, *quoted, target=target, against=against,
            url=page.final_url or page.url, profile=page.profile.value, key=(self.id, doc.host, key),
        )  # fmt: skip

    def cite(self, doc: Document, where: str, reading: Reading, hit: Hit, points: float, detail: str) -> Finding:
        """Return a finding with the original words; offsets only for the visible text."""
        quote, start, end = reading.quote(hit)
        if where != "visible":
            detail, start, end = said(f"{{detail}}（{SAID_OF[where]}）", detail=detail), 0, 0
        page = doc.page
        points, detail = self._given(points, detail)
        return Finding(
            self.id, self.version, self.side, points, detail, quote, start, end,
            url=page.final_url or page.url, profile=page.profile.value, key=(self.id, doc.host, hit.word),
        )  # fmt: skip


SAID_OF = {"head": "标题或关键词", "picture": "图片文字", "hidden": "隐藏文字"}
PLACES = {"title": said("标题"), "heading": said("页面大字"), "host": said("页脚"), "picture": said("图片")}
