"""Answers to what no route serves: the desk's error page in the reader's language, or a problem for programs."""

from __future__ import annotations

from fastapi import Request
from fastapi.responses import Response
from starlette.types import Receive, Scope, Send

from review.api.problem import BY_STATUS, Kind, answer
from review.render import page

API = "/api/"
# Read and dropped before the answer, so that a browser which is still sending gets to see it.
DROPPED = 4_000_000  # bytes


def for_programs(scope: Scope) -> bool:
    """True for the paths of the interface, whose callers read no pages."""
    return str(scope["path"]).startswith(API)


def error_page(request: Request, status: int, why: str = "") -> Response:
    """Return the page that says what is wrong and what to do; ``why`` names a text other than that of the status."""
    return page(request, "error.html", status=status, why=why or str(status))


def refusal(scope: Scope, status: int, why: str = "") -> Response:
    """Return the answer of a middleware that lets a request go no further."""
    if for_programs(scope):
        return answer(BY_STATUS.get(status, Kind.STORE))
    return error_page(Request(scope), status, why)


async def drop_body(receive: Receive) -> None:
    """Read what is still coming, as far as that is reasonable."""
    seen = 0
    while seen < DROPPED:
        message = await receive()
        seen += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


async def refuse(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    """Answer a request whose body nobody is going to read."""
    await drop_body(receive)
    await refusal(scope, status)(scope, receive, send)
