"""The ties around a case as JSON, for the graph on the case's page (the page itself has them as a table)."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from review.access import Number, Someone
from review.desk import desk_of
from review.printable import inert, visible
from review.render import language_of
from review.views.walk import neighbourhood

router = APIRouter()


@router.get("/cases/{case_id}/ties.json")
def ties(request: Request, _person: Someone, case_id: Number) -> Response:
    """Answer with ``{case, more, nodes, links}``: {case, host, state, stands, said}, {one, other, kinds, strong}."""
    desk = desk_of(request)
    t = desk.messages[language_of(request, desk.messages)]
    with desk.store.reading() as session:
        found = neighbourhood(session, case_id)
    return JSONResponse(
        {
            "case": found.case,
            "more": found.more,
            "nodes": [
                {
                    "case": node.case,
                    "host": visible(node.host, 60),
                    "state": inert(node.state, 20),
                    "stands": inert(t.word("state", node.state), 20),
                    "said": f"{t.word('state', node.state)} · {t.word('verdict', node.verdict)}",
                }
                for node in found.nodes
            ],
            "links": [
                {
                    "one": link.one,
                    "other": link.other,
                    "strong": link.strong,
                    "kinds": [inert(kind, 40) for kind in link.kinds],
                }
                for link in found.links
            ],
        }
    )
