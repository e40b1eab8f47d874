"""Reading a page of results by an engine's marks: XPath and regular expressions, several generations side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml.html import HtmlElement

from crawler.engines.ads import labelled
from crawler.engines.checks import asks_for_a_captcha, is_hidden
from crawler.engines.engine import Answer, Result, is_below_any, leads_on
from crawler.engines.links import told_target, told_within, urlsplit_host
from crawler.engines.notes import answered_instead, estimate, is_cut_off, outside_text, withheld
from crawler.engines.structure import headings_alike
from crawler.page.hops import next_step
from crawler.page.tree import elements, texts, title_of, tree_of

_SHORT = 4000
_HEADING = ".//*[self::h2 or self::h3 or self::h4]"
LINK = ".//h3//a[@href] | .//a[@href][.//h3]"


@dataclass(frozen=True, slots=True)
class Marks:
    """How one engine's pages are told apart. ``hosts`` are its own domains, ``links`` the paths of its redirect links.

    ``frame`` stands in every page of results, with or without an entry; ``title`` in the title of one, ``home`` in that
    of the start page. ``entry`` is one result or advertisement; ``link``, ``snippet``, ``shown``, ``ad`` are within it.
    """

    hosts: tuple[str, ...]
    links: tuple[str, ...]
    frame: str
    entry: str
    title: re.Pattern[str]
    home: re.Pattern[str]
    none: str  # what the page shows instead of results, whatever its language says there
    nothing: re.Pattern[str]
    blocked: re.Pattern[str]
    link: str = LINK
    link_else: str = ""  # where an entry has no such link at all
    snippet: str = ".//p[1]"
    shown: str = ".//cite[1]"
    ad: str = "self::*[false()]"
    targets: tuple[str, ...] = ()  # attributes of the entry, its link or what holds the link that tell the target
    within: str = ""  # an attribute anywhere within the entry that tells it


def read_by(marks: Marks, html: str, url: str) -> Answer:
    """Read a page by its marks."""
    if marks.blocked.search(url):
        return Answer("blocked", why="被引到验证页")
    tree = tree_of(html)
    if tree is None:
        return Answer("changed", why="答复是空的")
    title, cut = title_of(tree), is_cut_off(html)
    found, entries = _entries(marks, tree, url)
    organic = any(not result.ad for result in found)
    text = outside_text(tree, entries)
    framed = bool(elements(tree, marks.frame))
    partial = "页面不完整（被截断）" if cut else ""
    none = any(text_of(one) and not is_hidden(one) for one in elements(tree, marks.none))
    if not organic and (marks.blocked.search(f"{title} {text}") or _sends_to_a_check(marks, url, html)):
        return Answer("blocked", found, why="要求安全验证")
    if not organic and (none or (framed and marks.nothing.search(text))):
        return Answer("nothing", found, withheld(text), answered_instead(tree, text), partial)
    if not organic and asks_for_a_captcha(tree):
        return Answer("blocked", found, why="要求安全验证")
    if not organic and marks.title.search(title):
        found = (*found, *_by_structure(marks, tree, url, len(found)))
        organic = any(not result.ad for result in found)
        partial = "按版面结构读取（页面标记已变化）" if organic else partial
    if organic:
        # Results beside the word that there are none are those of some other query.
        instead = answered_instead(tree, text) or ("?" if none else "")
        return Answer("results", found, "", instead, partial or withheld(text), estimate(text))
    return Answer("changed", found, _what_it_is(marks, title, found, framed=framed, cut=cut), partial=partial)


def _what_it_is(marks: Marks, title: str, found: Sequence[Result], *, framed: bool, cut: bool) -> str:
    if found:
        return "只读出广告，未读出自然结果"
    if marks.home.search(title):
        return "答复是首页，不是结果页"
    if cut:
        return "页面不完整（被截断）"
    return "结果页里没有认得出的条目" if framed or marks.title.search(title) else "不是结果页"


def _sends_to_a_check(marks: Marks, url: str, html: str) -> bool:
    """True for a page that does nothing but send its visitor on to a verification."""
    step = next_step(url, html) if len(html) < _SHORT else None
    return step is not None and marks.blocked.search(step[1]) is not None


def _entries(marks: Marks, tree: HtmlElement, url: str) -> tuple[tuple[Result, ...], list[HtmlElement]]:
    """Return the results in page order and their elements; of entries within entries each link counts once."""
    results: list[Result] = []
    taken: list[HtmlElement] = []
    links: set[HtmlElement] = set()
    for entry in elements(tree, marks.entry):
        link = _link(marks, entry)
        if link is None or link in links:
            continue
        result = _result(marks, entry, link, url, len(results) + 1)
        if result is not None:
            links.add(link)
            results.append(result)
            taken.append(entry)
    return tuple(results), taken


def _link(marks: Marks, entry: HtmlElement) -> HtmlElement | None:
    """Return the link of an entry's title. One without a title's link is a box of something else."""
    found = elements(entry, marks.link)
    if not found and marks.link_else:
        found = elements(entry, marks.link_else)
    return next((one for one in found if text_of(one)), None)


def _result(marks: Marks, entry: HtmlElement, link: HtmlElement, url: str, rank: int) -> Result | None:
    target = _target(marks, entry, link, url)
    if not urlsplit_host(target) or not target.startswith("http"):
        return None
    heading = next(iter(elements(link, _HEADING)), link)
    title = text_of(heading) or text_of(link)
    snippet = " ".join(text_of(part) for part in elements(entry, marks.snippet)[:1])[:300]
    shown = " ".join(text_of(part) for part in elements(entry, marks.shown)[:1])[:200]
    ad = bool(elements(entry, marks.ad)) or labelled(entry)
    return Result(rank, target, title[:300], snippet, ad, shown)


def _target(marks: Marks, entry: HtmlElement, link: HtmlElement, url: str) -> str:
    """Return the target told openly, else the link itself; what the engine tells of itself is no target."""
    href: str = urljoin(url, (link.get("href") or "").strip())
    holders = [link]
    while holders[-1] is not entry and (parent := holders[-1].getparent()) is not None:
        holders.append(parent)
    if href.startswith("http") and not is_below_any(href, marks.hosts):
        return href
    told = next((told for one in holders if (told := told_target(one, marks.targets))), "")
    if not told and marks.within and leads_on(href, marks.hosts, marks.links):
        told = told_within(entry, marks.within)
    return told or href


def _by_structure(marks: Marks, tree: HtmlElement, url: str, before: int) -> Iterator[Result]:
    """Read a page whose marks nobody knows: headings of one shape, each with a link that leads away."""

    def leads_away(href: str) -> bool:
        target = urljoin(url, href)
        return target.startswith("http") and (
            leads_on(target, marks.hosts, marks.links) or not is_below_any(target, marks.hosts)
        )

    for number, (heading, link) in enumerate(headings_alike(tree, leads_away), start=before + 1):
        target = urljoin(url, (link.get("href") or "").strip())
        told = told_target(link, marks.targets) if is_below_any(target, marks.hosts) else ""
        yield Result(number, told or target, text_of(heading)[:300])


def text_of(element: HtmlElement) -> str:
    """Return the text of an element on one line, without scripts and styles."""
    return " ".join("".join(texts(element, ".//text()[not(ancestor::script or ancestor::style)]")).split())
