"""What reports are made from beside the store: the campaign's dates, the cells that other offices fill, the leaflet.

``report/campaign.toml``, ``report/outcomes.toml`` and ``report/leaflet.toml`` of the watchlist; a deployment's own
file of that name replaces the built-in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zhenwei.errors import WatchlistError
from zhenwei.sentences import said
from zhenwei.watchlist.load import builtin_folder, checked_file

# Official documents are set in these; control characters and line ends would tear them.
_Line = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f|]+$")]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Phase(_File):
    """A phase of the campaign, ends inclusive, in Beijing."""

    name: _Line
    first: date
    last: date
    note: str = ""

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Phase:
        if self.last < self.first:
            raise ValueError(f"阶段“{self.name}”的结束日期早于开始日期")
        return self


class Deadline(_File):
    """A day by which something is to be handed in."""

    name: _Line
    on: date


class Campaign(_File):
    """``report/campaign.toml``. ``matter``: what the report is about; a title may be broken at its ``|``."""

    matter: str = Field(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f\x7f]+$")
    report_to: str = ""
    phase: tuple[Phase, ...] = ()
    deadline: tuple[Deadline, ...] = ()
    # Offices that are asked for figures every month: who has not sent them is named.
    reporters: tuple[str, ...] = ()

    @property
    def subject(self) -> str:
        """The matter as sentences name it."""
        return self.matter.replace("|", "")

    def phases_on(self, first: date, last: date) -> tuple[Phase, ...]:
        """Return the phases that touch these days."""
        return tuple(one for one in self.phase if one.first <= last and first <= one.last)


class OutcomeField(_File):
    """A cell that other offices fill. ``decimals``: how many digits behind the point the value may have."""

    slug: str = Field(pattern=r"^[a-z][a-z0-9_]{1,30}$")
    label: _Line
    unit: _Line
    decimals: int = Field(default=0, ge=0, le=2)
    by: str = ""
    how: str = ""


class Outcomes(_File):
    """``report/outcomes.toml``."""

    field: tuple[OutcomeField, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _named_once(self) -> Outcomes:
        slugs = [one.slug for one in self.field]
        if twice := next((slug for slug in slugs if slugs.count(slug) > 1), ""):
            raise ValueError(f"field {twice!r} 重复")
        return self

    @cached_property
    def by_slug(self) -> dict[str, OutcomeField]:
        """The fields by their names."""
        return {one.slug: one for one in self.field}


class Fact(_File):
    """What has changed since a day. Printed only once a person has verified it, and from that day on."""

    text: _Line
    valid_from: date
    valid_to: date | None = None
    source: str = Field(min_length=1)
    verified: bool = False
    verified_by: str = ""
    verified_on: date | None = None


class Channel(_File):
    """Where the public reports: a number or an address, as text."""

    name: _Line
    what: _Line
    verified: bool = False


class Leaflet(_File):
    """``report/leaflet.toml``: the words of the leaflet; addresses come from the organs of the watchlist."""

    title: _Line
    lead: _Line
    step: tuple[_Line, ...] = Field(min_length=1, max_length=5)
    sign: tuple[_Line, ...] = Field(min_length=1, max_length=8)
    fact: tuple[Fact, ...] = ()
    channel: tuple[Channel, ...] = Field(min_length=1, max_length=6)
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Reporting:
    """The three files, read and checked."""

    campaign: Campaign
    outcomes: Outcomes
    leaflet: Leaflet


def load_reporting(overlay: Path | None = None) -> Reporting:
    """Read and check the files of reports. Raises WatchlistError naming the file and the key at fault."""
    return Reporting(
        checked_file(Campaign, _file("campaign", overlay), {}),
        checked_file(Outcomes, _file("outcomes", overlay), {}),
        checked_file(Leaflet, _file("leaflet", overlay), {}),
    )


def _file(name: str, overlay: Path | None) -> Path:
    for folder in (overlay, builtin_folder()):
        if folder is not None and (found := folder / "report" / f"{name}.toml").is_file():
            return found
    raise WatchlistError(said("名单缺少 report/{name}.toml", name=name))
