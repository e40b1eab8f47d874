"""Results by the shape of a page alone, for markup that nobody has seen: it would rather find nothing than guess.

A list of results is a row of headings of one kind and depth, each with one link that leads away from the engine.
Menus have no headings, boxes of hot topics lead to the engine itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from crawler.page.tree import elements

FEWEST = 3
_HEADINGS = "//*[self::h2 or self::h3 or self::h4]"
_ASIDE = re.compile(
    r"(?:^|[\s_-])(?:right|aside|sidebar|foot|footer|nav|hot|hotsearch|related|recommend|context|rs)(?:$|[\s_-])",
    re.IGNORECASE,
)


def headings_alike(tree: HtmlElement, leads_away: Callable[[str], bool]) -> list[tuple[HtmlElement, HtmlElement]]:
    """Return (heading, link) of the largest group of headings of one shape; empty if it is too small to be sure."""
    groups: dict[tuple[str, int], list[tuple[HtmlElement, HtmlElement]]] = {}
    for heading in elements(tree, _HEADINGS):
        inside = [a for a in elements(heading, ".//a[@href]") if leads_away(a.get("href") or "")]
        around = elements(heading, "ancestor::a[@href][1]")
        links = inside or [a for a in around if leads_away(a.get("href") or "")]
        if len(links) != 1 or not "".join(links[0].itertext()).strip() or _is_aside(heading):
            continue
        depth = len(elements(heading, "ancestor::*"))
        groups.setdefault((str(heading.tag), depth), []).append((heading, links[0]))
    best = max(groups.values(), key=len, default=[])
    addresses = {link.get("href") for _, link in best}
    return best if len(addresses) >= FEWEST else []


def _is_aside(heading: HtmlElement) -> bool:
    around = elements(heading, "ancestor::*")
    return any(_ASIDE.search(f"{one.get('id') or ''} {one.get('class') or ''}") for one in around if one.tag != "body")
