"""Ways around the guard that others have tried elsewhere: methods, spellings of paths, tokens, cookies."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from review.rights import MAY, ROUTES, SAFE, Right
from tests.review.review_desk import PASSWORD, Client, ServedDesk
from tests.review.test_review_rights import sample
from zhenwei.store.models import AccountRow, CaseRow
from zhenwei.store.note_tables import CaseNoteRow

FORM = "application/x-www-form-urlencoded"
READ = [
    path
    for path in (r.removeprefix("GET ") for r in ROUTES if r.startswith("GET "))
    if ROUTES[f"GET {path}"] not in (Right.PUBLIC, Right.TOKEN)
]


@dataclass(frozen=True)
class Raw:
    """An answer with every header that it came with."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path_factory.mktemp("attacks")) as served:
        served.case()
        yield served


def ask(
    desk: ServedDesk,
    method: str,
    path: str,
    *,
    client: Client | None = None,
    body: str | bytes = b"",
    headers: Mapping[str, str] | None = None,
) -> Raw:
    """Send a request with any header, as no browser would."""
    cookies = "; ".join(f"{name}={value}" for name, value in (client.cookies if client else {}).items())
    connection = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
    sent = ({"Cookie": cookies} if cookies else {}) | ({"Content-Type": FORM} if body else {}) | dict(headers or {})
    connection.request(method, path, body or None, sent)
    answer = connection.getresponse()
    found = Raw(answer.status, answer.getheaders(), answer.read())
    connection.close()
    return found


def token_of(client: Client) -> str:
    return client.get("/login").field("token")


def notes(desk: ServedDesk) -> int:
    with desk.store.reading() as session:
        return len(session.scalars(select(CaseNoteRow)).all())


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "TRACE", "PUT", "PATCH", "DELETE", "PROPFIND", "get", "QUERY"])
def test_other_methods_show_and_change_nothing(desk: ServedDesk, method: str) -> None:
    admin = desk.client("admin")
    for path in (*READ, *(r.removeprefix("POST ") for r in ROUTES if r.startswith("POST "))):
        for client in (None, admin):
            found = ask(
                desk, method, sample(path), client=client, headers={"x-form-token": token_of(admin)} if client else {}
            )
            assert found.status in (303, 400, 401, 403, 404, 405, 501), (method, path, found.status)
            assert b"</table>" not in found.body, path


@pytest.mark.parametrize(
    "spell",
    [
        lambda path: path + "/",
        lambda path: path.upper(),
        lambda path: "/." + path,
        lambda path: "/x/.." + path,
        lambda path: "/%2e" + path,
        lambda path: "/x/%2e%2e" + path,
        lambda path: "/" + path,
        lambda path: "/static/.." + path,
        lambda path: "/static/%2e%2e" + path,
        lambda path: path + "%00",
        lambda path: path + ";x=1",
        lambda path: path + "%20",
        lambda path: path.replace("/", "%2f"),
        lambda path: "/" + path.replace("/", "\\"),
        lambda path: path + "?/../login",
        lambda path: "/login/.." + path,
        lambda path: "/api/v1/.." + path,
        lambda path: f"http://127.0.0.1{path}",
    ],
)
def test_no_spelling_of_a_path_leads_past_the_log_in(desk: ServedDesk, spell) -> None:  # type: ignore[no-untyped-def]
    for path in READ:
        found = ask(desk, "GET", spell(sample(path)).replace(" ", "%20"))
        assert found.status in (303, 307, 400, 401, 404, 405), (path, found.status)
        for to in found.all("location"):
            assert to.startswith(("/login", f"http://127.0.0.1:{desk.port}/")), to


@pytest.mark.parametrize("role", ["viewer", "analyst"])
def test_nor_past_the_table(desk: ServedDesk, role: str) -> None:
    client = desk.client(role)
    for path in (p for p in READ if role not in MAY[ROUTES[f"GET {p}"]]):
        for spelled in (path + "/", "/./" + path[1:], "//" + path[1:], path.upper(), path + "?token=x", path + ";a"):
            found = ask(desk, "GET", sample(spelled), client=client)
            assert found.status in (307, 400, 403, 404), (spelled, found.status)


