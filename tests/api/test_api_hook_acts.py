"""A hook is tried at once, pauses without losing anything, and sends anew what was given up."""

from __future__ import annotations

import json
import socket
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import ClauseElement, select, update

from review.outgoing.deliver import PAUSES, deliver
from review.outgoing.events import EVENTS, TEST
from review.outgoing.hooks import add_hook, remove_hook, signature, signing_key
from review.outgoing.mails import written
from review.outgoing.pausing import WAS_GIVEN_UP, pause_hook, resume_hook, send_again, waiting
from review.outgoing.post import Reply
from review.outgoing.trying import try_hook
from tests.api.receiver import Receiver
from tests.api.test_api_outgoing import KEY, make_due, outbox, settings_for
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.store.api_tables import HookRow, OutboxRow
from zhenwei.store.audit import record, rows
from zhenwei.store.database import Store, open_store

PLACE = "http://127.0.0.1:9/hook"


def taken(*_: object) -> Reply:
    return Reply(status=204)


def hooked(store: Store, folder: Path, target: str = PLACE, port: int = 9) -> HookRow:
    with store.transaction() as session:
        return add_hook(session, settings_for(folder, port), target, ["case.decided"])


def message(store: Store, hook: HookRow, key: str, **values: object) -> None:
    body = {"id": key, "event": "case.decided", "at": now().isoformat(), "data": {"case": 1}}
    row = {"event": "case.decided", "made_at": now(), "next_at": now(), "body": body} | values
    with store.transaction() as session:
        session.add(OutboxRow(hook_id=hook.id, key=key, **row))


def given_up(store: Store, hook: HookRow, key: str) -> None:
    ended = {"ended_at": now(), "outcome": "given-up", "tries": len(PAUSES) + 1, "fault": "等待超时"}
    message(store, hook, key, **ended)


# --- trying


def test_a_test_is_sent_at_once_signed_and_stands_in_the_record(store: Store, tmp_path: Path) -> None:
    with Receiver(202) as receiver:
        hook = hooked(store, tmp_path, receiver.url, receiver.port)
        settings = settings_for(tmp_path, receiver.port)
        message(store, hook, "decision-1", next_at=now() + timedelta(hours=1))
        assert try_hook(store, settings, KEY, hook.id) == Reply(status=202)
        ((headers, body),) = receiver.got
        assert deliver(store, settings, KEY).delivered == 0
        assert len(receiver.got) == 1
    told = json.loads(body)
    assert (told["event"], told["data"], told["id"]) == (TEST, {"hook": hook.id}, headers["webhook-id"])
    assert told.keys() == {"id", "event", "at", "data"}
    stamp = headers["webhook-timestamp"]
    assert headers["webhook-signature"] == signature(signing_key(KEY, hook), told["id"], stamp, body)
    waits, sent = outbox(store)
    assert (waits.key, waits.ended_at, waits.tries) == ("decision-1", None, 0)
    assert (sent.key, sent.event, sent.outcome, sent.status, sent.fault) == (told["id"], TEST, "delivered", 202, "")


@pytest.mark.parametrize(("status", "fault"), [(500, "对方应答 500"), (307, "对方应答 307"), (404, "对方应答 404")])
def test_a_refused_test_is_said_and_not_tried_again(store: Store, tmp_path: Path, status: int, fault: str) -> None:
    with Receiver(status) as receiver:
        settings = settings_for(tmp_path, receiver.port)
        hook = hooked(store, tmp_path, receiver.url, receiver.port)
        assert try_hook(store, settings, KEY, hook.id) == Reply(fault, status)
        make_due(store)
        assert deliver(store, settings, KEY).delivered == 0
        assert len(receiver.got) == 1
    (row,) = outbox(store)
    assert (row.outcome, row.status, row.fault, row.tries) == ("failed", status, fault, 1)


def test_a_test_goes_through_the_door(store: Store, tmp_path: Path) -> None:
    with Receiver() as receiver:
        hook = hooked(store, tmp_path, receiver.url, receiver.port)
        closed = Settings(data_dir=tmp_path, egress_ports=(str(receiver.port),))
        assert try_hook(store, closed, KEY, hook.id).fault.startswith("不能连接")
        assert not receiver.got


