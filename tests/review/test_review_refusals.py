"""There are no bare answers: who is refused reads a page of the desk, in their language, that says what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from review.headers import LONGEST_FORM, POLICY
from review.rights import ROUTES, SAFE, Right
from tests.review.browsing import browsing
from tests.review.letters_desk import LettersDesk, copied, step
from tests.review.review_desk import PASSWORD, Answer, Client, ServedDesk

CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        served.case()
        yield served


def english(client: Client) -> Client:
    client.cookies["zhenwei_lang"] = "en"
    return client


def told(answer: Answer, status: int, zh: str) -> None:
    """The answer is the desk's error page, sealed like any page, and says this."""
    assert answer.status == status
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["content-security-policy"] == POLICY
    assert zh in answer.text
    assert 'href="/"' in answer.text


def in_english(answer: Answer, status: int) -> None:
    told(answer, status, "<h1>That did not work</h1>")
    said = re.sub(r"<header.*</header>", "", answer.text, flags=re.S)
    assert CHINESE.findall(re.sub(r"<title>.*</title>|<footer>.*</footer>", "", said, flags=re.S)) == []


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "zh"),
    [
        ("POST", "/login", "x" * (LONGEST_FORM + 1), 413, "请用浏览器的“后退”回到原页"),
        ("POST", "/nowhere", "x" * (LONGEST_FORM + 1), 413, "提交的内容过大，没有写入任何内容"),
        ("GET", "/nowhere", None, 404, "没有这一页"),
        ("DELETE", "/login", None, 405, "请从页面上的链接和按钮进入"),
        ("POST", "/static/desk.css", "", 405, "请从页面上的链接和按钮进入"),
        ("GET", "/static/nowhere.css", None, 404, "没有这一页"),
        ("POST", "/cases/1/decision", "word=hold", 403, "刷新前请先复制已填写的文字"),
        ("GET", "/accounts", None, 403, "请联系管理员调整角色"),
        ("GET", "/cases/0", None, 400, "请返回后重试"),
    ],
)
def test_a_refusal_is_a_page(desk: ServedDesk, method: str, path: str, body: str | None, status: int, zh: str) -> None:
    client = desk.client("analyst")
    told(client.ask(method, path, body), status, zh)
    in_english(english(client).ask(method, path, body), status)


TOKEN = {"name": "a", "account": "analyst", "scope": "cases:read", "days": "9"}
HOOK = {"target": "desk@office.example", "event": "case.decided"}


