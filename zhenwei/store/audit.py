"""The audit log: rows in a chain, each with the digest of the one before, so that no row is changed or lost unseen.

A row's digest is the SHA-256 of its fields as a JSON array (UTF-8, no blanks): number, instant (UTC, ISO 8601 with
microseconds), who, kind, act, about, detail, address, digest of the row before (``GENESIS`` for the first). Whoever may
write the database could forge the whole chain anew; against that, keep the head (``verify`` prints it) elsewhere.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.account_tables import AuditRow

GENESIS = "0" * 64
KINDS = ("login", "seen", "exported", "unmasked", "changed", "admin", "refused")
LONGEST = 500  # characters of each field
LOCK = 0x7A68656E  # of PostgreSQL's advisory locks: one writer after the other
STEP = 2000  # rows read at once


@dataclass(frozen=True, slots=True)
class Chain:
    """What ``verify`` found. ``broken_at`` is the first row that does not fit, with ``why``; 0 if all fit."""

    rows: int
    head: str
    broken_at: int = 0
    why: str = ""


def record(
    session: Session, kind: str, who: str, act: str, about: str = "", *, detail: str = "", address: str = ""
) -> AuditRow:
    """Add a row; it stands or falls with the transaction of the caller."""
    if kind not in KINDS:
        raise ValueError(f"no such kind of audit row: {kind}")
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"select pg_advisory_xact_lock({LOCK})"))
    last = session.scalars(select(AuditRow).order_by(AuditRow.n.desc()).limit(1)).first()
    row = AuditRow(
        n=last.n + 1 if last else 1,
        at=now(),
        who=_kept(who),
        kind=kind,
        act=_kept(act),
        about=_kept(about),
        detail=_kept(detail),
        address=_kept(address),
        previous=last.digest if last else GENESIS,
    )
    row.digest = digest_of(row)
    session.add(row)
    session.flush()
    return row


def digest_of(row: AuditRow) -> str:
    """Return the digest that a row must have."""
    fields = [row.n, _instant(row.at), row.who, row.kind, row.act, row.about, row.detail, row.address, row.previous]
    return hashlib.sha256(json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def verify(session: Session, expected: tuple[int, str] | None = None) -> Chain:
    """Follow the chain from its first row; ``expected`` is a head kept before: a number and the digest it had."""
    number, head = 0, GENESIS
    for row in rows(session):
        if row.n != number + 1:
            return Chain(number, head, number + 1, "missing")
        if row.previous != head:
            return Chain(number, head, row.n, "unlinked")
        if digest_of(row) != row.digest:
            return Chain(number, head, row.n, "changed")
        number, head = row.n, row.digest
        if expected is not None and expected[0] == number and expected[1] != head:
            return Chain(number, head, number, "forged")
    if expected is not None and expected[0] > number:
        return Chain(number, head, number + 1, "cut")
    return Chain(number, head)


def rows(session: Session, since: datetime | None = None, who: str = "") -> Iterator[AuditRow]:
    """Yield rows, the oldest first, without holding them all."""
    last = 0
    while True:
        query = select(AuditRow).where(AuditRow.n > last).order_by(AuditRow.n).limit(STEP)
        if since is not None:
            query = query.where(AuditRow.at >= since)
        if who:
            query = query.where(AuditRow.who == who)
        found = list(session.scalars(query))
        yield from found
        if len(found) < STEP:
            return
        last = found[-1].n
        session.expunge_all()


def as_dict(row: AuditRow) -> dict[str, object]:
    """Return a row as it is exported."""
    return {
        "n": row.n, "at": _instant(row.at), "who": row.who, "kind": row.kind, "act": row.act, "about": row.about,
        "detail": row.detail, "address": row.address, "previous": row.previous, "digest": row.digest,
    }  # fmt: skip


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _kept(value: str) -> str:
    """Cut a field, and take out what a database or JSON would not keep (NUL, lone surrogates)."""
    return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")[:LONGEST]
