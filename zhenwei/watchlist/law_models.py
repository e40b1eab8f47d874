"""The schema of ``laws/<slug>.toml``: one law in one version, with its dates and the articles that letters may rest on.

Only the form of a single value is checked here; what holds between values and between files stands in law_faults.py.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Rank(StrEnum):
    """What a law is, the highest first: letters cite in this order (立法法; 司法解释 stand after 行政法规)."""

    LAW = "law"
    REGULATION = "regulation"
    INTERPRETATION = "interpretation"
    LOCAL = "local"
    RULE = "rule"
    NORMATIVE = "normative"

    @property
    def place(self) -> int:
        """The place in the order of citation, from 0."""
        return list(Rank).index(self)

    @property
    def chinese(self) -> str:
        """The name of the kind as people say it."""
        return _NAMES[self]


_NAMES = {
    Rank.LAW: "法律",
    Rank.REGULATION: "行政法规",
    Rank.INTERPRETATION: "司法解释",
    Rank.LOCAL: "地方性法规",
    Rank.RULE: "规章",
    Rank.NORMATIVE: "规范性文件",
}

# What an article may serve; docs/laws.md says what each means.
USES = frozenset(
    "block sale police filing forward evidence preserve confirm owner equipment building provider".split()  # noqa: SIM905
)


class Change(StrEnum):
    """How the penalty of a renumbered article changed (行政处罚法 37: the milder one counts)."""

    HEAVIER = "heavier"
    LIGHTER = "lighter"
    MIXED = "mixed"
    SAME = "same"


class Limit(_File):
    """How long after its end an act can still be punished. One of ``months`` and ``years``; ``when``: a condition."""

    what: str = Field(min_length=2)
    months: int = Field(default=0, ge=0)
    years: int = Field(default=0, ge=0)
    when: str = ""
    general: bool = False  # counts for every administrative penalty, not only for those of this law


class Article(_File):
    """One article: the gist in our words, whom it binds, who compared it with which text, and when."""

    number: str
    gist: str
    # Paragraphs and items that a letter may name: "(1)" 第一款, "（二）" 第二项, "(2)（一）" both; gist in our words.
    parts: dict[str, str] = {}
    verified: bool = False
    verified_by: str = ""
    verified_on: date | None = None
    source: str = ""  # where this article was read, if not where the law's other articles were
    # What the article serves: block, sale, police, filing, forward, evidence ... (used to choose for a letter).
    use: tuple[str, ...] = ()
    # Kinds of letters that cite it beside templates/basis.toml: "market-clue", or "market-clue.sale".
    cite: tuple[str, ...] = ()
    penalty: bool = False
    # Whose duty or power it is, if it is not the offender's conduct: "authority" or "provider".
    duty: str = Field(default="", pattern=r"^(authority|provider)?$")
    # Why no program should choose it; told to the drafter, never cited by itself.
    caution: str = ""
    limit: tuple[Limit, ...] = ()


class Renumbered(_File):
    """An article's number in the version before, and its number in this one."""

    old: str
    new: str
    penalty: Change | None = None
    said: str = ""


class Law(_File):
    """One law in one version with its dates (see domain notes: cite by the date of the act)."""

    slug: str
    title: str
    short: str
    doc_no: str = ""
    issuer: str = ""
    rank: Rank | None = None
    version: str = ""  # such as 2025年修正
    valid_from: date
    valid_to: date | None = None
    dates_checked: bool = True  # false: the days in force come from a secondary text
    text_as_of: date | None = None  # up to this day the text that was read is known to be the current one
    replaces: str = ""  # slug of the version before, also under another title
    renumbered: tuple[Renumbered, ...] = ()
    source: str
    note: str = ""
    article: tuple[Article, ...] = ()

    def holds_on(self, day: date) -> bool:
        """True if the law was in force on that day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def holds_between(self, first: date, last: date) -> bool:
        """True if the law was in force on at least one of the days, ends inclusive."""
        return self.valid_from <= last and (self.valid_to is None or first <= self.valid_to)

    @property
    def articles(self) -> dict[str, Article]:
        """The articles by number."""
        return {row.number: row for row in self.article}

    @property
    def standing(self) -> Rank:
        """The rank that the file states, else the one that issuer and title speak for."""
        if self.rank is not None:
            return self.rank
        if self.issuer.startswith("全国人民代表大会") or self.title.startswith("中华人民共和国"):
            return Rank.LAW
        if self.issuer == "国务院":
            return Rank.REGULATION
        return Rank.INTERPRETATION if "最高人民" in self.issuer else Rank.RULE
