"""How a person wants to see the desk: language, light or dark. Asked for in the address, kept in a cookie."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import Response

LOOKS = ("auto", "light", "dark")
LOOK = "look"
YEAR = 365 * 86400  # seconds


def wish(request: Request, name: str, known: Collection[str], default: str) -> str:
    """Return what the address asks for, then what the cookie says, if it is one of ``known``."""
    for value in (request.query_params.get(name, ""), request.cookies.get(f"zhenwei_{name}", "")):
        if value in known:
            return value
    return default


def keep(request: Request, answer: Response, name: str, value: str) -> None:
    """Keep a wish that the address has asked for."""
    if request.query_params.get(name) == value:
        secure = request.url.scheme == "https"
        answer.set_cookie(f"zhenwei_{name}", value, max_age=YEAR, httponly=True, samesite="lax", secure=secure)


def turned(request: Request, name: str, value: str) -> str:
    """Return a link to the same page with one wish changed; filters and page number stay."""
    if request.method != "GET":  # an answer to a form: its address cannot be asked for again
        return "/?" + urlencode({name: value})
    others = [(key, one) for key, one in request.query_params.multi_items() if key != name]
    return "?" + urlencode([*others, (name, value)])
