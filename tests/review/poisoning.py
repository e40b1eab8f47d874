"""Hostile text in every field of a store: each text of each row of each table, but for those named here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import JSON, Column, Select, String, Table, UniqueConstraint, bindparam, select, update
from sqlalchemy.orm import Session

from zhenwei.store.audit import record
from zhenwei.store.tables import METADATA

# No captured text gets here. A person, the desk itself or the machine chose it from a fixed list, or gave it a number;
# what has a wrong value in it is no hostile page but a broken store.
SPARED = {
    "account.role": "chosen; an account that may do nothing sees nothing",
    "account.password_hash": "a digest",
    "saved_filter.account": "whose it is",
    "reporter": "sealed; no page reads it",
    "reporter_look": "-",
    "permission": "-",
    "number_book": "numbers of letters",
    "notice_number": "numbers of letters",
    "report_day": "numbers of reports",
    "report_batch.number": "stands in the address of its page",
    "report_batch.sha256": "a digest",
    "visit.folder": "leads to the evidence",
    "visit.manifest_sha256": "a digest",
    "visit.outcome": "chosen",
    "case.state": "chosen: the queue looks for it",
    "notice.state": "chosen",
    "notice.folder": "leads to its files",
    "notice_version.folder": "leads to its files",
    "notice_version.manifest_sha256": "a digest",
    "notice_version.made": "chosen: tells which version is approved",
    "notice.kind": "chosen: finds its template",
    "notice.recipient": "chosen",
    "assessment.visits": "numbers of rows",
    "look.visits": "numbers of rows",
    "operator_event.cases": "numbers of rows",
    "notice_answer.cases": "numbers of rows",
    "source.history": "numbers",
    "site.organ": "chosen: whose genuine site this is",
    "report_in.sameness": "a digest",
    "report_address.known": "chosen",
    "visit.purpose": "chosen: tells genuine from suspect",
    "tie.strength": "chosen",
    "trait.kind": "chosen",
    "clock_done.key": "finds its clock",
    "watchlist_edit.file": "chosen: a name within the lists, checked before it is written",
    "audit": "rows are only added: see ``poison``",
    "desk_session": "no page shows it",
    "login_try": "no page shows it",
    "api_token.digest": "a digest",
}
BATCH = 2000  # rows written at once


def fields() -> list[str]:
    """Return ``table.column`` of every field that is poisoned."""
    return [f"{table.name}.{column.name}" for table in METADATA.sorted_tables for column in _columns(table)]


def poison(session: Session, payloads: Sequence[str]) -> dict[str, int]:
    """Write a payload into every field of every row; return how many rows each table has.

    Row ``n`` of a table gets payload ``n`` in its first field, ``n+1`` in its second ...: with as many rows as
    payloads every field holds every payload once.
    """
    counts = {}
    for table in METADATA.sorted_tables:
        columns = list(_columns(table))
        keys = list(table.primary_key.columns)
        names = {column.name for column in columns}
        rows = session.execute(_all(table, [*keys, *columns]).order_by(*keys)).all() if columns else []
        counts[table.name] = len(rows)
        once = _unique(table)
        changes = []
        for number, row in enumerate(rows):
            change = {f"k_{key.name}": row[place] for place, key in enumerate(keys)}
            for place, column in enumerate(columns):
                text = payloads[(number + place) % len(payloads)] + (f" {number}" if column.name in once else "")
                change[f"v_{column.name}"] = _hostile(row[len(keys) + place], text)
            changes.append(change)
        where = [key == bindparam(f"k_{key.name}") for key in keys]
        values: dict[str, Any] = {name: bindparam(f"v_{name}") for name in names}
        for start in range(0, len(changes), BATCH):
            session.connection().execute(update(table).where(*where).values(values), changes[start : start + BATCH])
    for text in payloads:
        record(session, "refused", text, text, text, detail=text, address=text)
    return counts


def _all(table: Table, columns: Sequence[Column[Any]]) -> Select[Any]:
    """Return all rows of a table, but for the accounts that log in."""
    query = select(*columns)
    return query.where(table.c.name.like("extra-%")) if table.name == "account" else query


def _columns(table: Table) -> Iterator[Column[Any]]:
    if table.name in SPARED:
        return
    for column in table.columns:
        text = isinstance(column.type, (String, JSON))
        if text and not column.primary_key and not column.foreign_keys and f"{table.name}.{column.name}" not in SPARED:
            yield column


def _unique(table: Table) -> set[str]:
    """Return the columns of which no two rows may hold the same: there the row's number follows the payload."""
    names = {column.name for index in table.indexes if index.unique for column in index.columns}
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            names |= {column.name for column in constraint.columns}
    return names


def _hostile(old: object, text: str) -> object:
    """Return the payload in the shape of the old value: in each text of what a JSON column holds."""
    if isinstance(old, dict):
        return {key: _hostile(value, text) for key, value in old.items()} | ({"x": text} if not old else {})
    if isinstance(old, list):
        return [_hostile(value, text) for value in old]
    return text if isinstance(old, str) else old
