"""What was done, said once on the page that follows: a cookie with a key of the catalogue and a number, no more."""

from __future__ import annotations

import re

from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from review.messages import Messages

COOKIE = "zhenwei_told"
GROUP = "told"
SECONDS = 60
MOST = 999_999
_SHAPE = re.compile(r"([a-z]{1,20}(?:\.[a-z]{1,20})?)(?::(\d{1,6}))?", re.ASCII)


def proceed(path: str, key: str, n: int = 0) -> Response:
    """Send the browser to a page that says ``told.<key>``; ``n`` fills the text's only placeholder."""
    answer = RedirectResponse(path, status_code=303)
    answer.set_cookie(COOKIE, f"{key}:{min(n, MOST)}", max_age=SECONDS, httponly=True, samesite="lax")
    return answer


def telling(request: Request, texts: Messages) -> str:
    """Return what is to be said on this page. A part of a page (htmx) leaves it to the next whole one."""
    found = _SHAPE.fullmatch(request.cookies.get(COOKIE, ""))
    if found is None or "hx-request" in request.headers or f"{GROUP}.{found[1]}" not in texts.texts:
        return ""
    return texts(f"{GROUP}.{found[1]}", n=int(found[2] or 0))


def forget(answer: Response) -> None:
    """Say it no more."""
    answer.delete_cookie(COOKIE)
