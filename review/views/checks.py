"""Which captures of a case were checked, by whom, and what did not match: the newest check of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from zhenwei.store.notes import checks_of


@dataclass(frozen=True, slots=True)
class Check:
    """``problems``: (file, what does not match); empty means whole."""

    by: str
    at: datetime
    problems: list[tuple[str, str]]


def newest_checks(session: Session, case_id: int) -> dict[int, Check]:
    """Return the newest check of each capture by its visit."""
    found: dict[int, Check] = {}
    for row in checks_of(session, case_id):
        problems = [(str(file), str(what)) for file, what in row.problems]
        found.setdefault(row.visit_id, Check(row.by, row.at, problems))
    return found