def test_nobody_waits_for_who_does_not_answer(store: Store, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        port = deaf.getsockname()[1]
        hook = hooked(store, tmp_path, f"http://127.0.0.1:{port}/", port)
        settings = settings_for(tmp_path, port).model_copy(update={"timeout": 0.2})
        assert try_hook(store, settings, KEY, hook.id) == Reply("等待超时")


def test_whatever_hangs_is_left_behind(store: Store, tmp_path: Path) -> None:
    hook, released, left = hooked(store, tmp_path), threading.Event(), threading.Event()

    def hanging(*_: object) -> Reply:
        released.wait(60)
        left.set()
        return Reply(status=200)

    settings = settings_for(tmp_path, 9)
    assert try_hook(store, settings, KEY, hook.id, send=hanging, seconds=0.05) == Reply("等待超时")
    released.set()
    assert left.wait(60)
    assert [row.outcome for row in outbox(store)] == ["failed"]


def test_tests_under_way_are_bounded(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hook, settings, released = hooked(store, tmp_path), settings_for(tmp_path, 9), threading.Event()
    places = threading.BoundedSemaphore(1)
    monkeypatch.setattr("review.outgoing.trying._AT_ONCE", places)

    def hanging(*_: object) -> Reply:
        released.wait(60)
        return Reply()

    assert try_hook(store, settings, KEY, hook.id, send=hanging, seconds=0) == Reply("等待超时")
    with pytest.raises(NotAllowed, match="过多"):
        try_hook(store, settings, KEY, hook.id, send=taken)
    assert len(outbox(store)) == 1
    released.set()
    with places:  # what was left behind gives its place back when it ends
        pass
    assert try_hook(store, settings, KEY, hook.id, send=taken) == Reply(status=204)


def test_the_store_is_free_while_a_test_is_under_way(store: Store, tmp_path: Path) -> None:
    hook = hooked(store, tmp_path)

    def writing(*_: object) -> Reply:
        with store.transaction() as session:
            record(session, "changed", "analyst", "something else")
        return Reply(status=200)

    assert try_hook(store, settings_for(tmp_path, 9), KEY, hook.id, send=writing) == Reply(status=200)
    with store.reading() as session:
        assert [row.act for row in rows(session)] == ["something else"]


def test_what_broke_off_is_in_the_record_and_nobody_sends_it(store: Store, tmp_path: Path) -> None:
    hook = hooked(store, tmp_path)

    def broken(*_: object) -> Reply:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        try_hook(store, settings_for(tmp_path, 9), KEY, hook.id, send=broken)
    make_due(store)
    assert deliver(store, settings_for(tmp_path, 9), KEY, send=taken).delivered == 0
    assert [(row.outcome, row.fault) for row in outbox(store)] == [("failed", "没有结果（发送时中断）")]


def test_a_mailbox_is_tried_by_mail(store: Store, tmp_path: Path) -> None:
    hook, mails = hooked(store, tmp_path, "desk@office.example"), list[dict[str, object]]()

    def write(_settings: Settings, _mailbox: str, body: dict[str, object]) -> Reply:
        mails.append(body)
        return Reply()

    assert try_hook(store, Settings(data_dir=tmp_path), KEY, hook.id, write=write) == Reply()
    subject, text = written(mails[0])
    assert subject == "[甄伪] 推送测试"
    assert f"推送：{hook.id}" in text
    assert try_hook(store, Settings(data_dir=tmp_path), KEY, hook.id) == Reply("没有设置 SMTP_HOST")


def test_a_test_is_no_event_to_be_told_of() -> None:
    assert TEST not in EVENTS


def test_a_removed_hook_is_not_tried(store: Store, tmp_path: Path) -> None:
    hook = hooked(store, tmp_path)
    with store.transaction() as session:
        remove_hook(session, hook.id)
    for number in (hook.id, 999):
        with pytest.raises(NoSuch):
            try_hook(store, settings_for(tmp_path, 9), KEY, number, send=taken)
    assert outbox(store) == []


# --- pausing


def test_nothing_is_sent_during_a_pause_and_nothing_is_lost(store: Store, tmp_path: Path) -> None:
    paused, other = hooked(store, tmp_path), hooked(store, tmp_path, PLACE + "/other")
    settings = settings_for(tmp_path, 9)
    with store.transaction() as session:
        row = pause_hook(session, paused.id, "wang")
        assert (row.paused_by, row.paused_at is not None) == ("wang", True)
        assert pause_hook(session, paused.id, "li").paused_by == "wang"
    for hook in (paused, other):
        message(store, hook, "decision-1")
        message(store, hook, "decision-2")
    assert deliver(store, settings, KEY, send=taken).delivered == 2
    assert {row.tries for row in outbox(store) if row.hook_id == paused.id} == {0}
    with store.transaction() as session:
        assert (waiting(session, paused.id), waiting(session, other.id)) == (2, 0)
        row = resume_hook(session, paused.id)
        assert (row.paused_at, row.paused_by) == (None, "")
    assert deliver(store, settings, KEY, send=taken).delivered == 2


def test_a_pause_holds_back_what_was_claimed_already(store: Store, tmp_path: Path) -> None:
    hook, settings = hooked(store, tmp_path), settings_for(tmp_path, 9)
    for number in range(3):
        message(store, hook, f"decision-{number}")

    def pausing(*_: object) -> Reply:
        with store.transaction() as session:
            pause_hook(session, hook.id)
        return Reply("等待超时")

    assert deliver(store, settings, KEY, send=pausing).failed == 1
    assert sorted(row.tries for row in outbox(store)) == [0, 0, 1]
    with store.transaction() as session:
        resume_hook(session, hook.id)
    assert deliver(store, settings, KEY, send=taken).delivered == 2  # what failed waits for its own time


def test_what_was_claimed_of_a_removed_hook_is_not_sent(store: Store, tmp_path: Path) -> None:
    hook, settings, posts = hooked(store, tmp_path), settings_for(tmp_path, 9), list[object]()
    for number in range(3):
        message(store, hook, f"decision-{number}")

    def removing(*sent: object) -> Reply:
        posts.append(sent)
        with store.transaction() as session:
            remove_hook(session, hook.id)
        return Reply()

    deliver(store, settings, KEY, send=removing)
    assert len(posts) == 1
    assert {row.outcome for row in outbox(store)} == {"removed"}


def test_a_paused_hook_can_be_tried_and_removed(store: Store, tmp_path: Path) -> None:
    hook = hooked(store, tmp_path)
    message(store, hook, "decision-1")
    with store.transaction() as session:
        pause_hook(session, hook.id)
    assert try_hook(store, settings_for(tmp_path, 9), KEY, hook.id, send=taken) == Reply(status=204)
    with store.transaction() as session:
        assert waiting(session, hook.id) == 1
        remove_hook(session, hook.id)
        assert waiting(session, hook.id) == 0
        for act in (pause_hook, resume_hook):
            with pytest.raises(NoSuch):
                act(session, hook.id)


# --- sending again


def test_what_was_given_up_is_sent_anew(store: Store, tmp_path: Path) -> None:
    with Receiver() as receiver:
        settings = settings_for(tmp_path, receiver.port)
        hook = hooked(store, tmp_path, receiver.url, receiver.port)
        for key in ("decision-1", "decision-2", "decision-3"):
            given_up(store, hook, key)
        message(store, hook, "decision-4", ended_at=now(), outcome="delivered", tries=1)
        message(store, hook, "test-5", ended_at=now(), outcome="failed", tries=1, event=TEST)
        with store.transaction() as session:
            assert send_again(session, hook.id, "decision-2") == 1
        assert deliver(store, settings, KEY).delivered == 1
        with store.transaction() as session:
            assert send_again(session, hook.id) == 2
            assert send_again(session, hook.id) == 0
        assert deliver(store, settings, KEY).delivered == 2
    assert [headers["webhook-id"] for headers, _ in receiver.got] == ["decision-2", "decision-1", "decision-3"]
    assert [(row.outcome, row.tries, row.status) for row in outbox(store)][:3] == [("delivered", 1, 200)] * 3


def test_what_is_sent_anew_has_all_its_tries(store: Store, tmp_path: Path) -> None:
    hook, settings = hooked(store, tmp_path), settings_for(tmp_path, 9)
    given_up(store, hook, "decision-1")
    with store.transaction() as session:
        send_again(session, hook.id)
    for _ in PAUSES:
        assert deliver(store, settings, KEY, send=lambda *_: Reply("没有送达")).failed == 1
        make_due(store)
    assert deliver(store, settings, KEY, send=lambda *_: Reply("没有送达")).given_up == 1


def test_what_is_sent_anew_waits_for_the_end_of_a_pause(store: Store, tmp_path: Path) -> None:
    hook = hooked(store, tmp_path)
    given_up(store, hook, "decision-1")
    with store.transaction() as session:
        pause_hook(session, hook.id)
        assert send_again(session, hook.id) == 1
    assert deliver(store, settings_for(tmp_path, 9), KEY, send=taken).delivered == 0


@pytest.mark.parametrize("key", ["decision-2", "decision-3", "decision-9", "nothing", " "])
def test_what_is_not_sent_anew(store: Store, tmp_path: Path, key: str) -> None:
    hook, other = hooked(store, tmp_path), hooked(store, tmp_path, PLACE + "/other")
    given_up(store, hook, "decision-1")
    message(store, hook, "decision-2", ended_at=now(), outcome="delivered")
    message(store, hook, "decision-3")
    given_up(store, other, "decision-9")
    with store.transaction() as session, pytest.raises(NoSuch):
        send_again(session, hook.id, key)
    with store.transaction() as session:
        remove_hook(session, hook.id)
        with pytest.raises(NoSuch):
            send_again(session, hook.id)


@pytest.mark.parametrize(
    "statement",
    [
        select(OutboxRow.id).where(OutboxRow.hook_id == 1, WAS_GIVEN_UP),
        update(OutboxRow).where(OutboxRow.hook_id == 1, WAS_GIVEN_UP).values(tries=0),
    ],
    ids=["counted", "changed"],
)
def test_what_was_given_up_is_found_by_its_index(tmp_path: Path, statement: ClauseElement) -> None:
    """SQLite knows a value that is written out, not one that is bound."""
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    asked = str(statement.compile(opened.engine))
    with opened.engine.connect() as connection:
        plan = connection.exec_driver_sql(f"explain query plan {asked}", (1,) * asked.count("?")).all()
    opened.close()
    assert "ix_outbox_given_up" in str(plan)
