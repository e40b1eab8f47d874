"""Events: told once each, signed, tried again with growing pauses, through the door, and without personal data."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from review.outgoing.collect import collect
from review.outgoing.deliver import PAUSES, deliver
from review.outgoing.events import EVENTS
from review.outgoing.hooks import add_hook, list_hooks, remove_hook, signature, signing_key
from review.outgoing.mails import written
from review.outgoing.post import Reply, post
from tests.api.receiver import Receiver
from tests.review.review_desk import add_accounts, make_case
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import BadInput, Egress, NoSuch
from zhenwei.store.api_tables import OutboxRow
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.looks_tables import LookRow
from zhenwei.types import Word

KEY = b"k" * 32


def settings_for(folder: Path, port: int) -> Settings:
    return Settings(data_dir=folder, egress_allow=("127.0.0.0/8",), egress_ports=("80", "443", str(port)), timeout=10)


@pytest.fixture
def cased(store: Store, tmp_path: Path) -> Store:
    with store.transaction() as session:
        add_accounts(session)
        make_case(session, Settings(data_dir=tmp_path))
    return store


def say(store: Store, word: Word = Word.CONFIRMED, why: str = "电话 190-0000-1234 王某") -> None:
    with store.transaction() as session:
        decide(session, [1], word, "analyst", why)


def take_in(store: Store) -> int:
    with store.transaction() as session:
        return collect(session)


def outbox(store: Store) -> list[OutboxRow]:
    with store.reading() as session:
        return list(session.scalars(select(OutboxRow).order_by(OutboxRow.id)))


def make_due(store: Store) -> None:
    with store.transaction() as session:
        session.execute(update(OutboxRow).values(next_at=now() - timedelta(seconds=1)))


def test_an_event_is_told_once_and_signed(cased: Store, tmp_path: Path) -> None:
    say(cased, Word.HOLD)  # before anybody is told of anything
    with Receiver() as receiver:
        settings = settings_for(tmp_path, receiver.port)
        with cased.transaction() as session:
            hook = add_hook(session, settings, receiver.url, ["case.decided"])
        say(cased)
        assert (take_in(cased), take_in(cased)) == (1, 0)
        sent = deliver(cased, settings, KEY)
        assert (sent.delivered, sent.failed) == (1, 0)
        assert deliver(cased, settings, KEY).delivered == 0
    (headers, body), *more = receiver.got
    assert not more
    told = json.loads(body)
    assert (told["event"], told["data"]["case"], told["data"]["word"]) == ("case.decided", 1, "confirmed")
    assert "190-0000" not in body.decode()
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    raw = base64.b64decode(signing_key(KEY, hook).removeprefix("whsec_"))
    mac = base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{mac}"


def test_the_signature_is_that_of_the_standard() -> None:
    """Made with openssl after the text of Standard Webhooks 1.0."""
    secret = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
    made = signature(secret, "decision-1", "1795327200", b'{"a":1}')
    assert made == "v1,ojNN8jLRmQ1CVrMRv3j0fEwvELj1/xJ7GCClmjFC9j4="


def test_what_is_not_taken_is_tried_again(cased: Store, tmp_path: Path) -> None:
    with Receiver(500, 307) as receiver:
        settings = settings_for(tmp_path, receiver.port)
        with cased.transaction() as session:
            add_hook(session, settings, receiver.url, ["case.decided"])
        say(cased)
        take_in(cased)
        for tries, fault in ((1, "对方应答 500"), (2, "对方应答 307")):
            assert deliver(cased, settings, KEY).failed == 1
            (row,) = outbox(cased)
            assert (row.tries, row.fault) == (tries, fault)
            assert row.next_at > now() + timedelta(minutes=PAUSES[tries - 1] - 1)
            assert deliver(cased, settings, KEY).failed == 0
            make_due(cased)
        assert deliver(cased, settings, KEY).delivered == 1
    assert len({headers["webhook-id"] for headers, _body in receiver.got}) == 1


def test_at_last_it_is_given_up(cased: Store, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, 9)
    with cased.transaction() as session:
        add_hook(session, settings, "http://127.0.0.1:9/", ["case.decided"])
    say(cased)
    take_in(cased)
    for _ in PAUSES:
        assert deliver(cased, settings, KEY, send=lambda *_: Reply("没有送达")).failed == 1
        make_due(cased)
    assert deliver(cased, settings, KEY, send=lambda *_: Reply("没有送达")).given_up == 1
    assert outbox(cased)[0].outcome == "given-up"


def test_a_worker_that_died_is_followed(cased: Store, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, 9)
    with cased.transaction() as session:
        add_hook(session, settings, "http://127.0.0.1:9/", ["case.decided"])
    say(cased)
    take_in(cased)

    def killed(*_: object) -> Reply:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(cased, settings, KEY, send=killed)
    assert deliver(cased, settings, KEY, send=lambda *_: Reply()).delivered == 0
    make_due(cased)
    assert deliver(cased, settings, KEY, send=lambda *_: Reply()).delivered == 1


def test_a_look_is_told_when_it_is_decided(cased: Store, tmp_path: Path) -> None:
    with cased.transaction() as session:
        add_hook(session, settings_for(tmp_path, 9), "http://127.0.0.1:9/", ["site.gone"])
        session.add(LookRow(night_id=1, case_id=1))
    assert take_in(cased) == 0
    with cased.transaction() as session:
        look = session.scalars(select(LookRow)).one()
        look.standing, look.event, look.at = "gone", "gone", now()
    assert take_in(cased) == 1


def test_a_removed_hook_gets_nothing_more(cased: Store, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, 9)
    with cased.transaction() as session:
        hook = add_hook(session, settings, "http://127.0.0.1:9/", ["case.decided"])
    say(cased)
    take_in(cased)
    with cased.transaction() as session:
        remove_hook(session, hook.id)
        assert not list_hooks(session)
        with pytest.raises(NoSuch):
            remove_hook(session, hook.id)
    say(cased, Word.HOLD)
    assert take_in(cased) == 0
    assert deliver(cased, settings, KEY, send=lambda *_: Reply()).delivered == 0


@pytest.mark.parametrize(
    ("target", "error"),
    [
        ("http://127.0.0.1/", Egress),
        ("http://169.254.169.254/latest/meta-data", Egress),
        ("http://10.0.0.1/hook", Egress),
        ("https://user:pass@hooks.example/", Egress),
        ("https://hooks.example:22/", Egress),
        ("file:///etc/passwd", Egress),
        ("gopher://hooks.example/", Egress),
        ("nobody", BadInput),
        ("a@b.example\r\nBcc: c@d.example", BadInput),
    ],
)
def test_where_nothing_is_ever_sent(store: Store, tmp_path: Path, target: str, error: type[Exception]) -> None:
    with store.transaction() as session, pytest.raises(error):
        add_hook(session, Settings(data_dir=tmp_path), target, ["case.decided"])


def test_the_door_is_asked_again_before_each_post(tmp_path: Path) -> None:
    with Receiver() as receiver:
        closed = Settings(data_dir=tmp_path, egress_ports=(str(receiver.port),))
        assert post(closed, receiver.url, b"{}", {}).fault.startswith("不能连接")
        assert not receiver.got


@pytest.mark.parametrize("events", [[], ["case.*"], ["case.opened", "nothing"]])
def test_events_are_named(store: Store, tmp_path: Path, events: list[str]) -> None:
    with store.transaction() as session, pytest.raises(BadInput):
        add_hook(session, Settings(data_dir=tmp_path), "a@office.example", events)


def test_a_mail_says_it_in_chinese(cased: Store, tmp_path: Path) -> None:
    mails: list[tuple[str, dict[str, object]]] = []
    settings = Settings(data_dir=tmp_path)
    with cased.transaction() as session:
        add_hook(session, settings, "desk@office.example", list(EVENTS))
    say(cased)
    take_in(cased)

    def write(_settings: Settings, mailbox: str, body: dict[str, object]) -> Reply:
        mails.append((mailbox, body))
        return Reply()

    assert deliver(cased, settings, KEY, write=write).delivered == 1
    subject, text = written(mails[0][1])
    assert subject == "[甄伪] 人工研判 案件 1"
    assert "研判：confirmed" in text
    assert "190-0000" not in text


def test_without_a_mail_server_it_waits(cased: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with cased.transaction() as session:
        add_hook(session, settings, "desk@office.example", ["case.decided"])
    say(cased)
    take_in(cased)
    assert deliver(cased, settings, KEY).failed == 1
    assert outbox(cased)[0].fault == "没有设置 SMTP_HOST"
