"""Tokens: shown once, kept as a digest, ended by date, person or account; each route asks for its scope."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.api.programs import Program, filled_desk, program, token_for
from tests.review.review_desk import MOMENT, ServedDesk
from zhenwei.clock import now
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.store.api_tables import ApiTokenRow
from zhenwei.store.database import Store
from zhenwei.store.models import AccountRow
from zhenwei.store.tokens import SCOPES, add_token, bearer_of, digest_of, list_tokens, revoke_token

# Every route with the scope that it asks for; the test below finds one that is missing here.
ROUTES = {
    ("GET", "/me"): "",
    ("GET", "/openapi.json"): "",
    ("GET", "/cases"): "cases:read",
    ("GET", "/cases/{case}"): "cases:read",
    ("GET", "/cases/{case}/decisions"): "decisions:read",
    ("POST", "/cases/{case}/decisions"): "decisions:write",
    ("GET", "/decisions"): "decisions:read",
    ("GET", "/notices"): "notices:read",
    ("GET", "/notices/{notice}"): "notices:read",
    ("POST", "/leads"): "leads:write",
    ("GET", "/leads/{receipt}"): "leads:write",
    ("GET", "/reports"): "reports:read",
    ("GET", "/export/cases.csv"): "export:read",
    ("GET", "/export/cases.xlsx"): "export:read",
    ("GET", "/export/stix"): "export:read",
    ("GET", "/export/misp"): "export:read",
}
VALUES = {"{case}": "1", "{notice}": "1", "{receipt}": "JB20261122-0001"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with filled_desk(Path(tmp_path_factory.mktemp("tokens"))) as made:
        yield made


@pytest.fixture
def people(store: Store) -> Store:
    with store.transaction() as session:
        for role in ("viewer", "analyst"):
            session.add(AccountRow(name=role, role=role, created_at=MOMENT))
    return store


def test_a_token_is_kept_as_a_digest_only(people: Store) -> None:
    with people.transaction() as session:
        token, row = add_token(session, " 省  平台 ", "analyst", ["cases:read", "cases:read"], 30)
        assert row.name == "省 平台"
        assert row.scopes == ["cases:read"]
        assert row.digest == digest_of(token)
        kept = [str(value) for value in vars(row).values()]
        assert not any(token in value for value in kept)
        found = bearer_of(session, token)
        assert found is not None
        assert (found.account, found.scopes) == ("analyst", ("cases:read",))
        assert bearer_of(session, token + "x") is None


def test_how_a_token_ends(people: Store) -> None:
    with people.transaction() as session:
        token, row = add_token(session, "甲", "analyst", ["cases:read"], 1)
        row.expires_at = now() - timedelta(seconds=1)
        session.flush()
        assert bearer_of(session, token) is None
        token, row = add_token(session, "乙", "analyst", ["cases:read"], 1)
        revoke_token(session, row.id, "analyst")
        first = row.revoked_at
        revoke_token(session, row.id, "viewer")
        assert (row.revoked_at, row.revoked_by) == (first, "analyst")
        session.flush()
        assert bearer_of(session, token) is None
        token, _row = add_token(session, "丙", "analyst", ["cases:read"], 1)
        session.scalars(select(AccountRow).filter_by(name="analyst")).one().disabled = True
        session.flush()
        assert bearer_of(session, token) is None
        assert len(list_tokens(session)) == 3
        with pytest.raises(NoSuch):
            revoke_token(session, 99, "analyst")


def test_a_lower_role_takes_scopes_away(people: Store) -> None:
    with people.transaction() as session:
        token, _row = add_token(session, "甲", "analyst", ["cases:read", "decisions:write"], 1)
        session.scalars(select(AccountRow).filter_by(name="analyst")).one().role = "viewer"
        session.flush()
        found = bearer_of(session, token)
        assert found is not None
        assert found.scopes == ("cases:read",)


@pytest.mark.parametrize(
    ("name", "account", "scopes", "days", "error"),
    [
        ("", "analyst", ["cases:read"], 1, BadInput),
        ("甲\x00", "analyst", ["cases:read"], 1, BadInput),
        ("甲", "analyst", [], 1, BadInput),
        ("甲", "analyst", ["cases:*"], 1, BadInput),
        ("甲", "analyst", ["cases:read"], 0, BadInput),
        ("甲", "analyst", ["cases:read"], 1000, BadInput),
        ("甲", "nobody", ["cases:read"], 1, NotAllowed),
        ("甲", "viewer", ["leads:write"], 1, NotAllowed),
    ],
)
def test_what_no_token_is_made_for(
    people: Store, name: str, account: str, scopes: list[str], days: int, error: type[Exception]
) -> None:
    with people.transaction() as session:
        with pytest.raises(error):
            add_token(session, name, account, scopes, days)
        assert not list_tokens(session)


def test_every_route_is_in_the_table(desk: ServedDesk) -> None:
    described = program(desk).get("/openapi.json").json["paths"]
    told = {(method.upper(), path) for path, some in described.items() for method in some}
    assert told | {("GET", "/openapi.json")} == ROUTES.keys()
    for path, some in described.items():
        for method, operation in some.items():
            wanted = ROUTES[method.upper(), path]
            assert operation["security"] == [{"token": [wanted] if wanted else []}]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_every_route_asks_for_its_scope(desk: ServedDesk, method: str, path: str) -> None:
    wanted = ROUTES[method, path]
    for name, value in VALUES.items():
        path = path.replace(name, value)
    body = b"{}" if method == "POST" else None
    for token in ("", "zw1_nonsense", "x" * 5000, "\xe9"):
        refused = Program(desk.port, token).ask(method, path, body)
        assert (refused.status, refused.kind) == (401, "application/problem+json")
        assert refused.headers["www-authenticate"].startswith("Bearer")
    if wanted:
        others = [scope for scope in SCOPES if scope != wanted]
        assert Program(desk.port, token_for(desk, scopes=others)).ask(method, path, body).status == 403
        assert Program(desk.port, token_for(desk, scopes=[wanted])).ask(method, path, body).status not in (401, 403)


def test_a_session_of_the_desk_is_no_token(desk: ServedDesk) -> None:
    client = desk.client("admin")
    assert client.get("/api/v1/cases").status == 401
    assert client.get("/openapi.json").status == 404


def test_use_is_noted(desk: ServedDesk) -> None:
    asked = program(desk, "cases:read", name="noted")
    asked.get("/me")
    with desk.store.reading() as session:
        row = session.scalars(select(ApiTokenRow).filter_by(name="noted")).one()
        assert row.last_used_at is not None
