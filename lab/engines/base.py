"""What the engines share: reading the request, ranking, blocking, hiding targets behind redirect links."""

from __future__ import annotations

import hashlib
import html
from base64 import urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote

from aiohttp import web

from lab.answers import Answer, plain
from lab.index import Document, parse, search
from lab.schema import Engine
from lab.world import World

ADVERTISED = 5  # one site in five pays for its place


@dataclass(frozen=True, slots=True)
class Result:
    """One line of a result page, every text escaped for HTML. ``token`` stands for the target in links."""

    title: str
    snippet: str
    shown: str
    target: str
    token: str
    advertisement: bool = False


@dataclass(frozen=True, slots=True)
class ResultPage:
    """What a dialect prints: ``query`` and results escaped, ``again`` is the query percent-encoded.

    ``page`` and ``pages`` count from 1; ``total`` is over all pages.
    """

    query: str
    again: str
    page: int
    pages: int
    total: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one engine is asked and how it answers.

    ``page`` reads the page number (from 1) out of a request; ``follow`` answers a redirect link to a target;
    ``blocked`` is the page for whoever asks too often; ``covers`` the documents that it knows at all.
    """

    name: str
    hosts: tuple[str, ...]
    search_path: str
    query_key: str
    page: Callable[[web.BaseRequest], int]
    render: Callable[[ResultPage], str]
    blocked: Callable[[web.BaseRequest], Answer]
    link_paths: tuple[str, ...]
    link_key: str
    follow: Callable[[str], Answer]
    aside: Callable[[web.BaseRequest], Answer | None] | None = None
    covers: Callable[[Document], bool] = lambda _page: True
    kind: str = "text/html; charset=utf-8"
    advertises: bool = True


class SearchEngine:
    """One engine of a world; counts the queries it is asked."""

    def __init__(self, dialect: Dialect, world: World, known: Sequence[Document]) -> None:
        named = cast("Engine", dialect.name)  # a world speaks of the four great ones; the others lack and block nothing
        lacks = world.about.search.lacks.get(named, ())
        self._dialect = dialect
        self._per_page = world.about.search.results_per_page
        self._blocks_after = world.about.search.blocks_after.get(named)
        self._known = [page for page in known if page.host not in lacks and dialect.covers(page)]
        self._targets = {token_of(dialect.name, page.url): page.url for page in self._known}
        self._asked = 0

    def __call__(self, request: web.BaseRequest) -> Answer:
        dialect = self._dialect
        if dialect.aside is not None and (odd := dialect.aside(request)):
            return odd
        if request.path == dialect.search_path and request.query.get(dialect.query_key, "").strip():
            return self._search(request)
        if request.path in dialect.link_paths:
            target = self._targets.get(request.query.get(dialect.link_key, ""))
            return dialect.follow(target) if target else plain(404, "")
        if request.path in ("/", dialect.search_path):
            form = f'<form action="{dialect.search_path}"><input name="{dialect.query_key}"></form>'
            return plain(200, page_of(dialect.name, form))
        return plain(404, page_of("404", ""))

    def _search(self, request: web.BaseRequest) -> Answer:
        self._asked += 1
        if self._blocks_after is not None and self._asked >= self._blocks_after:
            return self._dialect.blocked(request)
        text = request.query[self._dialect.query_key].strip()
        found = search(self._known, text)
        number = max(1, self._dialect.page(request))
        start = (number - 1) * self._per_page
        lines = [self._line(page, text) for page in found[start : start + self._per_page]]
        paying = [page for page in found if number == 1 and self._dialect.advertises and _pays(page.host)][:1]
        pages = -(-len(found) // self._per_page)
        shown = ResultPage(
            query=html.escape(text),
            again=quote(text, safe=""),
            page=number,
            pages=pages,
            total=len(found),
            results=tuple([self._line(page, text, advertisement=True) for page in paying] + lines),
        )
        return Answer(200, {"Content-Type": self._dialect.kind}, self._dialect.render(shown).encode())

    def _line(self, page: Document, text: str, *, advertisement: bool = False) -> Result:
        wanted = parse(text).units
        at = min((place for unit in wanted if (place := page.text.lower().find(unit)) >= 0), default=0)
        start = max(0, at - 20)
        return Result(
            title=marked(page.title or page.url, text),
            snippet=marked(page.text[start : start + 90], text),
            shown=html.escape(page.url.split("://", 1)[1]),
            target=html.escape(page.url),
            token=token_of(self._dialect.name, page.url),
            advertisement=advertisement,
        )


def token_of(engine: str, url: str) -> str:
    """Return the opaque word that stands for an address in an engine's redirect links."""
    return urlsafe_b64encode(hashlib.sha256(f"{engine} {url}".encode()).digest()).decode().rstrip("=")


def marked(text: str, query: str) -> str:
    """Escape a text for HTML and put the words of the query into <em>, as engines do."""
    words = sorted({word for word in query.split() if word}, key=len, reverse=True)
    pieces = [(text, False)]
    for word in words:
        pieces = [cut for piece in pieces for cut in ([piece] if piece[1] else _cut(piece[0], word))]
    return "".join(f"<em>{html.escape(part)}</em>" if hit else html.escape(part) for part, hit in pieces)


def page_of(title: str, body: str) -> str:
    """Return a whole HTML page of an engine."""
    return f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>\n'


def number(text: str, default: int) -> int:
    """Read a page number or an offset from a query string; rubbish counts as absent."""
    return int(text) if text.isdecimal() and len(text) < 8 else default


def _cut(text: str, word: str) -> list[tuple[str, bool]]:
    parts = text.split(word)
    return [piece for part in parts[:-1] for piece in ((part, False), (word, True))] + [(parts[-1], False)]


def _pays(host: str) -> bool:
    return hashlib.sha256(host.encode()).digest()[0] % ADVERTISED == 0
