"""What a letter may print of a law, and what it may not: values without any rule of choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from zhenwei.watchlist.law_models import Rank


@dataclass(frozen=True, slots=True)
class Covered:
    """The days (Beijing, inclusive) of one site's life that a citation stands for; ``site`` counts from 1."""

    site: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Citation:
    """An article, paragraph or item that may be printed. ``scope`` says for which acts, if not for all.

    ``number`` is the reference as files write it, ``article`` as letters do. ``changed_by`` names the version that has
    replaced this one (2025年修正), empty while it is in force; ``follows`` is the slug of the version before.
    """

    law: str
    doc_no: str
    title: str
    article: str
    gist: str
    scope: str
    valid_from: date
    valid_to: date | None
    uses: tuple[str, ...]
    number: str = ""
    short: str = ""
    issuer: str = ""
    rank: Rank = Rank.LAW
    version: str = ""
    changed_by: str = ""
    follows: str = ""
    was: str = ""
    penalty: bool = False
    duty: str = ""
    verified_by: str = ""
    verified_on: date | None = None
    covers: tuple[Covered, ...] = ()

    @property
    def name(self) -> str:
        """The citation as it stands in a sentence."""
        return f"《{self.title}》{self.article}"

    @property
    def accuses(self) -> bool:
        """True if it speaks of the offender's conduct or penalty, not of an authority's power or a provider's duty."""
        return not self.duty


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that fits by its subject but may not be printed, with the reason for the drafter."""

    law: str
    article: str
    reason: str
