"""Hooks at the desk: added through the gate, told, their failures seen as text, removed after a second thought."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select, update

from review.messages import load_messages
from review.outgoing.deliver import PAUSES, deliver
from review.outgoing.events import EVENTS
from review.outgoing.hooks import add_hook, signing_key, told_of
from review.outgoing.post import Reply
from review.secret import HOOKS, app_key
from tests.review.browsing import browsing
from tests.review.review_desk import MOMENT, ServedDesk
from zhenwei.clock import now
from zhenwei.store.account_tables import AuditRow
from zhenwei.store.api_tables import HookRow, OutboxRow
from zhenwei.store.models import PositionRow

SIZE = {"width": 1280, "height": 720}
WEB = "https://198.35.26.96/hook/4f1c2d3e4b5a69788796?access_token=s3cret"
SHOWN = "hxxps://198[.]35[.]26[.]96/hook/***?***"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def row(page: Page, name: str) -> Locator:
    return page.locator("table.tokens tbody tr", has=page.get_by_role("rowheader", name=name))


def hooked(desk: ServedDesk, target: str = WEB) -> int:
    with desk.store.transaction() as session:
        return add_hook(session, desk.settings, target, ["case.decided"], "admin").id


def wait(desk: ServedDesk, hook: int, key: str, **more: object) -> None:
    """Put a message into the outbox."""
    body = {"id": key, "event": "case.decided", "at": MOMENT.isoformat(), "data": {"case": 1}}
    values = {"tries": 0, "outcome": "", "fault": "", "ended_at": None} | more
    with desk.store.transaction() as session:
        message = OutboxRow(hook_id=hook, key=key, event="case.decided", body=body, made_at=now(), next_at=now())
        for name, value in values.items():
            setattr(message, name, value)
        session.add(message)


@pytest.mark.browser
def test_a_hook_from_its_adding_to_its_end(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, watch):
        page.goto("/")
        page.get_by_role("navigation").get_by_role("link", name="推送").click()
        page.get_by_role("textbox", name="接收方").fill(WEB)
        page.get_by_role("checkbox", name="case.decided").check()
        page.get_by_role("button", name="添加", exact=True).click()
        secret = page.locator("code.secret").inner_text()
        assert secret.startswith("whsec_")
        page.goto("/hooks")
        expect(page.locator("code.secret")).to_have_count(0)  # shown once
        expect(row(page, SHOWN)).to_contain_text("人工研判")
        assert "s3cret" not in page.content()
        with desk.store.reading() as session:
            hook = session.scalars(select(HookRow)).one()
            assert secret == signing_key(app_key(desk.settings.data_dir, HOOKS), hook)
        wait(desk, hook.id, "decision-1")
        deliver(desk.store, desk.settings, b"k" * 32, send=lambda *_: Reply("对方应答 503<img src=x onerror=alert(1)>"))

        page.reload()
        expect(row(page, SHOWN)).to_contain_text("待发 1")
        expect(row(page, SHOWN)).to_contain_text("对方应答 503<img src=x")
        row(page, SHOWN).get_by_role("link", name="推送记录").click()
        expect(page.locator("table.queue tbody")).to_contain_text(f"1 / {len(PAUSES) + 1}")
        expect(page.locator("main img")).to_have_count(0)
        page.get_by_text("停止…").click()
        expect(page.get_by_text("待发的 1 条不再发送")).to_be_visible()
        page.get_by_role("button", name="确认停止").click()
        page.get_by_text("已停止的推送（1）").click()
        row(page, SHOWN).get_by_role("link").click()
        expect(page.locator("table.queue tbody")).to_contain_text("未发（推送已停止）")
        page.goto("/audit?kind=admin")
        expect(page.locator("table tbody")).to_contain_text("停止事件推送")
        assert "s3cret" not in page.content()
        assert secret not in page.content()
        assert watch.said == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ((), "至少选择一项事件"), (("no.such",), "至少选择一项事件"), (("case.decided", ""), "既不是网址"),
        (("case.decided", "nobody"), "既不是网址"), (("case.decided", "https://a.example/" + "x" * 2000), "过长"),
        (("case.decided", "http://127.0.0.1/x"), "不允许联系"), (("case.decided", "http://2130706433/"), "不允许联系"),
        (("case.decided", "http://[::1]/"), "不允许联系"), (("case.decided", "file:///etc/passwd"), "不允许联系"),
        (("case.decided", "http://169.254.169.254/latest"), "不允许联系"),
        (("case.decided", "http://10.0.0.8/"), "不允许联系"), (("case.decided", "https://a.example:22/"), "不允许联系"),
        (("case.decided", "https://u:p@127.0.0.1/"), "不允许联系"),
    ],
)  # fmt: skip
def test_what_is_not_taken(desk: ServedDesk, fields: tuple[str, ...], said: str) -> None:
    client = desk.client("admin")
    form = [("token", client.get("/hooks").field("token")), ("target", fields[1] if fields[1:] else WEB)]
    answer = client.send("/hooks", [*form, *(("event", name) for name in fields[:1])])
    assert answer.status == 400
    assert said in answer.text
    with desk.store.reading() as session:
        assert session.scalars(select(HookRow)).all() == []


def test_a_mailbox_has_no_key_and_the_log_tells_whom(desk: ServedDesk) -> None:
    client = desk.client("admin")
    form = [("token", client.get("/hooks").field("token")), ("target", " duty@office.example ")]
    answer = client.send("/hooks", [*form, ("event", "site.back"), ("event", "case.opened")])
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    assert "没有签名密钥" in answer.text
    assert "whsec_" not in answer.text
    with desk.store.reading() as session:
        entry = session.scalars(select(AuditRow).where(AuditRow.act == "POST /hooks")).one()
    assert (entry.who, entry.kind) == ("admin", "admin")
    assert entry.detail == "hook=1 target=duty@office.example events=case.opened,site.back"


def test_what_became_of_messages_is_counted(desk: ServedDesk) -> None:
    first, other = hooked(desk), hooked(desk, "https://198.35.26.97/")
    wait(desk, first, "a", outcome="delivered", ended_at=now())
    wait(desk, first, "b", outcome="given-up", ended_at=now(), tries=10, fault="等待超时 zhiban@office.example")
    wait(desk, first, "c", tries=1, fault="等待超时")
    wait(desk, first, "d")
    wait(desk, other, "a", outcome="delivered", ended_at=now())
    text = desk.client("admin").get(f"/hooks/{first}").text
    for said in ("待发 2", "其中 1 条曾失败", "已送达 1", "已放弃 1", "等待超时"):
        assert said in text
    assert "zhiban@office.example" not in text
    assert desk.client("admin").get("/hooks/999").status == 404


def test_a_deployment_that_delivers_nothing_is_told(desk: ServedDesk) -> None:
    hooked(desk)
    client = desk.client("admin")
    assert "似乎没有运行" not in client.get("/hooks").text
    with desk.store.transaction() as session:
        session.execute(update(PositionRow).values(updated_at=now() - timedelta(hours=1)))
    assert "似乎没有运行" in client.get("/hooks").text


def test_removing_twice_or_what_is_not_there(desk: ServedDesk) -> None:
    number = hooked(desk)
    client = desk.client("admin")
    form = client.get("/hooks").field("token")
    assert [client.post(f"/hooks/{one}/remove", token=form).status for one in (number, number, 999)] == [303, 404, 404]


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("https://soc.example/zhenwei", "https://soc.example/zhenwei"),
        ("https://soc.example", "https://soc.example"),
        (
            "https://robot.example/open-apis/bot/v2/hook/0f0e0d0c-1111",
            "https://robot.example/open-apis/bot/v2/hook/***",
        ),
        ("https://robot.example/send?key=abc#x", "https://robot.example/send?***"),
        ("https://robot.example?key=abc", "https://robot.example?***"),
        ("https://user:pass@robot.example/a", "https://robot.example/a"),
        ("https://robot.example/services/T0ABCDEFG/B0ABC/xYz123", "https://robot.example/services/***/***/***"),
        ("duty@office.example", "duty@office.example"),
    ],
)
def test_keys_of_receivers_are_left_out(target: str, told: str) -> None:
    assert told_of(target) == told


def test_every_event_is_explained() -> None:
    for messages in load_messages().values():
        assert {f"{group}.{event}" for event in EVENTS for group in ("event", "event_about")} <= messages.texts.keys()
