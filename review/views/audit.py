"""A page of the audit log. Pages go by number, so that the hundredth is as fast as the first."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import BEIJING
from zhenwei.store.account_tables import AuditRow

PAGE = 100
_PAGE = re.compile(r"/(cases|letters)/([1-9]\d{0,9})(?:/|$)")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to show; empty fields do not narrow.

    ``about`` is a path (``/cases/7``) and means all below it too; ``since`` and ``until`` are days in Beijing, both in.
    """

    who: str = ""
    kind: str = ""
    about: str = ""
    before: int = 0
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class LogPage:
    """``next``: what the next page is before; 0 if there is none."""

    lines: list[AuditRow]
    head: str
    rows: int
    next: int


def read_log(session: Session, wanted: Wanted) -> LogPage:
    """Return the newest rows that are wanted, and the head of the whole chain."""
    newest = select(AuditRow).order_by(AuditRow.n.desc())
    last = session.scalars(newest.limit(1)).first()
    query = newest.limit(PAGE + 1)
    if wanted.before:
        query = query.where(AuditRow.n < wanted.before)
    for column, value in ((AuditRow.who, wanted.who), (AuditRow.kind, wanted.kind)):
        if value:
            query = query.where(column == value)
    if wanted.about:
        below = AuditRow.about.startswith(f"{wanted.about.rstrip('/')}/", autoescape=True)
        query = query.where((AuditRow.about == wanted.about) | below)
    if wanted.since:
        query = query.where(AuditRow.at >= _morning(wanted.since))
    if wanted.until:
        query = query.where(AuditRow.at < _morning(wanted.until + timedelta(days=1)))
    found = list(session.scalars(query))
    more = len(found) > PAGE
    lines = found[:PAGE]
    return LogPage(lines, last.digest if last else "", last.n if last else 0, lines[-1].n if more else 0)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), BEIJING)


def page_about(about: str) -> tuple[str, str]:
    """Return the page that a path belongs to and its number, for the paths that people go to; else nothing.

    Of ``/cases/7/source/3`` that is ``("case", "7")``.
    """
    found = _PAGE.match(about)
    return (found[1].removesuffix("s"), found[2]) if found else ("", "")
