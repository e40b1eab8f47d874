"""The accounts page, the forced change of a password, and what the audit log tells of all that."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import extract_parameters

from tests.review.review_desk import PASSWORD, Answer, Client, ServedDesk
from zhenwei.clock import now
from zhenwei.store.account_tables import AuditRow, DeskSessionRow
from zhenwei.store.accounts import add_account, get_account
from zhenwei.store.audit import record, rows, verify

NEW = "seven quiet rivers bend"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def act(client: Client, desk: ServedDesk, name: str, what: str, **fields: str) -> Answer:
    """Press a button of the accounts page."""
    with desk.store.reading() as session:
        number = get_account(session, name).id
    return client.post(f"/accounts/{number}/{what}", token=client.get("/accounts").field("token"), **fields)


def told(desk: ServedDesk) -> list[tuple[str, str, str, str]]:
    with desk.store.reading() as session:
        assert verify(session).broken_at == 0
        return [(row.kind, row.who, row.act, row.about) for row in rows(session)]


def eventually(desk: ServedDesk, condition: Callable[[], bool]) -> bool:
    """Wait for what the desk writes after its answer; each look is a request of its own."""
    return any(condition() or desk.client().get("/login").status != 200 for _ in range(500))


def secret(answer: Answer) -> str:
    found = re.search(r'<code class="secret">([^<]+)</code>', answer.text)
    assert found
    return found[1]


def change(client: Client, old: str, new: str, again: str = "") -> Answer:
    token = client.get("/password").field("token")
    return client.post("/password", token=token, old=old, new=new, again=again or new)


def test_a_new_account_sees_nothing_before_its_password_is_its_own(desk: ServedDesk) -> None:
    admin = desk.client("admin")
    made = admin.post("/accounts", token=admin.get("/accounts").field("token"), name="wang", role="analyst")
    first = secret(made)
    client = desk.client()
    assert client.log_in("wang", first).status == 303
    for path in ("/", "/queue", "/cases/1", "/reports/new"):
        assert client.get(path).headers["location"] == "/password"
    assert client.post("/reports/new", token=client.get("/password").field("token")).headers["location"] == "/password"
    assert change(client, first, NEW).headers["location"] == "/"
    assert client.get("/queue").status == 200
    assert desk.client().log_in("wang", first).status == 401
    assert first not in str(told(desk))


@pytest.mark.parametrize(
    ("old", "new", "again", "said"),
    [
        ("not the password", NEW, NEW, "现用口令不正确"),
        (PASSWORD, NEW, NEW + "x", "两次输入"),
        (PASSWORD, "short", "short", "至少要 10 个字符"),
        (PASSWORD, "1qaz2wsx3edc", "1qaz2wsx3edc", "过于常见"),
        (PASSWORD, "my name is analyst", "my name is analyst", "不能包含账号名"),
        (PASSWORD, PASSWORD, PASSWORD, "不能与现用口令相同"),
    ],
)
def test_what_is_no_change(desk: ServedDesk, old: str, new: str, again: str, said: str) -> None:
    client = desk.client("analyst")
    answer = change(client, old, new, again)
    assert answer.status == 400
    assert said in answer.text
    assert desk.client().log_in("analyst").status == 303


def test_a_change_ends_the_other_sessions_and_goes_on_here(desk: ServedDesk) -> None:
    here, elsewhere = desk.client("analyst"), desk.client("analyst")
    assert change(here, PASSWORD, NEW).status == 303
    assert here.get("/queue").status == 200
    assert elsewhere.get("/queue").status == 303


def test_a_role_counts_at_the_next_request(desk: ServedDesk) -> None:
    client, admin = desk.client("viewer"), desk.client("admin")
    assert client.get("/reports/new").status == 403
    assert act(admin, desk, "viewer", "role", role="analyst").status == 303
    assert client.get("/reports/new").status == 200
    assert act(admin, desk, "viewer", "role", role="king").status == 400


def test_disabling_and_logging_out_everywhere(desk: ServedDesk) -> None:
    first, second, admin = desk.client("analyst"), desk.client("analyst"), desk.client("admin")
    assert act(admin, desk, "analyst", "logout").status == 303
    assert (first.get("/").status, second.get("/").status) == (303, 303)
    again = desk.client("analyst")
    assert act(admin, desk, "analyst", "disable").status == 303
    assert again.get("/").status == 303
    assert desk.client().log_in("analyst").status == 401
    assert act(admin, desk, "analyst", "enable").status == 303
    assert again.get("/").status == 303, "what ended stays ended"
    assert desk.client().log_in("analyst").status == 303


def test_a_reset_gives_a_first_password(desk: ServedDesk) -> None:
    client, admin = desk.client("analyst"), desk.client("admin")
    fresh = secret(act(admin, desk, "analyst", "reset"))
    assert client.get("/").headers["location"] == "/login"
    assert desk.client().log_in("analyst").status == 401
    client = desk.client()
    assert client.log_in("analyst", fresh).status == 303
    assert client.get("/").headers["location"] == "/password"


def test_the_last_administrator_cannot_lock_everybody_out(desk: ServedDesk) -> None:
    admin = desk.client("admin")
    for what in ("disable", "role"):
        answer = act(admin, desk, "admin", what, role="viewer")
        assert answer.status == 409
        assert "唯一可用的管理员" in answer.text


def test_a_lock_is_shown_and_opened(desk: ServedDesk) -> None:
    for _ in range(5):
        desk.client().log_in("analyst", "a wrong password")
    assert desk.client().log_in("analyst").status == 429
    admin = desk.client("admin")
    assert "暂停登录" in admin.get("/accounts").text
    assert act(admin, desk, "analyst", "unlock").status == 303
    assert desk.client().log_in("analyst").status == 303


def test_a_weak_hash_is_made_anew_at_the_log_in_and_other_sessions_stay(desk: ServedDesk) -> None:
    with desk.store.reading() as session:
        assert extract_parameters(get_account(session, "viewer").password_hash).memory_cost == 8
    first, second = desk.client(), desk.client()
    assert [one.log_in("viewer").status for one in (first, second)] == [303, 303]
    with desk.store.reading() as session:
        assert extract_parameters(get_account(session, "viewer").password_hash).memory_cost >= 65536
    assert (first.get("/").status, second.get("/").status) == (200, 200)


def test_a_session_runs_out_and_its_use_is_kept(desk: ServedDesk) -> None:
    client = desk.client("viewer")

    def used(ago: timedelta) -> None:
        with desk.store.transaction() as session:
            for row in session.query(DeskSessionRow):
                row.seen_at = now() - ago

    used(timedelta(minutes=30))
    assert client.get("/").status == 200

    def fresh() -> bool:
        with desk.store.reading() as session:
            return all(now() - row.seen_at < timedelta(minutes=5) for row in session.query(DeskSessionRow))

    assert eventually(desk, fresh)
    used(timedelta(minutes=61))
    assert client.get("/").headers["location"] == "/login"


def test_a_cookie_from_before_a_log_out_is_worth_nothing(desk: ServedDesk) -> None:
    client = desk.client("viewer")
    stolen = dict(client.cookies)
    client.post("/logout", token=client.get("/").field("token"))
    client.cookies = stolen
    assert client.get("/").status == 303


def test_the_log_tells_who_did_what(desk: ServedDesk) -> None:
    case = desk.case()
    client, admin = desk.client(), desk.client()
    client.log_in("analyst")
    admin.log_in("admin")
    desk.client().log_in("viewer", "a wrong password")
    client.get(f"/cases/{case}")
    client.decide(case, "hold", "to be seen")
    client.get("/accounts")
    act(admin, desk, "viewer", "disable")
    expected = [
        ("login", "analyst", "login", ""),
        ("login", "admin", "login", ""),
        ("login", "viewer", "login.failed", ""),
        ("seen", "analyst", "GET /cases/{case_id}", f"/cases/{case}"),
        ("changed", "analyst", "POST /cases/{case_id}/decision", f"/cases/{case}/decision"),
        ("refused", "analyst", "GET /accounts", "/accounts"),
        ("admin", "admin", "POST /accounts/{account_id}/disable", "/accounts/1/disable"),
    ]
    assert eventually(desk, lambda: set(expected) <= set(told(desk))), set(expected) - set(told(desk))
    page = admin.get("/audit?who=analyst&kind=seen")
    assert f"/cases/{case}" in page.text
    assert "/accounts/1/disable" not in page.text
    assert re.search(r"<code>[0-9a-f]{64}</code>", admin.get("/audit").text)


def test_nothing_is_changed_in_silence_when_the_log_cannot_be_written(
    desk: ServedDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk.client("admin")
    monkeypatch.setattr("review.trail._write", lambda _desk, _entry: False)
    assert act(client, desk, "viewer", "logout").status == 503


def test_old_rows_are_a_page_away_and_hostile_names_are_text(desk: ServedDesk) -> None:
    from zhenwei.store.audit import record

    with desk.store.transaction() as session:
        add_account(session, "<script>alert(1)</script>", "viewer", "")
        for number in range(120):
            record(session, "seen", "<img src=x onerror=alert(1)>", "GET /", f"/{number}")
    admin = desk.client("admin")
    first = admin.get("/audit").text
    older = re.search(r'href="(/audit\?[^"]+before=\d+)"', first)
    assert older
    second = admin.get(older[1].replace("&amp;", "&")).text
    assert "/119" in first
    assert "/3</bdi>" in second
    for text in (first, second, admin.get("/accounts").text):
        assert "<img" not in text
        assert "<script>" not in text


def test_the_pages_speak_both_languages(desk: ServedDesk) -> None:
    admin = desk.client("admin")
    for path, word in (("/accounts", "Open sessions"), ("/audit", "Audit log"), ("/password", "New password")):
        assert word in admin.get(f"{path}?lang=en").text


def test_rows_are_numbered_without_gaps(desk: ServedDesk) -> None:
    desk.client().log_in("viewer")
    with desk.store.reading() as session:
        assert [row.n for row in session.query(AuditRow).order_by(AuditRow.n)] == [1]


def test_the_log_is_narrowed_to_a_case_and_to_days(desk: ServedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    with desk.store.transaction() as session:
        for number, (about, day) in enumerate((("/cases/7", 1), ("/cases/7/notes", 2), ("/cases/71", 3)), 1):
            moment = datetime(2026, 11, day, 16, 30, tzinfo=UTC)  # 00:30 of the next day in Beijing
            monkeypatch.setattr("zhenwei.store.audit.now", lambda moment=moment: moment)
            record(session, "seen", f"person-{number}", "GET /cases/{case_id}", about)
    monkeypatch.undo()
    client = desk.client("admin")

    def shown(query: str) -> set[str]:
        return set(re.findall(r"person-\d", client.get(f"/audit?{query}").text))

    assert shown("about=/cases/7") == {"person-1", "person-2"}
    assert shown("since=2026-11-03") >= {"person-2", "person-3"}
    assert shown("since=2026-11-02&until=2026-11-03") == {"person-1", "person-2"}
    assert shown("since=9999-12-31&until=soon") == {"person-1", "person-2", "person-3"}
    assert 'href="/cases/71"' in client.get("/audit?about=/cases/71").text
