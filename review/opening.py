"""Opening a session: the attempt is counted, the password looked at, the session kept and told to the audit log."""

from __future__ import annotations

from review.desk import Desk
from review.session import Session, new_session
from zhenwei.clock import now
from zhenwei.store.accounts import check_password
from zhenwei.store.audit import record
from zhenwei.store.logins import give_back, open_session, take_try
from zhenwei.store.models import AccountRow
from zhenwei.store.passwords import LONGEST_PASSWORD, hashed, outdated


class LockedOut(Exception):
    """Too many attempts: no password is looked at. The log-in page says so."""


def open_by_password(desk: Desk, name: str, password: str, address: str) -> Session | None:
    """Return a new session, or None if name and password do not fit. Raises LockedOut.

    Hashing is slow on purpose, so it happens outside of the transactions that write.
    """
    with desk.store.transaction() as session:
        free = take_try(session, name, address, now())
        if not free:
            record(session, "login", name, "login.locked", address=address)
    if not free:
        raise LockedOut
    with desk.store.reading() as session:
        account = check_password(session, name, password) if len(password) <= LONGEST_PASSWORD else None
    if account is None:
        with desk.store.transaction() as session:
            record(session, "login", name, "login.failed", address=address)
        return None
    fresh = hashed(password) if outdated(account.password_hash) else ""
    return _open(desk, account, address, "password", fresh)


def open_by_provider(desk: Desk, account: AccountRow, address: str) -> Session | None:
    """Return a new session for somebody whom the provider vouched for; None if the account was disabled meanwhile."""
    return _open(desk, account, address, "oidc", "")


def _open(desk: Desk, shown: AccountRow, address: str, way: str, fresh_hash: str) -> Session | None:
    opened = new_session(opened=True)
    with desk.store.transaction() as session:
        account = session.get(AccountRow, shown.id)
        # What was looked at may have changed while the password was hashed.
        if account is None or account.disabled or account.password_hash != shown.password_hash:
            return None
        if fresh_hash:
            account.password_hash = fresh_hash
        give_back(session, account.name, address)
        open_session(session, account, opened.sid, now(), desk.sessions.terms, address=address, way=way)
        record(session, "login", account.name, "login", detail=way, address=address)
    return opened
