"""The audit log's chain: what it tells when rows were changed, lost, cut off or forged; on both databases."""

from __future__ import annotations

import json
from threading import Thread

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from zhenwei.errors import StoreError
from zhenwei.store.account_tables import AuditRow
from zhenwei.store.audit import GENESIS, LONGEST, digest_of, record, rows, verify
from zhenwei.store.database import Store


def filled(store: Store, many: int = 5) -> None:
    with store.transaction() as session:
        for number in range(many):
            record(session, "seen", "wang", "GET /cases/{case_id}", f"/cases/{number}", address="192.0.2.1")


def unlocked(store: Store, *statements: str) -> None:
    """Do what somebody does who owns the database: switch the trigger off, then write."""
    with store.transaction() as session:
        if store.engine.dialect.name == "sqlite":
            session.execute(text("drop trigger audit_no_update"))
            session.execute(text("drop trigger audit_no_delete"))
        else:
            session.execute(text("alter table audit disable trigger all"))
        for statement in statements:
            session.execute(text(statement))


def test_a_chain_that_nobody_touched(store: Store) -> None:
    with store.reading() as session:
        assert verify(session).head == GENESIS
    filled(store)
    with store.reading() as session:
        found = verify(session)
        assert (found.rows, found.broken_at) == (5, 0)
        assert found.head == next(row.digest for row in rows(session) if row.n == 5)


@pytest.mark.parametrize(
    ("statement", "broken_at", "why"),
    [
        ("update audit set who = 'li' where n = 3", 3, "changed"),
        ("update audit set at = '2020-01-01 00:00:00+00:00' where n = 2", 2, "changed"),
        ("update audit set detail = 'x' where n = 5", 5, "changed"),
        ("delete from audit where n = 2", 2, "missing"),
        ("delete from audit where n = 1", 1, "missing"),
        ("update audit set n = 9 where n = 5", 5, "missing"),
        ("update audit set digest = previous where n = 4", 4, "changed"),
        ("update audit set previous = digest where n = 4", 4, "unlinked"),
    ],
)
def test_what_was_done_to_a_row_is_told(store: Store, statement: str, broken_at: int, why: str) -> None:
    filled(store)
    unlocked(store, statement)
    with store.reading() as session:
        found = verify(session)
    assert (found.broken_at, found.why) == (broken_at, why)


@pytest.mark.parametrize("statement", ["update audit set who = 'li'", "delete from audit"])
def test_the_database_refuses_to_change_rows(store: Store, statement: str) -> None:
    filled(store)
    with pytest.raises((StoreError, DBAPIError)), store.transaction() as session:
        session.execute(text(statement))
    with store.reading() as session:
        assert verify(session).rows == 5


def test_a_head_kept_elsewhere_shows_a_cut_and_a_forged_chain(store: Store) -> None:
    filled(store)
    with store.reading() as session:
        kept = verify(session).head
        assert verify(session, (5, kept)).broken_at == 0
    filled(store, 2)
    with store.reading() as session:
        assert verify(session, (5, kept)).rows == 7
        assert verify(session, (9, kept)).why == "cut"
        forged = session.get(AuditRow, 5)
        assert forged is not None
        assert verify(session, (5, "f" * 64)).why == "forged"


def test_a_row_stands_or_falls_with_what_it_tells_of(store: Store) -> None:
    filled(store, 1)
    with pytest.raises(ZeroDivisionError), store.transaction() as session:
        record(session, "changed", "wang", "POST /x")
        raise ZeroDivisionError
    with store.reading() as session:
        assert verify(session).rows == 1


def test_many_writers_make_one_chain(store: Store) -> None:
    threads = [Thread(target=filled, args=(store, 5)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.reading() as session:
        assert verify(session) == verify(session, None)
        assert verify(session).rows == 20
        assert verify(session).broken_at == 0


@pytest.mark.parametrize("name", ["王\u202e五", "a\0b", "\ud800", "x" * 9999, "'; drop table audit; --"])
def test_what_people_type_does_not_break_the_chain(store: Store, name: str) -> None:
    with store.transaction() as session:
        row = record(session, "login", name, "POST /login")
        assert len(row.who) <= LONGEST
    with store.reading() as session:
        found = next(rows(session))
        assert digest_of(found) == found.digest
        assert json.dumps(found.who)
        assert verify(session).broken_at == 0


def test_an_unknown_kind_is_a_mistake_of_ours(store: Store) -> None:
    with pytest.raises(ValueError, match="kind"), store.transaction() as session:
        record(session, "looked", "wang", "GET /")