@pytest.mark.parametrize(
    ("path", "fields", "zh", "en"),
    [
        ("/accounts", {"name": "", "role": "viewer"}, "账号名不能为空", "needs a name"),
        ("/accounts", {"name": "x" * 61, "role": "viewer"}, "账号名最多 60 个字符", "at most 60 characters"),
        ("/accounts", {"name": "admin", "role": "viewer"}, "账号 admin 已存在", "an account admin already"),
        ("/accounts", {"name": "wang", "role": "king"}, "没有角色", "No role"),
        ("/tokens", TOKEN | {"name": ""}, "令牌须填写名称（不超过 100 字", "at most 100 characters"),
        ("/tokens", TOKEN | {"scope": ""}, "请至少选择一项权限范围", "Choose at least one scope"),
        (
            "/tokens",
            TOKEN | {"scope": "all"},
            "没有权限范围 all，请至少选择一项：leads:write、",
            "No scope all; choose",
        ),
        ("/tokens", TOKEN | {"days": "0"}, "有效天数须为 1 至 366 的整数", "a whole number from 1 to 366"),
        (
            "/tokens",
            TOKEN | {"account": "nobody"},
            "没有在用的账号 &#39;nobody&#39;",
            "no account &#39;nobody&#39; in use",
        ),
        (
            "/tokens",
            TOKEN | {"account": "viewer", "scope": "leads:write"},
            "viewer 的角色是查看员，授予 leads:write 的，负责账号须为研判员以上",
            "viewer is viewer by role, and whoever answers for a token with leads:write must be an analyst or above",
        ),
        ("/hooks", HOOK | {"event": ""}, "请至少选择一项事件", "Choose at least one event"),
        ("/hooks", HOOK | {"event": "no.such"}, "没有事件 no.such，请至少选择一项事件：", "No event no.such; choose"),
        ("/hooks", HOOK | {"target": "x" * 2001}, "接收方过长，最多 2000 个字符", "too long: at most 2000"),
        ("/hooks", HOOK | {"target": "nobody"}, "既不是网址（http、https），也不是邮箱", "neither an address"),
        (
            "/hooks",
            HOOK | {"target": "http://127.0.0.1/"},
            "外发规则不允许联系这个地址（",
            "do not allow this address (",
        ),
        (
            "/password",
            {"old": PASSWORD, "new": "short", "again": "short"},
            "至少要 10 个字符",
            "at least 10 characters",
        ),
        ("/password", {"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "不能与现用口令相同", "must differ from"),
    ],
)
def test_what_a_rule_refuses_is_said_on_the_page_of_the_form(
    desk: ServedDesk, path: str, fields: dict[str, str], zh: str, en: str
) -> None:
    client = desk.client("admin")
    fields = {"token": client.get(path).field("token")} | {name: value for name, value in fields.items() if value}
    for said, other in ((zh, False), (en, True)):
        answer = (english(client) if other else client).post(path, **fields)
        assert answer.status == 400
        alert = answer.text.split('role="alert">', 1)[1].split("</p>", 1)[0]
        assert said in alert
        assert not (other and CHINESE.search(alert))


def test_what_hides_its_length_is_refused_with_a_page_too(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    told(client.pour("/login", [b"x" * 1000] * 3), 413, "提交的内容过大")


def test_programs_get_a_problem(desk: ServedDesk) -> None:
    answer = desk.client("analyst").ask("POST", "/api/v1/leads", "x" * 2_000_001)
    assert answer.status == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_log_that_cannot_be_written_is_told_of_on_a_page(desk: ServedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    client = desk.client("admin")
    monkeypatch.setattr("review.trail._write", lambda _desk, _entry: False)
    told(client.decide(1, "hold", "先放一放"), 503, "审计日志无法写入")
    in_english(english(client).decide(1, "hold", "wait"), 503)


def test_what_nobody_foresaw_is_told_on_a_page_and_nothing_of_the_inside(
    desk: ServedDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("words of the inside")

    monkeypatch.setattr("review.routes.keys.page", fails)
    client = desk.client("viewer")
    answer = client.get("/keys")
    told(answer, 500, "请先查看是否已经生效")
    assert "words of the inside" not in answer.text
    assert "words of the inside" in caplog.text, "who runs the desk finds the trace in its log"
    in_english(english(client).get("/keys"), 500)


def test_every_route_refuses_an_old_form_with_the_page(desk: ServedDesk) -> None:
    client = english(desk.client("admin"))
    for name, right in ROUTES.items():
        method, path = name.split(" ")
        if method not in SAFE and right is not Right.TOKEN:
            in_english(client.post(re.sub(r"{\w+}", "1", path), token="old"), 403)


@pytest.mark.browser
def test_a_browser_that_sends_too_much_sees_the_page(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "analyst") as (page, watch):
        page.goto("/cases/1?lang=en")
        page.wait_for_load_state()
        reason = page.locator("form[action='/cases/1/decision'] textarea[name=why]")
        reason.evaluate("(box) => { box.removeAttribute('maxlength'); box.value = 'x'.repeat(2500000); }")
        reason.evaluate("(box) => { box.form.noValidate = true; box.form.requestSubmit(); }")
        expect(page.get_by_role("heading", level=1)).to_have_text("That did not work")
        expect(page.get_by_text("Too much was sent; nothing was written.")).to_be_visible()
        assert [word for word in watch.said if "413" not in word] == []


@pytest.fixture
def letters(drafted: Path, tmp_path: Path) -> Iterator[LettersDesk]:
    """Case 1 with letter 1 to the police, drafted by chen."""
    with LettersDesk(copied(drafted, tmp_path)) as served:
        yield served


def test_the_rules_refuse_in_english(letters: LettersDesk) -> None:
    chen, reviewer = english(letters.client("chen")), english(letters.client("reviewer"))
    page = chen.get("/letters/1").text
    assert "chen is analyst by role; to approve takes one of reviewer, administrator" in page
    refused = step(chen, 1, "approve", note="ok")
    assert refused.status == 409
    assert "chen is analyst by role; to approve takes one of reviewer, administrator" in refused.text
    assert "is no date; write it like 2026-11-22" in step(reviewer, 1, "approve", note="ok", day="soon").text
    assert "To reject a letter takes a reason" in step(reviewer, 1, "reject", note=" ").text


def test_the_rules_refuse_in_chinese_as_before(letters: LettersDesk) -> None:
    assert "chen 的角色是研判员，审核须为审核员、管理员" in step(letters.client("chen"), 1, "approve").text


def test_an_edit_of_the_watchlist_is_refused_in_english(desk: ServedDesk) -> None:
    client = english(desk.client("admin"))
    page = client.get("/watchlist/organs/mem")
    fields = {"token": page.field("token"), "seen": page.field("seen"), "name": "", "domains": "mem.gov.cn"}
    answer = client.post("/watchlist/organs/mem", **fields)
    assert answer.status == 400
    assert "Official name: must have at least 2 characters" in answer.text
    fields = {"token": page.field("token"), "name": "bad host", "why": "x"}
    assert "Host: bad host: a host holds no blank" in client.post("/watchlist/lawful", **fields).text
