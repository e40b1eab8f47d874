"""What a person asks the queue for, as it stands in an address: read with care, written in one spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Self
from urllib.parse import parse_qsl, urlencode

from review.views.queue_words import operator_of
from zhenwei.clock import BEIJING
from zhenwei.store.queue import Place, Wanted
from zhenwei.types import CaseState

OPEN, ALL = "open", "all"
WAITING = (CaseState.NEW, CaseState.RESURFACED)
LONGEST = 200
MINE = "1"
_PLACE = re.compile(r"(\d{1,6})\.(\d{1,9})")
# As they stand in the address, in this order.
FIELDS = ("q", "state", "verdict", "target", "region", "source", "operator", "since", "until", "mine")


@dataclass(frozen=True, slots=True)
class Filter:
    """``state``: a state, ``open`` (waits for a first word) or ``all``; whatever else is empty means any.

    Where no state was chosen it is ``open``, but ``all`` of one's own: hardly anything waits there.

    ``region``: the code of a province (GB/T 2260), for cases whose imitated organ lies there. ``since`` and ``until``:
    days in Beijing, both included. ``place``: behind or before which case the page begins.
    """

    q: str = ""
    state: str = OPEN
    verdict: str = ""
    target: str = ""
    region: str = ""
    source: str = ""
    operator: str = ""
    since: str = ""
    until: str = ""
    mine: str = ""
    place: Place | None = None

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        """Return what the values of an address ask for. Raises ValueError for a day or a place that is none."""
        known = {name: _clean(values[name]) for name in FIELDS if name in values}
        known["mine"] = MINE if known.get("mine") else ""
        known["state"] = known.get("state") or _usual(known["mine"])
        known["operator"] = operator_of(known.get("operator", ""))
        for day in (known.get("since"), known.get("until")):
            if day and date.fromisoformat(day).year < 1990:
                raise ValueError(day)
        return replace(cls(), **known, place=_place(values))

    @classmethod
    def of_query(cls, query: str) -> Self:
        """Return what the part of an address behind the ``?`` asks for."""
        return cls.read(dict(parse_qsl(query[:4000])))

    @property
    def given(self) -> dict[str, str]:
        """What is asked for beyond the queue as it opens, by the name of the field."""
        values, usual = {name: getattr(self, name) for name in FIELDS}, _usual(self.mine)
        return {name: value for name, value in values.items() if value and (name, value) != ("state", usual)}

    def query(self, place: Place | None = None) -> str:
        """Return the part of an address that asks for this, from a place on."""
        shown = self.given
        if place is not None:
            shown["before" if place.back else "after"] = f"{place.urgency}.{place.case}"
        return urlencode(shown)

    def wanted(self, person: str, regions: Mapping[str, str], words: str) -> Wanted:
        """Return the question to the store. ``regions``: the region of each organ; ``words``: what ``q`` comes to."""
        targets: tuple[str, ...] | None = (self.target,) if self.target else None
        if self.region:
            inside = (organ for organ, region in regions.items() if region[:2] == self.region[:2])
            targets = tuple(organ for organ in inside if self.target in ("", organ))
        return Wanted(
            states=self._states(),
            verdict=self.verdict,
            targets=targets,
            source=self.source,
            operator=self.operator,
            since=_midnight(self.since),
            until=_midnight(self.until, 1),
            mine=person if self.mine else "",
            words=words,
        )

    def _states(self) -> tuple[str, ...]:
        if self.state == ALL:
            return tuple(CaseState)
        return tuple(WAITING) if self.state == OPEN else (self.state,)


def _usual(mine: str) -> str:
    return ALL if mine else OPEN


def _clean(value: str) -> str:
    # No database takes a NUL in a text.
    return value.replace("\x00", "").strip()[:LONGEST]


def _place(values: Mapping[str, str]) -> Place | None:
    for name in ("after", "before"):
        if values.get(name):
            found = _PLACE.fullmatch(values[name])
            if found is None or int(found[2]) >= 2**31:
                raise ValueError(name)
            return Place(int(found[1]), int(found[2]), back=name == "before")
    return None


def _midnight(day: str, later: int = 0) -> datetime | None:
    if not day:
        return None
    first = date.fromisoformat(day)
    first = first + timedelta(days=later) if first < date.max else first
    return datetime.combine(first, time(), BEIJING)
