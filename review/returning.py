"""Where a log-in leads back to: the page asked for, or the page whose form was sent when the session had ended."""

from __future__ import annotations

from fastapi import Request
from starlette.routing import Match


def page_of(request: Request) -> str:
    """Return the path, with its query, of the page that a request belongs to.

    A form's own path is mostly a page with more behind it: of ``/cases/7/notes`` that is ``/cases/7``.
    """
    if request.method == "GET":
        return request.url.path + (f"?{request.url.query}" if request.url.query else "")
    parts = request.url.path.strip("/").split("/")
    longer = ("/" + "/".join(parts[:count]) for count in range(len(parts), 0, -1))
    return next((path for path in longer if _is_page(request, path)), "/")


def _is_page(request: Request, path: str) -> bool:
    asked = {"type": "http", "method": "GET", "path": path, "root_path": "", "headers": []}
    return any(route.matches(asked)[0] is Match.FULL for route in request.app.router.routes)
