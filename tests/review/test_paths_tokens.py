"""Tokens at the desk: made with the command's rules, shown once, used by a program, revoked after a second thought."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from review.messages import load_messages
from tests.review.browsing import browsing
from tests.review.review_desk import ServedDesk
from zhenwei.clock import now
from zhenwei.store.account_tables import AuditRow
from zhenwei.store.accounts import get_account
from zhenwei.store.api_tables import ApiTokenRow
from zhenwei.store.tokens import SCOPES, add_token, granted, standing

SIZE = {"width": 1280, "height": 720}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def row(page: Page, name: str) -> Locator:
    return page.locator("table.tokens tbody tr", has=page.get_by_role("rowheader", name=name))


def asked(desk: ServedDesk, token: str) -> int:
    """Return how the interface answers a program with a token."""
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
    connection.request("GET", "/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    status = connection.getresponse().status
    connection.close()
    return status


def posted(desk: ServedDesk, *fields: tuple[str, str]) -> tuple[int, str]:
    client = desk.client("admin")
    answer = client.send("/tokens", [("token", client.get("/tokens").field("token")), *fields])
    return answer.status, answer.text


@pytest.mark.browser
def test_a_token_from_its_making_to_its_end(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, watch):
        page.goto("/")
        page.get_by_role("navigation").get_by_role("link", name="令牌").click()
        page.get_by_role("textbox", name="名称").fill("省平台")
        page.get_by_role("combobox", name="负责账号").select_option("analyst")
        page.get_by_role("checkbox", name="cases:read").check()
        page.get_by_label("有效天数").fill("30")
        page.get_by_role("button", name="签发", exact=True).click()
        token = page.locator("code.secret").inner_text()
        assert token not in page.url
        assert asked(desk, token) == 200
        page.goto("/tokens")
        expect(page.locator("code.secret")).to_have_count(0)  # shown once
        expect(row(page, "省平台")).to_contain_text("cases:read")
        expect(row(page, "省平台")).not_to_contain_text("从未使用")
        assert token not in page.content()

        row(page, "省平台").get_by_text("作废…").click()
        assert asked(desk, token) == 200  # nothing has happened yet
        row(page, "省平台").get_by_role("button", name="确认作废").click()
        page.get_by_text("已失效的令牌（1）").click()
        expect(row(page, "省平台")).to_contain_text("已作废")
        assert asked(desk, token) == 401
        page.goto("/audit?kind=admin")
        expect(page.locator("table tbody")).to_contain_text("作废接口令牌")
        assert token not in page.content()
        assert watch.said == []
    assert token.encode() not in b"".join(path.read_bytes() for path in desk.settings.data_dir.glob("zhenwei.db*"))


@pytest.mark.browser
def test_what_was_typed_stays_when_something_is_missing(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "admin", viewport=SIZE) as (page, watch):
        page.goto("/tokens")
        page.get_by_role("textbox", name="名称").fill("只读系统")
        page.get_by_role("combobox", name="负责账号").select_option("viewer")
        page.get_by_role("checkbox", name="leads:write").check()
        page.get_by_role("button", name="签发", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("须为研判员以上")
        expect(page.get_by_role("textbox", name="名称")).to_have_value("只读系统")
        expect(page.get_by_role("checkbox", name="leads:write")).to_be_checked()
        # The browser says of an answer of 400 that it failed, and of nothing else.
        assert [said for said in watch.said if "400" not in said] == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "须填写名称"), ({"name": "a\x07"}, "须填写名称"), ({"name": "长" * 101}, "须填写名称"),
        ({"scope": ""}, "至少选择一项"), ({"scope": "all"}, "至少选择一项"),
        ({"days": "0"}, "1 至 366"), ({"days": "367"}, "1 至 366"), ({"days": "x"}, "1 至 366"),
        ({"days": "１"}, "1 至 366"), ({"account": "nobody"}, "没有签发"), ({"account": ""}, "没有签发"),
    ],
)  # fmt: skip
def test_what_is_not_taken(desk: ServedDesk, fields: dict[str, str], said: str) -> None:
    whole = {"name": "省平台", "account": "analyst", "scope": "cases:read", "days": "9"} | fields
    status, text = posted(desk, *((name, value) for name, value in whole.items() if value))
    assert status == 400
    assert said in text
    with desk.store.reading() as session:
        assert session.scalars(select(ApiTokenRow)).all() == []


def test_the_answer_is_kept_by_nobody_and_the_log_holds_no_secret(desk: ServedDesk) -> None:
    client = desk.client("admin")
    fields = [
        ("name", "省平台"),
        ("account", "analyst"),
        ("scope", "cases:read"),
        ("scope", "export:read"),
        ("days", "9"),
    ]
    answer = client.send("/tokens", [("token", client.get("/tokens").field("token")), *fields])
    token = answer.text.split('<code class="secret">')[1].split("<")[0]
    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    with desk.store.reading() as session:
        made = session.scalars(select(ApiTokenRow)).one()
        entry = session.scalars(select(AuditRow).where(AuditRow.act == "POST /tokens")).one()
    assert (made.created_by, made.account, made.scopes) == ("admin", "analyst", ["cases:read", "export:read"])
    assert (entry.who, entry.kind) == ("admin", "admin")
    assert entry.detail == f"token=省平台 head={made.head} account=analyst scopes=cases:read,export:read days=9"
    assert token not in entry.detail


def test_revoking_twice_or_what_is_not_there(desk: ServedDesk) -> None:
    with desk.store.transaction() as session:
        number = add_token(session, "x", "analyst", ["cases:read"], 9)[1].id
    client = desk.client("admin")
    form = client.get("/tokens").field("token")
    assert [client.post(f"/tokens/{number}/revoke", token=form).status for _ in range(2)] == [303, 303]
    assert client.post("/tokens/999/revoke", token=form).status == 404
    with desk.store.reading() as session:
        assert session.get_one(ApiTokenRow, number).revoked_by == "admin"


def test_how_a_token_stands(desk: ServedDesk) -> None:
    moment = now()
    with desk.store.transaction() as session:
        _, token = add_token(session, "x", "analyst", ["cases:read", "leads:write"], 9)
        account = get_account(session, "analyst")
        assert (standing(token, account, moment), granted(token, account)) == ("active", ("cases:read", "leads:write"))
        assert standing(token, account, moment + timedelta(days=10)) == "expired"
        account.role = "viewer"
        assert granted(token, account) == ("cases:read",)
        account.disabled = True
        assert standing(token, account, moment) == standing(token, None, moment) == "disabled"
        token.revoked_at = moment
        assert standing(token, account, moment) == "revoked"


def test_every_scope_is_explained() -> None:
    for messages in load_messages().values():
        assert {f"{group}.{scope}" for scope in SCOPES for group in ("scope", "scope_short")} <= messages.texts.keys()
