"""Every route with every role and with nobody: the table in ``review/rights.py`` is what really happens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import Mount

from review.api.app import ROOT, create_api
from review.app import create_app
from review.rights import MAY, OPEN_MOUNTS, ROUTES, SAFE, TOLD_BY_ROUTE, TRACED, Right, right_of
from tests.review.review_desk import Answer, Client, ServedDesk, settings_in
from zhenwei.store.accounts import ROLES

# Path parameters that need a shape of their own; everything else is asked with "1".
SAMPLES = {"number": "JB20261122-0001", "account_id": "999"}
NOBODY = ""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return create_app(settings_in(tmp_path_factory.mktemp("routes")))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path_factory.mktemp("rights")) as served:
        served.case()
        yield served


def declared(app: FastAPI) -> list[str]:
    """Return ``METHOD path`` of every route that the application has, those of the interface for programs too."""
    api = create_api(app.state.desk)
    return [
        f"{method} {root}{route.path}"
        for root, part in (("", app), (ROOT, api))
        for route in iter_route_contexts(part.routes)
        if isinstance(route.original_route, APIRoute)
        for method in sorted(route.methods or ())
    ]


def sample(path: str) -> str:
    """Return a path that a route takes."""
    parts = path.split("{")
    filled = parts[0]
    for part in parts[1:]:
        name, rest = part.split("}", 1)
        filled += SAMPLES.get(name.split(":")[0], "1") + rest
    return filled


def ask(client: Client, method: str, path: str, token: str = "") -> Answer:
    """Ask a route as a browser would; with ``token`` as its own form would."""
    if method in SAFE:
        return client.get(sample(path))
    return client.ask(method, sample(path), f"token={token}")


def logged_in(desk: ServedDesk, role: str, cookies: dict[str, dict[str, str]], *, anew: bool) -> Client:
    """Return a browser with a role's session; the same one again, unless the route may end it."""
    if anew or not role:
        return desk.client(role)
    if role not in cookies:
        cookies[role] = desk.client(role).cookies
    client = desk.client()
    client.cookies = dict(cookies[role])
    return client


@pytest.fixture(scope="module")
def cookies() -> dict[str, dict[str, str]]:
    return {}


def token_of(client: Client) -> str:
    return client.get("/login").field("token")


def turned_away(answer: Answer) -> bool:
    """True for "log in first" and for "you may not"."""
    to_login = answer.status == 303 and answer.headers["location"].startswith("/login")
    return to_login or answer.status in (401, 403)


def test_every_route_has_a_line_and_every_line_a_route(app: FastAPI) -> None:
    assert sorted(declared(app)) == sorted(ROUTES)


def test_nothing_is_served_beside_the_table(app: FastAPI) -> None:
    others = [route.original_route for route in iter_route_contexts(app.routes)]
    others = [route for route in others if not isinstance(route, APIRoute)]
    assert [route.path for route in others if isinstance(route, Mount)] == [ROOT, *OPEN_MOUNTS]
    assert len(others) == 1 + len(OPEN_MOUNTS), f"routes without a guard: {others}"


@pytest.mark.parametrize("route", [r for r, right in ROUTES.items() if right is Right.TOKEN])
@pytest.mark.parametrize("role", [NOBODY, *ROLES])
def test_programs_need_a_token_and_a_session_is_none(
    desk: ServedDesk, cookies: dict[str, dict[str, str]], route: str, role: str
) -> None:
    client = logged_in(desk, role, cookies, anew=False)
    method, path = route.split(" ")
    assert ask(client, method, path).status == 401


def test_a_route_without_a_line_is_refused(desk: ServedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    client = desk.client("admin")
    monkeypatch.setattr("review.rights.ROUTES", {r: right for r, right in ROUTES.items() if r != "GET /queue"})
    assert client.get("/queue").status == 403
    assert client.get("/clocks").status == 200


@pytest.mark.parametrize("route", [r for r, right in ROUTES.items() if right not in (Right.PUBLIC, Right.TOKEN)])
def test_nobody_is_sent_to_the_log_in(desk: ServedDesk, route: str) -> None:
    answer = ask(desk.client(), *route.split(" "))
    assert answer.status == 303
    assert answer.headers["location"].startswith("/login")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", [r for r, right in ROUTES.items() if right not in (Right.PUBLIC, Right.TOKEN)])
def test_what_each_role_may(desk: ServedDesk, cookies: dict[str, dict[str, str]], route: str, role: str) -> None:
    client = logged_in(desk, role, cookies, anew=ROUTES[route] is Right.SELF)
    method, path = route.split(" ")
    answer = ask(client, method, path, token_of(client) if method not in SAFE else "")
    assert answer.status < 500
    if role in MAY[ROUTES[route]]:
        assert not (turned_away(answer) and route != "POST /logout"), f"{role} may {route}, but got {answer.status}"
    else:
        assert answer.status == 403, f"{role} may not {route}, but got {answer.status}"


@pytest.mark.parametrize("role", [NOBODY, *ROLES])
@pytest.mark.parametrize(
    "route", [r for r, right in ROUTES.items() if not r.startswith(SAFE) and right is not Right.TOKEN]
)
def test_every_change_needs_the_token_of_its_own_session(
    desk: ServedDesk, cookies: dict[str, dict[str, str]], route: str, role: str
) -> None:
    client = logged_in(desk, role, cookies, anew=False)
    foreign = token_of(desk.client())
    method, path = route.split(" ")
    for token in ("", "0" * 64, foreign):
        answer = ask(client, method, path, token)
        assert turned_away(answer), f"{route} took a token of somebody else"


def test_what_the_audit_log_leaves_out_is_named_by_its_route() -> None:
    assert set(TRACED) | set(TOLD_BY_ROUTE) <= set(ROUTES)


def test_the_rights_grow_with_the_roles() -> None:
    for right in (Right.VIEW, Right.DECIDE, Right.APPROVE, Right.ADMIN):
        may = [role in MAY[right] for role in ROLES]
        assert may == sorted(may), right
    assert right_of("GET", "/no such route") is None
