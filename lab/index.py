"""What the lab's search engines know: the pages that a search spider sees, ranked by shared character pairs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import lxml.etree
import lxml.html

from lab.answers import answer
from lab.world import LabSite, World
from zhenwei.types import Profile

_WORD = re.compile(r"[0-9a-z]+|[\u3400-\u9fff]+")
_ENOUGH = 0.4  # share of the query's units that a page must hold to be an answer at all
_PER_HOST = 2


@dataclass(frozen=True, slots=True)
class Document:
    """One page in the index. ``text`` is its visible text on one line."""

    host: str
    url: str
    title: str
    text: str
    in_title: frozenset[str]
    units: frozenset[str]


@dataclass(frozen=True, slots=True)
class Query:
    """A query taken apart: units to find, and the operators that the real engines share (site:, -word, "exact")."""

    units: frozenset[str]
    exact: tuple[str, ...]
    without: tuple[str, ...]
    site: str


def units(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring characters of Chinese runs and the whole Latin words, lower case."""
    found: set[str] = set()
    for run in _WORD.findall(text.lower()):
        found.update([run] if run.isascii() or len(run) == 1 else (run[i : i + 2] for i in range(len(run) - 1)))
    return frozenset(found)


def parse(query: str) -> Query:
    """Take a query apart."""
    exact = tuple(re.findall(r'["“]([^"“”]+)["”]', query))
    rest = re.sub(r'["“”]', " ", query).split()
    site = next((word[5:].lower() for word in rest if word.lower().startswith("site:")), "")
    without = tuple(word[1:] for word in rest if word.startswith("-") and len(word) > 1)
    wanted = [word for word in rest if not word.startswith("-") and not word.lower().startswith("site:")]
    return Query(units(" ".join(word.removeprefix("intitle:") for word in wanted)), exact, without, site)


def documents(world: World) -> tuple[Document, ...]:
    """Read every page that a spider is shown by the sites with ``in_search``."""
    return tuple(page for site in world.sites.values() if site.about.in_search for page in _pages(site))


def search(known: Iterable[Document], text: str) -> list[Document]:
    """Return the documents that answer a query, best first; the order never depends on chance."""
    query = parse(text)
    ranked = sorted(
        ((_relevance(page, query), page) for page in known if _allowed(page, query)),
        key=lambda pair: (-pair[0], pair[1].url),
    )
    seen: dict[str, int] = {}
    results = []
    for score, page in ranked:
        seen[page.host] = seen.get(page.host, 0) + 1
        if score > 0 and (seen[page.host] <= _PER_HOST or query.site):
            results.append(page)
    return results


def _allowed(page: Document, query: Query) -> bool:
    whole = page.title + " " + page.text
    below = not query.site or page.host == query.site or page.host.endswith("." + query.site)
    return below and all(word in whole for word in query.exact) and not any(word in whole for word in query.without)


def _relevance(page: Document, query: Query) -> float:
    if not query.units:
        return 1.0 if query.site else 0.0
    found = len(query.units & page.units) / len(query.units)
    return found + len(query.units & page.in_title) / len(query.units) if found >= _ENOUGH else 0.0


def _pages(site: LabSite) -> Iterator[Document]:
    # A file that a route hands out has the route's address; its own would be known to nobody.
    routed = {route.file.lstrip("/") for route in site.about.route if route.file}
    files = {
        "/" + path.relative_to(site.folder).as_posix()
        for path in site.folder.rglob("*")
        if path.suffix.lower() in (".html", ".htm") and path.relative_to(site.folder).as_posix() not in routed
    }
    paths = {"/"} | (files - {"/index.html"}) | {route.path for route in site.about.route}
    for path in sorted(paths):
        given = answer(site, path, Profile.SPIDER)
        if given.status == 200 and given.is_html and (page := _document(site, path, given.body)):
            yield page


def _document(site: LabSite, path: str, body: bytes) -> Document | None:
    parser = lxml.html.HTMLParser(encoding=site.about.charset, remove_comments=True)
    try:
        tree = lxml.html.document_fromstring(body, parser=parser)
    except (lxml.etree.LxmlError, ValueError, LookupError):
        return None
    title = " ".join(_texts(tree, "//title//text()", "").split())
    text = " ".join(_texts(tree, "//body//text()[not(ancestor::script or ancestor::style)]").split())
    described = _texts(tree, '//meta[@name="description" or @name="keywords"]/@content')
    url = f"{'https' if site.about.https else 'http'}://{site.host}{quote(path)}"
    return Document(site.host, url, title, text, units(title), units(f"{title} {described} {text}"))


def _texts(tree: lxml.html.HtmlElement, path: str, between: str = " ") -> str:
    found = tree.xpath(path)
    return between.join(str(part) for part in found) if isinstance(found, list) else ""
