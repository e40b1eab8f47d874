"""What an administrator does to a hook: tries it on a real receiver, pauses it, sends again what was given up."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from review.outgoing.deliver import PAUSES, deliver
from review.outgoing.hooks import add_hook
from tests.api.receiver import Receiver
from tests.review.browsing import browsing
from tests.review.review_desk import ServedDesk
from tests.review.test_paths_hooks import SIZE, wait
from zhenwei.clock import now
from zhenwei.store.account_tables import AuditRow
from zhenwei.store.api_tables import OutboxRow

KEY = b"k" * 32


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver(204, 503) as one:
        yield one


@pytest.fixture
def desk(tmp_path: Path, receiver: Receiver) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path, egress_allow=("127.0.0.0/8",), egress_ports=("80", "443", str(receiver.port))) as served:
        yield served


def hooked(desk: ServedDesk, target: str) -> int:
    with desk.store.transaction() as session:
        return add_hook(session, desk.settings, target, ["case.decided"], "admin").id


def given_up(desk: ServedDesk, hook: int, key: str) -> None:
    wait(desk, hook, key, outcome="given-up", ended_at=now(), tries=len(PAUSES) + 1, fault="等待超时")


def delivered(desk: ServedDesk) -> int:
    """Deliver in a thread of its own: the browser's driver has the loop of this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(deliver, desk.store, desk.settings, KEY).result().delivered


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


@pytest.mark.browser
def test_a_hook_is_tried_paused_and_sent_again(desk: ServedDesk, receiver: Receiver, chromium: Browser) -> None:
    hook = hooked(desk, receiver.url)
    given_up(desk, hook, "decision-1")
    given_up(desk, hook, "decision-2")
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, watch):
        page.goto("/hooks")
        press(page, "发送测试")
        result = page.locator("p.notice[role=status]")
        expect(result).to_contain_text("最近一次测试")
        expect(result).to_contain_text("已送达 对方应答 204")
        expect(page.locator(".told")).to_have_text("测试已完成，结果见下。")
        assert len(receiver.got) == 1

        press(page, "发送测试")
        expect(result).to_contain_text("没有送达 对方应答 503")
        expect(page.locator("table.queue tbody tr")).to_have_count(4)
        expect(page.locator("table.queue tbody tr").first).to_contain_text("推送测试")

        press(page, "暂停")
        expect(page.locator("dl.facts")).to_contain_text("已暂停")
        expect(page.locator("dl.facts")).to_contain_text("admin")
        wait(desk, hook, "decision-3")
        delivered(desk)
        page.goto("/hooks")
        line = page.locator("table.tokens tbody tr")
        expect(line).to_contain_text("已暂停")
        expect(line).to_contain_text("待发 1")
        assert len(receiver.got) == 2, "nothing is sent during a pause"
        press(page, "恢复")
        expect(page.locator(".told")).to_have_text("推送已恢复，待发的 1 条随即补发。")
        expect(page.locator("dl.facts")).to_contain_text("推送中")

        row = page.locator("table.queue tbody tr", has_text="decision-1")
        row.get_by_role("button", name="重新推送").click()
        expect(page.locator(".told")).to_have_text("已重新列入待发：1 条。")
        expect(row).to_contain_text("待发")
        page.get_by_role("button", name="全部重新推送").click()
        expect(page.get_by_role("button", name="重新推送")).to_have_count(0)
        assert delivered(desk) == 3
        page.reload()
        expect(page.locator("dl.facts")).to_contain_text("待发 0")
        page.goto("/audit?kind=admin")
        for said in ("发送推送测试", "暂停事件推送", "恢复事件推送", "重新推送已放弃的事件"):
            expect(page.locator("table tbody")).to_contain_text(said)
        assert watch.said == []


def test_what_came_back_is_said_in_both_languages(desk: ServedDesk, receiver: Receiver) -> None:
    hook = hooked(desk, receiver.url)
    client = desk.client("admin")
    form = client.get("/hooks").field("token")
    for chinese, english in (
        ("已送达</b> 对方应答 204", "Delivered</b> Answer 204"),
        ("没有送达</b> 对方应答 503", "Answer 503"),
    ):
        answer = client.post(f"/hooks/{hook}/test", token=form)
        assert (answer.status, answer.headers["location"]) == (303, f"/hooks/{hook}")
        assert chinese in client.get(f"/hooks/{hook}").text
        assert english in client.get(f"/hooks/{hook}?lang=en").text
        client.get(f"/hooks/{hook}?lang=zh")


