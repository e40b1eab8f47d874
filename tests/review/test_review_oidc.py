"""Logging in by a provider that is really served: whom it opens the desk to, and every bent token that it does not."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from review.app import create_app
from tests.review.oidc_provider import CLIENT, SECRET, LocalProvider
from tests.review.review_desk import Answer, Client, ServedDesk, settings_in
from zhenwei.errors import SettingsError
from zhenwei.store.accounts import add_account, get_account, set_disabled
from zhenwei.store.audit import rows


@pytest.fixture
def provider() -> Iterator[LocalProvider]:
    with LocalProvider() as served:
        yield served


@pytest.fixture
def desk(tmp_path: Path, provider: LocalProvider) -> Iterator[ServedDesk]:
    (tmp_path / "secret").write_text(SECRET + "\n", "utf-8")
    more: dict[str, Any] = {
        "oidc_issuer": provider.issuer,
        "oidc_client_id": CLIENT,
        "oidc_secret_file": tmp_path / "secret",
        "oidc_desk_url": "http://desk.example",
        "oidc_roles": ("zw-desk=analyst", "zw-admins=admin"),
    }
    with ServedDesk(tmp_path, **more) as served:
        yield served


def leave(client: Client, provider: LocalProvider, next_page: str = "/") -> str:
    """Go to the provider as a browser would; return the path that it sends the browser back to."""
    to = urlsplit(client.get(f"/login/oidc?next={next_page}").headers["location"])
    connection = http.client.HTTPConnection(to.netloc, timeout=30)
    connection.request("GET", f"{to.path}?{to.query}")
    back = urlsplit(connection.getresponse().headers["location"])
    connection.close()
    assert back.netloc == "desk.example"
    return f"{back.path}?{back.query}"


def travel(client: Client, provider: LocalProvider, next_page: str = "/") -> Answer:
    return client.get(leave(client, provider, next_page))


def reasons(desk: ServedDesk) -> list[str]:
    with desk.store.reading() as session:
        return [row.detail for row in rows(session) if row.act == "login.refused"]


def test_somebody_new_gets_an_account_with_the_role_of_the_claim(desk: ServedDesk, provider: LocalProvider) -> None:
    client = desk.client()
    assert "/login/oidc" in client.get("/login").text
    answer = travel(client, provider, "/queue")
    assert (answer.status, answer.headers["location"]) == (303, "/queue")
    assert client.get("/reports/new").status == 200
    assert client.get("/accounts").status == 403
    with desk.store.reading() as session:
        account = get_account(session, "wang")
        assert (account.role, account.identity) == ("analyst", f"{provider.issuer} 7")
    assert provider.refused == []
    assert desk.client().log_in("wang", "").status == 401, "no password opens it"


def test_what_is_asked_of_the_provider(desk: ServedDesk) -> None:
    asked = parse_qs(urlsplit(desk.client().get("/login/oidc").headers["location"]).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["state"][0]) >= 32
    assert len(asked["nonce"][0]) >= 32
    assert asked["redirect_uri"] == ["http://desk.example/login/oidc/back"]


def test_the_role_follows_the_claim_and_the_person_the_subject(desk: ServedDesk, provider: LocalProvider) -> None:
    travel(desk.client(), provider)
    provider.person = {"sub": "7", "preferred_username": "renamed", "roles": ["zw-desk", "zw-admins"]}
    client = desk.client()
    assert travel(client, provider).status == 303
    assert client.get("/accounts").status == 200
    with desk.store.reading() as session:
        assert get_account(session, "wang").role == "admin"


def test_a_disabled_account_stays_out(desk: ServedDesk, provider: LocalProvider) -> None:
    client = desk.client()
    travel(client, provider)
    with desk.store.transaction() as session:
        set_disabled(session, "wang", True)
    assert client.get("/").status == 303
    assert travel(client, provider).status == 403
    assert client.get("/").headers["location"] == "/login"
    assert reasons(desk) == ["账号已停用：wang"]


@pytest.mark.parametrize("held", [["others"], [], None, "zw-desks", 7, {"a": 1}])
def test_without_a_role_nobody_comes_in(desk: ServedDesk, provider: LocalProvider, held: Any) -> None:
    provider.person["roles"] = held
    assert travel(desk.client(), provider).status == 403


@pytest.mark.parametrize("name", ["admin", "", "a\u202eb", "x" * 100])
def test_a_name_takes_no_account_over(desk: ServedDesk, provider: LocalProvider, name: str) -> None:
    provider.person["preferred_username"] = name
    assert travel(desk.client(), provider).status == 403


def test_an_account_made_for_the_provider_is_taken_once(desk: ServedDesk, provider: LocalProvider) -> None:
    with desk.store.transaction() as session:
        add_account(session, "wang", "viewer", "")
    assert travel(desk.client(), provider).status == 303
    provider.person["sub"] = "8"
    assert travel(desk.client(), provider).status == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"iss": "http://127.0.0.1:1"},
        {"aud": "another client"},
        {"aud": ["another client", "a third"]},
        {"nonce": "of another journey"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"azp": "another client"},
        {"iat": 99999999999},
    ],
)
def test_a_token_that_is_not_for_us_now(desk: ServedDesk, provider: LocalProvider, wrong: dict[str, Any]) -> None:
    provider.wrong = wrong
    client = desk.client()
    assert travel(client, provider).status == 403
    assert client.get("/").headers["location"] == "/login"
    assert len(reasons(desk)) == 1


@pytest.mark.parametrize("signed_by", ["none", "secret", "stranger"])
def test_a_token_that_the_provider_did_not_sign(desk: ServedDesk, provider: LocalProvider, signed_by: str) -> None:
    provider.signed_by = signed_by
    assert travel(desk.client(), provider).status == 403


def test_a_journey_of_somebody_else_does_not_end_here(desk: ServedDesk, provider: LocalProvider) -> None:
    mine, attacker = desk.client(), desk.client()
    back = leave(attacker, provider)
    assert mine.get(back).status == 403, "no journey"
    leave(mine, provider)
    assert mine.get(back).status == 403, "the state of another"
    assert travel(attacker, provider).status == 303


def test_a_code_works_once(desk: ServedDesk, provider: LocalProvider) -> None:
    client = desk.client()
    back = leave(client, provider)
    cookies = dict(client.cookies)
    assert client.get(back).status == 303
    again = desk.client()
    again.cookies = cookies
    assert again.get(back).status == 403
    assert provider.refused == ["code"]


def test_somebody_who_says_no_and_a_provider_that_is_away(desk: ServedDesk, provider: LocalProvider) -> None:
    provider.denies = True
    assert travel(desk.client(), provider).status == 403
    assert desk.client().get("/login/oidc/back").status == 403
    assert desk.client().get("/login/oidc/back?state=x&code=y").status == 403


def test_nothing_is_there_where_no_provider_is_set(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as plain:
        assert plain.client().get("/login/oidc").status == 404
        assert "/login/oidc" not in plain.client().get("/login").text


def test_a_provider_that_is_away_is_one_sentence(tmp_path: Path) -> None:
    more: dict[str, Any] = {
        "oidc_issuer": "http://127.0.0.1:1",
        "oidc_client_id": CLIENT,
        "oidc_desk_url": "http://desk.example",
    }
    with ServedDesk(tmp_path, **more) as served:
        assert served.client().get("/login/oidc").status == 403
        assert served.client().log_in("viewer").status == 303


def test_half_a_configuration_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="OIDC_CLIENT_ID"):
        create_app(settings_in(tmp_path).model_copy(update={"oidc_issuer": "https://id.example"}))