def test_a_token_counts_only_where_forms_put_it(desk: ServedDesk) -> None:
    client, before = desk.client("analyst"), notes(desk)
    token, foreign, empty = token_of(client), token_of(desk.client("analyst")), ""
    form, path = {"Content-Type": FORM}, "/cases/1/notes"
    multipart = '--b\r\nContent-Disposition: form-data; name="token"; filename="t"\r\n\r\n' + token + "\r\n--b--\r\n"
    bodies: list[tuple[str, str, dict[str, str]]] = [
        (f"{path}?token={token}", "text=x", form),
        (path, f"text=x&token={foreign}", form),
        (path, f"text=x&token={token}&token={foreign}", form),
        (path, f"text=x&token={token}&token={empty}", form),
        (path, f"text=x&TOKEN={token}", form),
        (path, f"text=x&token[]={token}", form),
        (path, f"text=x&token={token}%00", form),
        (path, f"text=x&token=%20{token}", form),
        (path, json.dumps({"text": "x", "token": token}), {"Content-Type": "application/json"}),
        (path, f"text=x&token={token}", {"Content-Type": "text/plain"}),
        (path, f"text=x&token={token}", {"Content-Type": ""}),
        (path, multipart, {"Content-Type": "multipart/form-data; boundary=b"}),
        (path, "text=x", form | {"x-form-token": foreign}),
        (path, "text=x", form | {"x-csrf-token": token, "x-xsrf-token": token}),
        (path, f"text=x&token={token}", form | {"x-form-token": foreign}),
        (path, "text=x", form | {"Cookie": f"zhenwei_session={client.cookies['zhenwei_session']}; token={token}"}),
    ]
    for address, body, headers in bodies:
        assert ask(desk, "POST", address, client=client, body=body, headers=headers).status == 403, (
            address,
            body,
            headers,
        )
    assert notes(desk) == before
    assert ask(desk, "POST", path, client=client, body=f"text=x&token={token}").status == 303
    assert notes(desk) == before + 1


@pytest.mark.parametrize("name", ["x-http-method-override", "x-method-override", "x-http-method", "_method"])
def test_a_method_cannot_be_overridden(desk: ServedDesk, name: str) -> None:
    client, before = desk.client("admin"), notes(desk)
    for method in ("GET", "POST"):
        path = f"/cases/1/notes?_method=POST&text=x&token={token_of(client)}"
        found = ask(desk, method, path, client=client, headers={name: "POST" if method == "GET" else "GET"})
        assert found.status in (403, 405)
    assert notes(desk) == before
    assert ask(desk, "POST", "/login?_method=GET", body="_method=GET", headers={name: "GET"}).status == 403


def test_a_session_that_was_planted_before_the_log_in_is_not_the_one_after(desk: ServedDesk) -> None:
    thief = desk.client()
    thief.get("/login")
    planted = dict(thief.cookies)
    victim = desk.client()
    victim.cookies = dict(planted)
    assert victim.log_in("analyst").status == 303
    assert victim.cookies["zhenwei_session"] != planted["zhenwei_session"]
    assert thief.get("/queue").status == 303
    assert thief.post("/cases/1/notes", token=token_of(thief), text="x").status == 303, "still nobody"