def test_the_log_tells_who_did_what_without_the_receivers_key(desk: ServedDesk) -> None:
    hook = hooked(desk, "http://127.0.0.1/hook?access_token=s3cret")
    given_up(desk, hook, "decision-1")
    client = desk.client("admin")
    form = client.get("/hooks").field("token")
    for act, fields in (
        ("test", {}),
        ("pause", {}),
        ("resume", {}),
        ("resend", {"message": "decision-1"}),
        ("resend", {}),
    ):
        assert client.post(f"/hooks/{hook}/{act}", token=form, **fields).status == 303
    with desk.store.reading() as session:
        told = [(row.who, row.act, row.detail) for row in session.scalars(select(AuditRow).order_by(AuditRow.n))]
        (test, _) = session.scalars(select(OutboxRow).order_by(OutboxRow.id.desc()).limit(2)).all()
    shown = f"hook={hook} target=http://127.0.0.1/hook?***"
    acts = [row for row in told if row[1].startswith("POST /hooks/{hook_id}")]
    assert acts == [
        ("admin", "POST /hooks/{hook_id}/test", shown),
        ("admin", "POST /hooks/{hook_id}/pause", shown),
        ("admin", "POST /hooks/{hook_id}/resume", shown),
        ("admin", "POST /hooks/{hook_id}/resend", f"{shown} message=decision-1 number=1"),
        ("admin", "POST /hooks/{hook_id}/resend", f"{shown} number=0"),
    ]
    assert test.outcome == "failed"


@pytest.mark.parametrize(
    ("act", "fields"),
    [
        ("test", {}), ("pause", {}), ("resume", {}), ("resend", {}), ("resend", {"message": "decision-1"}),
        ("resend", {"message": "\0\ud800".encode("utf-8", "replace").decode()}),
    ],
)  # fmt: skip
def test_a_removed_hook_and_one_that_never_was(desk: ServedDesk, act: str, fields: dict[str, str]) -> None:
    hook = hooked(desk, "http://127.0.0.1/hook")
    given_up(desk, hook, "decision-1")
    client = desk.client("admin")
    form = client.get("/hooks").field("token")
    assert client.post(f"/hooks/{hook}/remove", token=form).status == 303
    for number in (hook, 999):
        assert client.post(f"/hooks/{number}/{act}", token=form, **fields).status == 404
    page = client.get(f"/hooks/{hook}").text
    assert "重新推送" not in page
    assert "发送测试" not in page


def test_too_many_tests_at_once_are_refused(desk: ServedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    hook = hooked(desk, "http://127.0.0.1/hook")
    monkeypatch.setattr("review.outgoing.trying._AT_ONCE", threading.Semaphore(0))
    client = desk.client("admin")
    form = client.get("/hooks").field("token")
    answer = client.post(f"/hooks/{hook}/test", token=form)
    assert (answer.status, "正在发送的测试过多" in answer.text) == (429, True)


def test_others_go_on_while_a_receiver_takes_its_time(tmp_path: Path) -> None:
    reached, released = threading.Event(), threading.Event()

    class Slow(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            reached.set()
            released.wait(60)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Slow)
    port = server.server_address[1]
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    try:
        with ServedDesk(tmp_path, egress_allow=("127.0.0.0/8",), egress_ports=(str(port),)) as desk:
            hook = hooked(desk, f"http://127.0.0.1:{port}/")
            client, other = desk.client("admin"), desk.client("admin")
            form = client.get("/hooks").field("token")
            testing = threading.Thread(target=client.post, args=(f"/hooks/{hook}/test",), kwargs={"token": form})
            testing.start()
            assert reached.wait(60)
            assert other.get(f"/hooks/{hook}").status == 200
            assert other.post(f"/hooks/{hook}/pause", token=other.get("/hooks").field("token")).status == 303
            released.set()
            testing.join()
            assert "已送达</b> 对方应答 200" in other.get(f"/hooks/{hook}").text
    finally:
        released.set()
        server.shutdown()
        serving.join()
        server.server_close()
