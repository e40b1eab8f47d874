"""Strange values in every address that answers a GET: whatever is asked, no answer is a fault of the server's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts

from review.app import create_app
from review.rights import ROUTES, Right
from review.views.queue_filter import FIELDS
from tests.review.letters_desk import LettersDesk, copied
from tests.review.review_desk import Client, ServedDesk, settings_in
from tests.review.test_review_rights import sample

# As they stand in an address: NUL, bytes that are no UTF-8, half a surrogate, numbers beyond every column, days that
# are none, cursors that nobody gave out, operators of the full-text search, line ends, markup.
VALUES = (
    "", "%00", "a%00b", "%FF%FE", "%ED%A0%80", "%F0%9F%98%80", "a" * 3000, "-1", "0", "2147483648",
    "9223372036854775808", "9" * 400, "1e400", "NaN", "1.1.1", "-1.-1", "999999.999999999", "1.2147483648",
    "2026-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "%0d%0aset-cookie:%20a=b", "..%2f..%2fetc%2fpasswd",
    "'%20OR%20''='", "%25", "%", "%zz", "*", "%22", "%22a", "(", "AND", "NEAR(a%20b)", "a:b", "%EF%BC%85",
    "%7B%7B7*7%7D%7D",
    "%3Cscript%3E",
)  # fmt: skip
# Places in a path take these as well.
PLACES = (
    "0",
    "-1",
    "2147483648",
    "9" * 40,
    "%00",
    "%FF",
    "%ED%A0%80",
    "a" * 300,
    "..",
    "%2e%2e",
    "%2e%2e%2fx",
    "1%20",
    "x",
)
EVERYWHERE = ("lang", "look")
READS_FILTER = ("/queue", "/queue/next")


@pytest.fixture(scope="module")
def desk(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as served:
        yield served


@pytest.fixture(scope="module")
def admin(desk: ServedDesk) -> Client:
    return desk.client("admin")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    return create_app(settings_in(tmp_path_factory.mktemp("routes")))


def declared(part: Dependant) -> set[str]:
    """Return the names that a route and what it depends on read from an address."""
    own = {str(field.alias) for field in part.query_params}
    return own.union(*(declared(one) for one in part.dependencies)) if part.dependencies else own


def names(app: FastAPI) -> dict[str, list[str]]:
    """Return what each route that answers a person's GET reads from its address."""
    found = {}
    for context in iter_route_contexts(app.routes):
        route = context.original_route
        if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
            own = declared(route.dependant) | ({*FIELDS, "before", "after"} if route.path in READS_FILTER else set())
            found[route.path] = sorted(own)
    return found


@pytest.mark.slow
def test_no_value_in_an_address_is_a_fault_of_ours(admin: Client, app: FastAPI) -> None:
    found, asked = [], 0
    for path, own in names(app).items():
        for name in own:
            for value in VALUES:
                address = f"{sample(path)}?{name}={value}"
                asked += 1
                if admin.get(address).status >= 500:
                    found.append(address[:120])
    assert found == []
    assert asked > 1000, "the routes' own names are found"


@pytest.mark.slow
def test_nor_is_a_place_in_a_path(admin: Client) -> None:
    found = []
    for route, right in ROUTES.items():
        path = route.removeprefix("GET ")
        if route.startswith("POST ") or right is Right.TOKEN or "{" not in path:
            continue
        parts = [part for part in path.split("/") if "{" in part]
        for part in parts:
            name = part[part.index("{") : part.index("}") + 1]
            for value in PLACES:
                address = sample(path.replace(name, "\0")).replace("\0", value)
                if admin.get(address).status >= 500:
                    found.append(address)
    assert found == []


@pytest.mark.parametrize("value", VALUES)
def test_nor_what_every_page_reads(desk: ServedDesk, value: str) -> None:
    client = desk.client()
    client.cookies |= {"zhenwei_lang": value.replace("%0d%0a", ""), "zhenwei_look": "x", "zhenwei_session": "y.z"}
    for name in (*EVERYWHERE, "next", "nobody-reads-this"):
        answer = client.get(f"/login?{name}={value}&{name}={value}")
        assert answer.status == 200
        assert "set-cookie: a=b" not in str(answer.headers).lower()


@pytest.mark.parametrize("value", [one for one in VALUES if one != "%"])
def test_forms_take_strange_values_too(admin: Client, value: str) -> None:
    """The forms that write nothing when they are refused, with the value in every field but the token."""
    token = admin.get("/queue").field("token")
    for path, fields in (
        ("/cases/1/decision", "word seen why opened"),
        ("/cases/1/undo", "decision seen why opened"),
        ("/cases/1/opinions/1", "word why"),
        ("/queue/decision", "pick word why query"),
        ("/queue/undo", "took why query"),
        ("/letters/1/steps/approve", "seen note number day cases"),
        ("/letters/1/edit", "mark text seen version why"),
        ("/letters/1/preview", "mark text seen version why"),
        ("/cases/1/letters", "seen to"),
        ("/watchlist/proposals/abcdefgh", "do why"),
        ("/watchlist/organs/mem", "name level region domains aliases seen"),
        ("/accounts/999/role", "role"),
        ("/reports/new", "source addresses account note reported_at reference seen"),
    ):
        body = "&".join([f"token={token}", *(f"{name}={value}" for name in fields.split())])
        answer = admin.ask("POST", path, body)
        assert answer.status < 500, (path, value)