def test_an_old_cookie_and_an_old_token_end_with_their_session(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    old, token = dict(client.cookies), token_of(client)
    client.post("/logout", token=token)
    late = desk.client()
    late.cookies = old
    assert late.get("/queue").status == 303
    assert late.post("/cases/1/notes", token=token, text="x").headers["location"].startswith("/login")
    again = desk.client("analyst")
    assert again.post("/cases/1/notes", token=token, text="x").status == 403, "the token of a session before"


def test_a_role_taken_away_is_gone_with_the_next_request(desk: ServedDesk) -> None:
    client = desk.client("reviewer")
    token = token_of(client)
    for role, disabled, status in (("viewer", False, 403), ("reviewer", True, 303)):
        with desk.store.transaction() as session:
            row = session.scalars(select(AccountRow).filter_by(name="reviewer")).one()
            row.role, row.disabled = role, disabled
        found = ask(desk, "POST", "/cases/1/notes", client=client, body=f"text=x&token={token}")
        assert found.status == status
    with desk.store.transaction() as session:
        row = session.scalars(select(AccountRow).filter_by(name="reviewer")).one()
        row.role, row.disabled = "reviewer", False


@pytest.mark.parametrize(("scheme", "secure"), [("https", True), ("http", False), ("javascript", False), ("", False)])
def test_flags_of_every_cookie(desk: ServedDesk, scheme: str, secure: bool) -> None:
    found = ask(desk, "GET", "/login?lang=en&look=dark", headers={"X-Forwarded-Proto": scheme})
    cookies = [cookie.lower() for cookie in found.all("set-cookie")]
    assert len(cookies) == 3
    for cookie in cookies:
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
        assert "path=/" in cookie
        assert "domain=" not in cookie
        assert ("; secure" in cookie) is secure, cookie


@pytest.mark.parametrize(
    "to",
    [
        "//127.0.0.1:9/x",
        "http://127.0.0.1:9/",
        "\\\\127.0.0.1:9",
        "/\\127.0.0.1:9",
        "/%2f127.0.0.1:9",
        "javascript:x",
        "/\t/127.0.0.1:9",
        "/\r\nlocation: //x",
        "https:127.0.0.1",
        "///x",
        "@127.0.0.1",
        "/queue?x=//y",
        "data:text/html,x",
        "/.//x",
        "／／x",
        "/\u2028/x",
    ],
)
def test_a_log_in_leads_nowhere_else(desk: ServedDesk, to: str) -> None:
    client = desk.client()
    answer = client.post("/login", token=client.get("/login").field("token"), name="viewer", password=PASSWORD, next=to)
    assert answer.status == 303
    assert answer.headers["location"] == "/"


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1@evil.example", "a b", "<script>", "x" * 3000]
)
def test_whatever_host_is_claimed_no_answer_repeats_it(desk: ServedDesk, host: str) -> None:
    client = desk.client("admin")
    claimed = {"Host": host, "X-Forwarded-Host": host, "X-Original-URL": "/accounts", "X-Rewrite-URL": "/accounts"}
    for path in ("/", "/queue/", "/login", "/cases/1/", "/nothing", "/queue/next?of=1", "/static", "/api/v1/export/"):
        for asking in (None, client):
            found = ask(desk, "GET", path, client=asking, headers=claimed)
            assert found.status < 500
            assert b"evil.example" not in found.body
            for to in found.all("location"):
                assert to.startswith("/"), (path, to)


def test_a_client_cannot_claim_another_address_than_its_own_from_afar(desk: ServedDesk) -> None:
    """``X-Forwarded-For`` is believed of this machine only; what is no address is text and harms nobody."""
    for claimed in ("<script>", "' OR 1=1--", "1.2.3.4, 5.6.7.8", "\xff" * 50):
        client = desk.client()
        page = client.get("/login")
        body = f"token={page.field('token')}&name=x&password=y"
        found = ask(desk, "POST", "/login", client=client, body=body, headers={"X-Forwarded-For": claimed})
        assert found.status in (401, 429)
    log = desk.client("admin").get("/audit")
    assert log.status == 200
    assert "<script>'" not in log.text


def test_nothing_was_changed_by_all_this(desk: ServedDesk) -> None:
    with desk.store.reading() as session:
        assert {row.state for row in session.scalars(select(CaseRow))} == {"new"}
    assert {method for method, _path in (route.split(" ") for route in ROUTES)} == {"GET", "POST"}
    assert set(SAFE) == {"GET", "HEAD", "OPTIONS"}
