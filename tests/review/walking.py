"""Every page there is: what the application answers without a number in its path, and what pages link to."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from starlette.routing import compile_path

from review.rights import ROUTES, Right
from tests.review.review_desk import Client, ServedDesk

EACH = 3  # pages of one route that are opened
LINK = re.compile(r'(?:href|hx-get|data-chart)="([/?][^"#]*)')


def routes() -> list[str]:
    """Return the path of every route that answers a GET of a person."""
    return [
        name.removeprefix("GET ") for name, right in ROUTES.items() if name.startswith("GET ") and right != Right.TOKEN
    ]


def walk(desk: ServedDesk, client: Client, each: int = EACH) -> tuple[list[str], list[str]]:
    """Return the pages and the other answers (pictures, files, data) that a person comes to, each route ``each`` times.

    Fails for an answer of the server's own fault.
    """
    patterns = [(path, compile_path(path)[0]) for path in routes()]
    waiting = [path for path, _pattern in patterns if "{" not in path]
    seen, opened = set(waiting), Counter[str]()
    pages: list[str] = []
    others: list[str] = []
    while waiting:
        path = waiting.pop(0)
        bare = urlsplit(path).path
        route = next((name for name, pattern in patterns if pattern.match(bare)), "")
        if not route or opened[route] >= each:
            continue
        answer = client.get(path)
        assert answer.status < 500, f"{path}: {answer.status}"
        if answer.status != 200:
            continue
        opened[route] += 1
        if not answer.headers.get("content-type", "").startswith("text/html"):
            others.append(path)
            continue
        pages.append(path)
        for link in LINK.findall(answer.text):
            target = link.replace("&amp;", "&")
            target = bare + target if target.startswith("?") else target
            if target not in seen and "lang=" not in target and "look=" not in target:
                seen.add(target)
                waiting.append(target)
    return pages, others
