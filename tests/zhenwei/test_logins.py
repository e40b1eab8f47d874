"""Attempts and sessions in the store: counted together by every process, ended by time and by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from zhenwei.errors import BadInput, NotAllowed
from zhenwei.store.accounts import (
    add_account,
    check_password,
    end_sessions,
    get_account,
    reset_password,
    set_disabled,
    set_role,
)
from zhenwei.store.database import Store
from zhenwei.store.logins import (
    FAILURES,
    FAILURES_PER_ADDRESS,
    WINDOW,
    Terms,
    close_session,
    find_session,
    free,
    give_back,
    locked_names,
    open_session,
    take_try,
    touch_session,
)
from zhenwei.store.passwords import check_rules, fits, hashed, outdated

MOMENT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TERMS = Terms(timedelta(hours=1), timedelta(hours=12))
PASSWORD = "kettle harbour nine lamps"


def tried(store: Store, name: str, address: str, moment: datetime = MOMENT) -> bool:
    with store.transaction() as session:
        return take_try(session, name, address, moment)


def test_a_name_is_locked_out_and_the_lock_opens_by_itself(store: Store) -> None:
    assert [tried(store, "wang", "192.0.2.1") for _ in range(FAILURES)] == [True] * FAILURES
    assert not tried(store, "wang", "192.0.2.2")
    assert not tried(store, " WANG", "192.0.2.2"), "another spelling is the same name"
    assert tried(store, "li", "192.0.2.1")
    with store.reading() as session:
        assert locked_names(session, MOMENT) == {"wang"}
    assert tried(store, "wang", "192.0.2.2", MOMENT + WINDOW + timedelta(seconds=1))


def test_many_names_from_one_place_lock_the_place_and_no_name_any_more(store: Store) -> None:
    assert all(tried(store, f"name {number}", "192.0.2.1") for number in range(FAILURES_PER_ADDRESS))
    for _ in range(FAILURES + 1):
        assert not tried(store, "wang", "192.0.2.1")
    assert tried(store, "wang", "192.0.2.2")


def test_attempts_at_the_same_instant_do_not_slip_through(store: Store) -> None:
    taken: list[bool] = []
    threads = [Thread(target=lambda: taken.append(tried(store, "wang", "192.0.2.1"))) for _ in range(FAILURES * 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * FAILURES * 2 + [True] * FAILURES


def test_a_success_and_an_administrator_forget_attempts(store: Store) -> None:
    for by_hand in (False, True):
        for _ in range(FAILURES):
            tried(store, "wang", "192.0.2.1")
        with store.transaction() as session:
            if by_hand:
                free(session, "wang")
            else:
                give_back(session, "wang", "192.0.2.1")
        assert tried(store, "wang", "192.0.2.1")


def test_a_session_ends_unused_and_at_most(store: Store) -> None:
    with store.transaction() as session:
        account = add_account(session, "wang", "analyst", PASSWORD)
        open_session(session, account, "sid", MOMENT, TERMS, address="192.0.2.1", way="password")
    for minutes, there in ((59, True), (61, False)):
        with store.reading() as session:
            found = find_session(session, "sid", MOMENT + timedelta(minutes=minutes), TERMS)
            assert bool(found) == there
    for hour in range(1, 13):
        with store.transaction() as session:
            touch_session(session, "sid", MOMENT + timedelta(hours=hour))
    with store.reading() as session:
        assert find_session(session, "sid", MOMENT + timedelta(hours=12), TERMS)
        assert not find_session(session, "sid", MOMENT + timedelta(hours=12, seconds=1), TERMS)
        assert not find_session(session, "another", MOMENT, TERMS)


def test_what_ends_sessions(store: Store) -> None:
    with store.transaction() as session:
        add_account(session, "wang", "analyst", PASSWORD)

    def opened(sid: str) -> bool:
        with store.reading() as session:
            return find_session(session, sid, MOMENT, TERMS) is not None

    def begin() -> None:
        with store.transaction() as session:
            for sid in ("a", "b"):
                close_session(session, sid)
                open_session(session, get_account(session, "wang"), sid, MOMENT, TERMS, address="", way="password")

    begin()
    with store.transaction() as session:
        close_session(session, "a")
    assert (opened("a"), opened("b")) == (False, True)
    begin()
    with store.transaction() as session:
        assert end_sessions(session, get_account(session, "wang")) == 2
    assert (opened("a"), opened("b")) == (False, False)
    begin()
    with store.transaction() as session:
        reset_password(session, "wang", "seven quiet rivers bend", must_change=True)
    assert (opened("a"), opened("b")) == (False, False)
    begin()
    with store.transaction() as session:
        set_disabled(session, "wang", True)
        set_disabled(session, "wang", False)
    assert (opened("a"), opened("b")) == (False, False)


def test_the_last_administrator_stays(store: Store) -> None:
    with store.transaction() as session:
        add_account(session, "one", "admin", PASSWORD)
        add_account(session, "two", "admin", PASSWORD)
        set_role(session, "two", "analyst")
    with pytest.raises(NotAllowed), store.transaction() as session:
        set_disabled(session, "one", True)
    with pytest.raises(NotAllowed), store.transaction() as session:
        set_role(session, "one", "viewer")
    with store.transaction() as session:
        set_role(session, "two", "admin")
        set_disabled(session, "one", True)


def test_passwords_are_kept_as_argon2id_and_renewed() -> None:
    kept = hashed(PASSWORD)
    assert extract_parameters(kept).type is Type.ID
    assert extract_parameters(kept).memory_cost >= 65536
    assert fits(kept, PASSWORD)
    assert not fits(kept, "another")
    assert not fits("", "the password of nobody")
    assert not fits("no hash at all", PASSWORD)
    assert not outdated(kept)
    assert outdated(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "至少要 10 个字符"),
        ("x" * 201, "最多 200 个字符"),
        ("wangwu keeps bees", "不能包含账号名"),
        ("Passw0rd123", "过于常见"),
        ("qwertyuiop12", "过于常见"),
        ("1qaz2wsx3edc", "过于常见"),
        ("aaaaaaaaaaaa", "过于常见"),
        ("zhenwei2026!", "过于常见"),
        ("woaini1314520", "过于常见"),
        ("Admin@123456", "过于常见"),
        ("yingji12345", "过于常见"),
        (PASSWORD, ""),
        ("雨后竹林有三只白鹭", "至少要 10 个字符"),
        ("雨后竹林里站着三只白鹭", ""),
        ("Zq8-vTw2_pLx9kRs", ""),
    ],
)
def test_which_passwords_are_taken(password: str, said: str) -> None:
    if not said:
        check_rules(password, "wangwu")
        return
    with pytest.raises(BadInput, match=said):
        check_rules(password, "wangwu")


def test_an_account_without_a_password_is_opened_by_none(store: Store) -> None:
    with store.transaction() as session:
        add_account(session, "wang", "analyst", "")
    with store.reading() as session:
        assert check_password(session, "wang", "") is None
        assert check_password(session, "wang", "the password of nobody") is None


@pytest.mark.parametrize("name", ["", " ", "a\u202eb", " wang", "x" * 61, "a\nb"])
def test_names_that_are_not_taken(store: Store, name: str) -> None:
    with pytest.raises(BadInput), store.transaction() as session:
        add_account(session, name, "analyst", PASSWORD)
