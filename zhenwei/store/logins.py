"""Sessions of the desk and attempts to log in, kept in the store: restarts forget nothing, processes share it."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import String, bindparam, case, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from zhenwei.store.account_tables import DeskSessionRow, LoginTryRow
from zhenwei.store.models import AccountRow

FAILURES = 5
FAILURES_PER_ADDRESS = 30
WINDOW = timedelta(minutes=15)
LONGEST_KEY = 200
# How exactly ``seen_at`` is kept: not every page should write.
SEEN_EVERY = timedelta(minutes=1)
# Asked with every request, so it is put together once.
_OPENED = (
    select(
        AccountRow.name,
        AccountRow.role,
        AccountRow.must_change,
        AccountRow.disabled,
        DeskSessionRow.opened_at,
        DeskSessionRow.seen_at,
    )
    .join(DeskSessionRow, DeskSessionRow.account_id == AccountRow.id)
    .where(DeskSessionRow.id == bindparam("key", type_=String))
)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long a session lasts: unused, and at most."""

    idle: timedelta
    longest: timedelta


class Opened(NamedTuple):
    """A session that runs and whose it is."""

    name: str
    role: str
    must_change: bool
    seen_at: datetime


def take_try(session: Session, name: str, address: str, moment: datetime) -> bool:
    """Count an attempt before its password is looked at; return False if there were too many.

    Counted per name and per client address, so that neither one name tried from many places nor many names tried from
    one place goes on for long. One statement each: attempts at the same instant cannot slip through together.
    """
    # A place that is locked out cannot lock names out any more.
    if _count(session, "address", address, moment) > FAILURES_PER_ADDRESS:
        return False
    return _count(session, "name", name_key(name), moment) <= FAILURES


def give_back(session: Session, name: str, address: str) -> None:
    """Forget the attempts on a name whose password was right, and the one of its address."""
    free(session, name)
    counted = LoginTryRow.kind == "address", LoginTryRow.key == address[:LONGEST_KEY]
    session.execute(update(LoginTryRow).where(*counted, LoginTryRow.tries > 0).values(tries=LoginTryRow.tries - 1))


def free(session: Session, name: str) -> None:
    """Open the lock on a name."""
    session.execute(delete(LoginTryRow).where(LoginTryRow.kind == "name", LoginTryRow.key == name_key(name)))


def locked_names(session: Session, moment: datetime) -> set[str]:
    """Return the keys (``name_key``) of names that are locked out."""
    spent = LoginTryRow.kind == "name", LoginTryRow.tries >= FAILURES, LoginTryRow.since >= moment - WINDOW
    return set(session.scalars(select(LoginTryRow.key).where(*spent)))


def name_key(name: str) -> str:
    """Return what spellings of a name share, so that none gets attempts of its own."""
    return unicodedata.normalize("NFKC", name).casefold().strip()[:LONGEST_KEY]


def open_session(
    session: Session, account: AccountRow, sid: str, moment: datetime, terms: Terms, *, address: str, way: str
) -> None:
    """Keep a session that begins; sessions and attempts that have run out go."""
    session.execute(delete(LoginTryRow).where(LoginTryRow.since < moment - WINDOW))
    session.execute(delete(DeskSessionRow).where(DeskSessionRow.opened_at < moment - terms.longest))
    session.execute(delete(DeskSessionRow).where(DeskSessionRow.seen_at < moment - terms.idle))
    session.add(
        DeskSessionRow(
            id=session_key(sid), account_id=account.id, opened_at=moment, seen_at=moment, address=address, way=way
        )
    )
    account.last_login_at = moment


def find_session(session: Session, sid: str, moment: datetime, terms: Terms) -> Opened | None:
    """Return a session that has not run out, with its account; disabled accounts have none."""
    found = session.execute(_OPENED, {"key": session_key(sid)}).first()
    if found is None:
        return None
    name, role, must_change, disabled, opened_at, seen_at = found
    if disabled or moment - opened_at > terms.longest or moment - seen_at > terms.idle:
        return None
    return Opened(name, role, must_change, seen_at)


def touch_session(session: Session, sid: str, moment: datetime) -> None:
    """Say that a session was used just now."""
    session.execute(update(DeskSessionRow).where(DeskSessionRow.id == session_key(sid)).values(seen_at=moment))


def close_session(session: Session, sid: str) -> None:
    """End one session."""
    session.execute(delete(DeskSessionRow).where(DeskSessionRow.id == session_key(sid)))


def session_key(sid: str) -> str:
    """Return under which key a session's id is kept."""
    return hashlib.sha256(sid.encode()).hexdigest()


def _count(session: Session, kind: str, key: str, moment: datetime) -> int:
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    over = LoginTryRow.since < moment - WINDOW
    counted = (
        insert(LoginTryRow)
        .values(kind=kind, key=key[:LONGEST_KEY], since=moment, tries=1)
        .on_conflict_do_update(
            index_elements=["kind", "key"],
            set_={
                "tries": case((over, 1), else_=LoginTryRow.tries + 1),
                "since": case((over, moment), else_=LoginTryRow.since),
            },
        )
        .returning(LoginTryRow.tries)
    )
    return int(session.scalars(counted).one())
