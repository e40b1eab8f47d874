"""What an engine is: how to ask it, and how to read what it answers. Pure: fetching is the search spider's.

An answer without results is never taken for "nothing found" unless the page itself says so: engines answer with a
verification page of status 200, with their home page, or with a page cut off.
"""

from __future__ import annotations

import html as html_module
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.page.hops import next_step
from crawler.page.tree import elements, texts, tree_of
from zhenwei.address import is_below

Said = Literal["results", "nothing", "blocked", "changed"]


@dataclass(frozen=True, slots=True)
class Result:
    """One entry. ``rank`` counts from 1 in page order; ``url`` may be the engine's own redirect link."""

    rank: int
    url: str
    title: str
    snippet: str = ""
    ad: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page of the engine says."""

    outcome: Said
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, slots=True)
class Engine:
    """``request(query, page)`` gives the address to ask (page from 1); ``read(html, url)`` reads the answer.

    ``hosts`` are the engine's own domains; ``links`` the paths below them that only lead on to a result's target.
    """

    name: str
    hosts: tuple[str, ...]
    links: tuple[str, ...]
    request: Callable[[str, int], str]
    read: Callable[[str, str], Answer]

    def is_link(self, url: str) -> bool:
        """True if the address is one of the engine's redirect links, whose target is still to be read."""
        parts = urlsplit(url)
        own = any(is_below((parts.hostname or "").lower(), host) for host in self.hosts)
        return own and any(parts.path.startswith(path) for path in self.links)


@dataclass(frozen=True, slots=True)
class Marks:
    """How one engine's pages are told apart; XPath expressions and regular expressions."""

    frame: str  # stands in every page of results, with or without an entry
    entry: str  # one result or advertisement
    link: str  # within an entry: the title's link
    snippet: str  # within an entry
    ad: str  # within an entry (self:: allowed): true for paid ones
    nothing: re.Pattern[str]
    blocked: re.Pattern[str]
    targets: tuple[str, ...] = ()  # attributes of the entry or its link that tell the target openly


def read_by(marks: Marks, html: str, url: str) -> Answer:
    """Read a page by its marks."""
    if marks.blocked.search(url):
        return Answer("blocked")
    tree = tree_of(html)
    if tree is None:
        return Answer("changed")
    results = tuple(_numbered(_entry(marks, entry, url) for entry in elements(tree, marks.entry)))
    if results:
        return Answer("results", results)
    text = " ".join(texts(tree, "//title//text() | //body//text()[not(ancestor::script or ancestor::style)]"))
    if marks.blocked.search(text):
        return Answer("blocked")
    if elements(tree, marks.frame) and marks.nothing.search(text):
        return Answer("nothing")
    return Answer("changed")


def _entry(marks: Marks, entry: HtmlElement, url: str) -> Result | None:
    links = elements(entry, marks.link)
    if not links:
        return None
    link = links[0]
    told = next((v for name in marks.targets for e in (link, entry) if (v := e.get(name, "")).startswith("http")), "")
    target = told or urljoin(url, link.get("href", ""))
    title = text_of(link)
    if not title or not target.startswith("http"):
        return None
    snippet = " ".join(text_of(part) for part in elements(entry, marks.snippet))[:300]
    return Result(0, target, title[:300], snippet, bool(elements(entry, marks.ad)))


def _numbered(found: Iterable[Result | None]) -> Iterable[Result]:
    seen: set[str] = set()
    for result in found:
        if result is not None and result.url not in seen:
            seen.add(result.url)
            yield Result(len(seen), result.url, result.title, result.snippet, result.ad)


def text_of(element: HtmlElement) -> str:
    """Return the text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def target_of_link(url: str, status: int, location: str, html: str) -> str:
    """Return where an engine's redirect link leads, from its answer; empty if the answer does not say."""
    if 300 <= status < 400 and location:
        return urljoin(url, location)
    step = next_step(url, html)
    return html_module.unescape(step[1]) if step else ""
