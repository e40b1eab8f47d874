"""Every page of a full desk by name: each route that shows one, each state that a page has, each refusal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from starlette.routing import compile_path

from review.rights import ROUTES, Right
from tests.review.review_desk import Client, ServedDesk
from zhenwei.store.edit_tables import EditRow
from zhenwei.store.models import CaseRow, NoticeRow
from zhenwei.store.report_in_tables import ReportBatchRow

# Routes that answer with something else than a page.
NO_PAGE = {
    "GET /login/oidc": "leads to the provider",
    "GET /login/oidc/back": "leads back from it",
    "GET /queue/next": "leads to a case",
    "GET /cases/{case_id}/ties.json": "data for a script",
    "GET /pictures/{visit_id}.webp": "a picture",
    "GET /pictures/{visit_id}/window.webp": "a picture",
    "GET /pictures/{visit_id}/unlike/{other_id}.webp": "a picture",
    "GET /pictures/{other_id}/missed/{visit_id}.webp": "a picture",
    "GET /files/{visit_id}/{position}": "a file",
    "GET /letters/{notice}/pages/{version}/{number}.webp": "a picture",
    "GET /letters/{notice}/files/{version}/{name}": "a file",
    "GET /letters/{notice}/preview/{name}/{number}.webp": "a picture",
    "GET /reports/{number}.docx": "a file",
    "GET /monthly/{name}/standing": "tells a page that waits whether it is over",
    "GET /monthly/{name}/{kind}": "a file",
    "GET /watchlist/proposals/{number}/trial": "a part of a page, looked at within it",
    "GET /cases/{case_id}/differences/{visit_id}/{other_id}": "a part of a page, looked at within it",
}


def page_routes() -> list[str]:
    """Return the routes that answer a person with a page."""
    return [
        name
        for name, right in ROUTES.items()
        if name.startswith("GET ") and right is not Right.TOKEN and name not in NO_PAGE
    ]


def proposed(admin: Client) -> str:
    """Propose a change of the lists; return the path of its page."""
    token = admin.get("/watchlist").field("token")
    answer = admin.post("/watchlist/lawful", token=token, name="proposed.example", why="经核实")
    return answer.headers["location"]


def every_page(desk: ServedDesk) -> list[str]:
    """Return the address of every page, as an administrator comes to them."""
    with desk.store.reading() as session:
        cases = {row.state: row.id for row in session.scalars(select(CaseRow).order_by(CaseRow.id.desc()))}
        letters = {row.state: row.id for row in session.scalars(select(NoticeRow).order_by(NoticeRow.id.desc()))}
        edits = session.scalars(select(EditRow.id)).all()
        receipts = session.scalars(select(ReportBatchRow.number)).all()
    confirmed, draft = cases["confirmed"], letters["draft"]
    return [
        "/login",
        "/password",
        "/accounts",
        "/audit",
        "/audit?kind=changed",
        "/tokens",
        "/hooks",
        "/hooks/1",
        "/hooks/2",
        "/",
        "/keys",
        "/opinions",
        "/queue",
        "/queue?state=all",
        "/queue?q=%E8%AF%81&state=all",
        "/queue?q=nothing-like-it",
        "/queue?done=2&took=1-2&refused=1.moved",
        "/queue?undone=1&refused=1.built",
        "/queue?state=all&verdict=counterfeit_site&since=2026-11-01&operator=op-1",
        *(f"/cases/{case}" for case in cases.values()),
        "/cases/1/source/1",
        "/cases/1/timeline",
        "/cases/1?marks=0",
        f"/cases/{confirmed}/letters",
        "/letters",
        "/letters?state=all",
        "/letters?whose=approval",
        "/letters?whose=mine&state=closed",
        *(f"/letters/{letter}" for letter in letters.values()),
        f"/letters/{draft}/edit",
        "/clocks",
        "/clocks?state=all",
        "/reports",
        "/reports?kind=bare",
        "/reports/new",
        f"/reports/{receipts[0]}",
        "/monthly",
        "/monthly/2026-10",
        "/watchlist",
        "/watchlist/history",
        *(f"/watchlist/history/{edit}" for edit in edits),
        "/watchlist/organs/mem",
        "/watchlist/organs/nobody-has-this",
        "/watchlist/lexicon/" + lexicon_group(desk),
        proposed(desk.client("admin")),
        "/nothing-here",
        "/queue?after=x",
        "/cases/999999",
        "/letters/999999",
    ]


def one_each(paths: Iterable[str]) -> list[str]:
    """Return the first of the paths for each route, and each refusal."""
    chosen: dict[str, str] = {}
    patterns = {name: compile_path(name.removeprefix("GET "))[0] for name in page_routes()}
    for path in paths:
        bare = path.partition("?")[0]
        route = next((name for name, pattern in patterns.items() if pattern.match(bare)), path)
        chosen.setdefault(route, path)
    return list(chosen.values())


def lexicon_group(desk: ServedDesk) -> str:
    """Return the first group of words that there is."""
    page = desk.client("admin").get("/watchlist").text
    return page.split("/watchlist/lexicon/", 1)[1].split('"', 1)[0]


def unreached(paths: Iterable[str]) -> list[str]:
    """Return the routes with a page to which none of the paths leads."""
    patterns: Mapping[str, str] = {name: name.removeprefix("GET ") for name in page_routes()}
    bare = [path.partition("?")[0] for path in paths]
    return [name for name, path in patterns.items() if not any(compile_path(path)[0].match(one) for one in bare)]
