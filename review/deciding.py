"""A person's word, said on the desk: nobody overwrites what they have not seen.

The form brings back the mark of the case as it was shown. If the case has moved since (a colleague, or the night that
scored it anew), nothing is written and the person is shown what happened, with the reason they typed kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from review.views.case import seen_of
from zhenwei.errors import NoSuch
from zhenwei.sentences import said
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.models import CaseRow
from zhenwei.store.undoing import undo
from zhenwei.types import Word

LONGEST_REASON = 2000


class Moved(Exception):
    """The case is not as the person saw it; the route shows it anew."""


def say(store: Store, case_id: int, seen: str, word: Word, by: str, why: str) -> int:
    """Add a decision if the case is still as it was seen; return its number.

    Raises Moved, NotAllowed or NoSuch; then nothing is written.
    """
    with _held(store, case_id, seen) as session:
        (row,) = decide(session, [case_id], word, by, why[:LONGEST_REASON])
        return row.id


def take_back(store: Store, case_id: int, seen: str | None, decision: int, by: str, why: str) -> int:
    """Take the newest word back if the case is still as it was seen; return the number of the new row.

    ``seen`` is None where the word is all that was seen of the case: it must still be the newest. Raises Moved,
    NotAllowed or NoSuch; then nothing is written.
    """
    with _held(store, case_id, seen) as session:
        return undo(session, case_id, decision, by, why[:LONGEST_REASON]).id


@contextmanager
def _held(store: Store, case_id: int, seen: str | None) -> Iterator[Session]:
    """Yield a transaction that holds a case which is as it was seen. Raises Moved or NoSuch."""
    try:
        with store.transaction() as session:
            if _locked(session, case_id) != seen and seen is not None:
                raise Moved
            yield session
    except StaleDataError as error:
        raise Moved from error


def _locked(session: Session, case_id: int) -> str:
    """Return the mark of a case whose row is held until the transaction ends (PostgreSQL; SQLite has one writer)."""
    case = session.scalars(select(CaseRow).where(CaseRow.id == case_id).with_for_update(of=CaseRow)).first()
    if case is None:
        raise NoSuch(said("没有案件 {case}", case=case_id))
    return seen_of(case)
