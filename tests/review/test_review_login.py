"""Logging in, sessions, form tokens, the lock-out, and what every answer says to the browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

from review.headers import FIXED, LONGEST_FORM
from review.routes.login import own_page
from review.secret import LENGTH, app_key
from review.session import COOKIE, Sessions, new_session
from tests.review.review_desk import PASSWORD, Client, ServedDesk
from zhenwei.errors import SettingsError
from zhenwei.store.accounts import get_account, reset_password
from zhenwei.store.logins import FAILURES


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    """A desk for tests that leave nothing behind."""
    with ServedDesk(tmp_path_factory.mktemp("shared")) as served:
        served.case()
        yield served


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


@pytest.mark.parametrize("path", ["/", "/queue", "/cases/1", "/cases/1/source/1", "/pictures/1.webp", "/reports"])
def test_nothing_is_shown_to_nobody(shared: ServedDesk, path: str) -> None:
    answer = shared.client().get(path)
    assert answer.status == 303
    assert answer.headers["location"].startswith("/login")


def test_the_way_back_after_the_log_in(shared: ServedDesk) -> None:
    client = shared.client()
    asked = client.get("/cases/7").headers["location"]
    assert 'name="next" value="/cases/7"' in client.get(asked).text
    assert client.log_in("viewer", next_page="/cases/7").headers["location"] == "/cases/7"


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("/cases/7", True),
        ("/queue", True),
        ("/", True),
        ("/queue?q=%E5%8A%9E%E8%AF%81&state=all", True),
        ("/queue?q=//evil.example", False),
        ("/?\r\nSet-Cookie:a=b", False),
        ("//evil.example/", False),
        ("/\\evil.example", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("/cases/7\r\nSet-Cookie: a=b", False),
        ("/queue\n", False),
        ("", False),
    ],
)
def test_where_a_log_in_may_lead(path: str, kept: bool) -> None:
    assert own_page(path) == (path if kept else "/")


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(shared: ServedDesk) -> None:
    cookie = shared.client().log_in("viewer").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_a_log_in_changes_the_session_id(shared: ServedDesk) -> None:
    client = shared.client()
    client.get("/login")
    before = client.cookies[COOKIE]
    client.log_in("viewer")
    sessions = Sessions(app_key(shared.settings.data_dir))
    old, new = sessions.read(before), sessions.read(client.cookies[COOKIE])
    assert old is not None
    assert new is not None
    assert old.sid != new.sid


@pytest.mark.parametrize(
    ("sent", "page"),
    [
        ("/cases/7/decision", "/cases/7"),
        ("/cases/7/opinions/3/recall", "/cases/7"),
        ("/letters/3/steps/approve", "/letters/3"),
        ("/letters/3/edit", "/letters/3/edit"),
        ("/queue/decision", "/queue"),
        ("/clocks/done", "/clocks"),
        ("/accounts/2/role", "/accounts"),
        ("/reports/new", "/reports/new"),
        ("/logout", ""),
    ],
)
def test_a_form_sent_too_late_leads_back_to_its_page(shared: ServedDesk, sent: str, page: str) -> None:
    asked = shared.client().post(sent).headers["location"]
    assert unquote(asked) == (f"/login?next={page}" if page else "/login")


@pytest.mark.parametrize("name", ["analyst", "nobody", ""])
def test_a_wrong_password_says_no_more_than_that(desk: ServedDesk, name: str) -> None:
    answer = desk.client().log_in(name, "a wrong password")
    assert answer.status == 401
    assert "账号或口令不正确" in answer.text


def test_a_cookie_that_was_touched_is_nobody(shared: ServedDesk) -> None:
    client = shared.client("admin")
    client.cookies[COOKIE] = "x" + client.cookies[COOKIE][1:]
    assert client.get("/").status == 303


def test_a_disabled_account_is_out_at_once(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    assert client.get("/queue").status == 200
    with desk.store.transaction() as session:
        get_account(session, "analyst").disabled = True
    assert client.get("/queue").status == 303
    assert desk.client().log_in("analyst").status == 401


def test_a_new_password_ends_old_sessions(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    with desk.store.transaction() as session:
        reset_password(session, "analyst", "kettle harbour nine lamps")
    assert client.get("/queue").status == 303


def test_logging_out(shared: ServedDesk) -> None:
    client = shared.client("viewer")
    assert client.post("/logout", token=client.get("/").field("token")).status == 303
    assert client.get("/").status == 303


@pytest.mark.parametrize("path", ["/login", "/logout", "/cases/1/decision"])
@pytest.mark.parametrize("token", ["", "0" * 64, "中文"])
def test_a_form_without_its_token_is_refused(shared: ServedDesk, path: str, token: str) -> None:
    client = shared.client("analyst")
    answer = client.post(path, token=token, name="admin", password=PASSWORD, word="confirmed", seen="1-0", why="why")
    assert answer.status == 403


def test_another_sessions_token_does_not_fit(shared: ServedDesk) -> None:
    foreign = shared.client("admin").get("/").field("token")
    answer = shared.client("analyst").post("/cases/1/decision", token=foreign, seen="1-0", word="hold", why="why")
    assert answer.status == 403


def test_repeated_failures_lock_the_name_out(desk: ServedDesk) -> None:
    client = Client(desk.port)
    for _ in range(FAILURES):
        assert client.log_in("analyst", "a wrong password").status == 401
    assert client.log_in("analyst").status == 429
    assert client.log_in("viewer").status == 303


@pytest.mark.parametrize("path", ["/login", "/queue", "/static/desk.css", "/static/nothing", "/nothing"])
def test_every_answer_carries_the_headers(shared: ServedDesk, path: str) -> None:
    answer = shared.client("viewer").get(path)
    assert FIXED.items() <= answer.headers.items()
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_pages_stay_out_of_caches(shared: ServedDesk) -> None:
    assert shared.client("viewer").get("/queue").headers["cache-control"] == "no-store"


def test_a_form_of_no_size_of_ours_is_refused(shared: ServedDesk) -> None:
    client = shared.client("analyst")
    assert client.post("/login", token="x" * LONGEST_FORM).status == 413


def test_no_description_of_the_interface_is_served(shared: ServedDesk) -> None:
    for path in ("/docs", "/redoc", "/openapi.json"):
        assert shared.client("admin").get(path).status == 404


def test_the_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = app_key(tmp_path / "new")
    path = tmp_path / "new" / "review.key"
    assert len(key) == LENGTH
    assert path.stat().st_mode & 0o777 == 0o600
    assert app_key(tmp_path / "new") == key
    assert [p.name for p in (tmp_path / "new").iterdir()] == ["review.key"]


def test_a_key_that_others_may_read_or_that_is_short_is_refused(tmp_path: Path) -> None:
    app_key(tmp_path)
    path = tmp_path / "review.key"
    path.chmod(0o644)
    with pytest.raises(SettingsError, match="chmod 600"):
        app_key(tmp_path)
    path.chmod(0o600)
    path.write_bytes(b"short")
    with pytest.raises(SettingsError, match="已损坏"):
        app_key(tmp_path)


def test_a_session_of_another_key_is_nobody() -> None:
    cookie = Sessions(b"a" * LENGTH).write(new_session(opened=True))
    assert Sessions(b"b" * LENGTH).read(cookie) is None
    assert Sessions(b"a" * LENGTH).read("") is None


def test_a_page_that_is_not_there_keeps_the_ways_on(shared: ServedDesk) -> None:
    answer = shared.client("viewer").get("/no-such-page")
    assert answer.status == 404
    assert 'href="/queue"' in answer.text
    assert 'href="/queue"' not in shared.client().get("/no-such-page").text
