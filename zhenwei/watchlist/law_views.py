"""What people ask of the law table: what is in force, what changes, what nobody has verified or not for a long time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from zhenwei.watchlist.law_models import Article, Law
from zhenwei.watchlist.law_refs import WHOLE

STALE_DAYS = 365  # an article verified longer ago should be looked at again


@dataclass(frozen=True, slots=True)
class Event:
    """A day on which a version begins or ends to be in force. ``by``: the version that takes over, if one does."""

    law: str
    day: date
    what: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class LawDoubt:
    """One open point of the table, a Chinese sentence. ``article`` is empty for the law as a whole."""

    law: str
    article: str
    what: str


def state(law: Law, day: date) -> str:
    """Return how a version stands on a day: ``in-force``, ``ended`` or ``future``."""
    if law.holds_on(day):
        return "in-force"
    return "future" if law.valid_from > day else "ended"


def successors(laws: Mapping[str, Law]) -> dict[str, Law]:
    """Return by slug the version that follows each: the one that says so, else the next of the same title."""
    found = {law.replaces: law for law in laws.values() if law.replaces}
    for law in laws.values():
        later = [other for other in laws.values() if other.title == law.title and other.valid_from > law.valid_from]
        if later and law.slug not in found:
            found[law.slug] = min(later, key=lambda other: other.valid_from)
    return found


def events(laws: Mapping[str, Law]) -> Iterator[Event]:
    """Yield every beginning and every end, by day. The last day in force counts as the end."""
    after = successors(laws)
    found = [Event(law.slug, law.valid_from, "begins") for law in laws.values()]
    for law in laws.values():
        if law.valid_to is not None:
            newer = after.get(law.slug)
            found.append(Event(law.slug, law.valid_to, "superseded" if newer else "ends", newer.slug if newer else ""))
    yield from sorted(found, key=lambda event: (event.day, event.law))


def changing(laws: Mapping[str, Law], today: date, days: int) -> list[Event]:
    """Return what begins or ends within so many days before or after today."""
    return [event for event in events(laws) if abs((event.day - today).days) <= days]


def is_stale(row: Article, today: date, days: int = STALE_DAYS) -> bool:
    """True if an article was verified longer ago than that."""
    return row.verified and row.verified_on is not None and today - row.verified_on > timedelta(days=days)


def law_doubts(laws: Mapping[str, Law], today: date, builtin: Mapping[str, Law] | None = None) -> Iterator[LawDoubt]:
    """Yield what is well-formed and still wants a person's eye. ``builtin``: the shipped table, to compare with."""
    after = successors(laws)
    for law in laws.values():
        if not law.article:
            yield LawDoubt(law.slug, "", "条文尚未录入，函件不会引用")
        if not law.dates_checked:
            yield LawDoubt(law.slug, "", f"施行日期 {law.valid_from} 出自二手资料，请核对")
        newer = after.get(law.slug)
        if newer is not None and (law.valid_to is None or newer.valid_from - law.valid_to > timedelta(days=1)):
            yield LawDoubt(law.slug, "", f"与后一文本 {newer.slug} 之间有空档（{law.valid_to} 至 {newer.valid_from}）")
        if law.valid_to is None and law.text_as_of is not None and today - law.text_as_of > timedelta(days=STALE_DAYS):
            yield LawDoubt(law.slug, "", f"文本核至 {law.text_as_of}，已逾一年，其后有无修改请核对")
        yield from (doubt for row in law.article for doubt in _of_article(law, row, today))
        ours = builtin.get(law.slug) if builtin is not None else None
        for number in ours.articles.keys() - law.articles.keys() if ours is not None else ():
            yield LawDoubt(law.slug, number, "内置文件有此条，本部署的文件没有（整个文件被取代）")


def _of_article(law: Law, row: Article, today: date) -> Iterator[LawDoubt]:
    if row.number == WHOLE:
        yield LawDoubt(law.slug, row.number, "具体条号未见，函件不会引用")
    elif not row.verified:
        yield LawDoubt(law.slug, row.number, "待核实，函件不会引用")
    elif row.verified_on is not None and row.verified_on > today:
        yield LawDoubt(law.slug, row.number, f"核实日期 {row.verified_on} 晚于今天")
    elif is_stale(row, today):
        yield LawDoubt(law.slug, row.number, f"核实于 {row.verified_on}，已逾一年，请复核")
