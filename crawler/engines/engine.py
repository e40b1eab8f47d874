"""What an engine is: how to ask it, and how to read what it answers. Pure: fetching is the search spider's.

An answer without results is never taken for "nothing found" unless the answer itself says so: engines answer with a
verification page of status 200, with their home page, with a page cut off, or to another query than the one asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol
from urllib.parse import urljoin, urlsplit

from zhenwei.address import is_below
from zhenwei.config import Settings

Said = Literal["results", "nothing", "blocked", "changed", "error"]
REFUSING = (403, 418, 429)  # statuses by which engines turn automatic queries away


@dataclass(frozen=True, slots=True)
class Result:
    """One entry. ``rank`` counts from 1 in page order, advertisements among the rest.

    ``url`` may be the engine's own redirect link; ``shown`` is the address or name that the entry shows its reader.
    """

    rank: int
    url: str
    title: str
    snippet: str = ""
    ad: bool = False
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine says. ``why`` is a sentence in Chinese for everything that is not plainly results or nothing.

    ``shown_for``: the query that was answered instead of the one asked ("?" if the page does not name it).
    ``partial``: why the results may not be all of the page (empty: they are). ``total``: the engine's own estimate.
    """

    outcome: Said
    results: tuple[Result, ...] = ()
    why: str = ""
    shown_for: str = ""
    partial: str = ""
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One request to an engine. A POST goes to the host of a described interface only (docs/decisions/engines.md)."""

    url: str
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    method: Literal["GET", "POST"] = "GET"
    body: bytes = b""
    secret: str = ""  # what of it must never reach a log or the store


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: ``location`` is the Location header, ``text`` the decoded body."""

    status: int
    url: str
    text: str
    location: str = ""


class Source(Protocol):
    """What the search spider and the plan need to know of an engine, whatever its kind."""

    @property
    def name(self) -> str:
        """Its name in settings, units and leads."""

    @property
    def pages(self) -> int:
        """How many pages of results may be asked for; 1 if it knows no pages."""

    @property
    def per_day(self) -> int | None:
        """Queries a day that it grants by itself; None: only the settings limit it."""

    def question(self, query: str, page: int, settings: Settings, environ: Mapping[str, str]) -> Question:
        """Return the request for a page of results (from 1). Raises SettingsError if something is missing for it."""

    def answer(self, reply: Reply, query: str = "") -> Answer:
        """Read what came back."""

    def is_link(self, url: str) -> bool:
        """True if the address is one of its redirect links, whose target is still to be read."""

    def is_block(self, url: str) -> bool:
        """True if the address is one of its verification pages."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine whose pages are read: ``request(query, page)`` gives the address to ask, ``read(html, url)`` reads it.

    ``hosts`` are the engine's own domains; ``links`` the paths below them that only lead on to a result's target,
    ``ads`` those that count as a paid click; ``blocks`` parts of the addresses of verification pages. ``head``: a HEAD
    request is enough to learn a link's target.
    """

    name: str
    hosts: tuple[str, ...]
    links: tuple[str, ...]
    request: Callable[[str, int], str]
    read: Callable[[str, str], Answer]
    ads: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ("captcha", "antispider", "/challenge")
    head: bool = False
    pages: int = 10
    per_day: int | None = None

    def question(self, query: str, page: int, settings: Settings, environ: Mapping[str, str]) -> Question:
        """Return the request for a page of results, as a reader's browser asks for it."""
        return Question(self.request(query, page))

    def answer(self, reply: Reply, query: str = "") -> Answer:
        """Read what came back. Whoever is sent elsewhere for a query is sent to a verification page or to the start."""
        if reply.location:
            if self.is_block(reply.location):
                return Answer("blocked", why="被引到验证页")
            return Answer("changed", why=f"被引到 {urlsplit(reply.location).hostname or '别处'}，不是结果页")
        if reply.status in REFUSING:
            return Answer("blocked", why=f"答复 HTTP {reply.status}")
        if reply.status >= 400:
            return Answer("error", why=f"答复 HTTP {reply.status}")
        return self.read(reply.text, reply.url)

    def own_step(self, asked: str, location: str) -> str:
        """Return where to ask again if the engine only sends on within its own search; empty for all else."""
        if not location or self.is_block(location):
            return ""
        there, here = urljoin(asked, location), urlsplit(asked)
        same = urlsplit(there).path == here.path and urlsplit(there).query != ""
        return there if same and self.is_own(there) and there != asked else ""

    def is_own(self, url: str) -> bool:
        """True if the address is below one of the engine's own domains."""
        return is_below_any(url, self.hosts)

    def is_link(self, url: str) -> bool:
        """True if the address is one of the engine's redirect links, whose target is still to be read."""
        return leads_on(url, self.hosts, (*self.links, *self.ads))

    def is_paid(self, url: str) -> bool:
        """True if following the address would be a click that an advertiser pays for."""
        return leads_on(url, self.hosts, self.ads)

    def is_block(self, url: str) -> bool:
        """True if the address is one of the engine's verification pages."""
        return any(mark in url.lower() for mark in self.blocks)


def is_below_any(url: str, hosts: tuple[str, ...]) -> bool:
    """True if an address is on one of the hosts or below it."""
    try:
        host = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    return any(is_below(host, own) for own in hosts)


def leads_on(url: str, hosts: tuple[str, ...], paths: tuple[str, ...]) -> bool:
    """True if an address on one of the hosts has one of the paths that only lead on to something else."""
    return is_below_any(url, hosts) and urlsplit(url).path.startswith(paths)
