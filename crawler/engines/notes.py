"""What a page of results says about itself: that it answers another query, how many there are, that it is cut off."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml.html import HtmlElement

from crawler.page.tree import elements

_MARKED = r"[“\"「『‘'<《]\s*([^”\"」』’'>》]{1,100}?)\s*[”\"」』’'>》]"
_YOU = "(?:为您|给您|为你)"
_SHOWS = rf"(?:(?:已|以下|正在)(?:自动)?{_YOU}?|{_YOU})(?:自动)?(?:显示|展示|搜索|包含|是|为)了?\s*(?:的是)?\s*"
_RESULTS = r"的(?:相关)?(?:搜索)?结果"
_ELSE = r"\s*[。.，,；;]?\s*(?:是否|仍|只|还)"
# A suggestion ("您要找的是不是", "Did you mean") leaves the results alone; these replace or widen them.
_INSTEAD = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_SHOWS}{_MARKED}\s*的?(?:相关)?(?:搜索)?结果",
        rf"(?:{_SHOWS}|(?:显示|包含|包括)\s*){_MARKED}\s*{_RESULTS}{_ELSE}",
        rf"(?:{_SHOWS}|(?:显示|包含|包括)\s*)([^\s。，“”\"]{{1,60}}?)\s*{_RESULTS}{_ELSE}",
        rf"(?:包含以下内容|显示以下查询|包括以下查询|以下查询){_RESULTS}\s*[:：]?\s*(.{{1,100}}?)\s*(?:[。.？?]|是否|仍|$)",
        r"(?:Including|Showing|Displaying) results for\s+[\"“]?(.{1,100}?)[\"”]?\s*(?:[.?]|Do you want|Show|Search|$)",
        r"We(?:'ve| have) included\s+[\"“]?(.{1,100}?)[\"”]?\s+results",
    )
)
_STILL = re.compile(
    r"仍然搜索|仍搜索|仍要搜索|是否只需要|Do you want results only for|Search instead for|Show only results",
    re.IGNORECASE,
)
_QUOTES_DROPPED = re.compile(
    r"(?:已|为您)(?:自动)?(?:去除|去掉|忽略)(?:了)?(?:双)?引号|results? (?:\S+ )?without quotes", re.IGNORECASE
)
_TOTAL = (
    re.compile(r"(?:相关结果|找到|共|约)\s*(?:约|了|相关结果约)?\s*([\d,，.]{1,20})\s*(?:个|条|篇|项)"),
    re.compile(r"\b(?:of\s+)?(?:about\s+)?([\d,.\u00a0 ]{1,20}\d)\s+(?:results|Ergebnisse|résultats)\b", re.IGNORECASE),
)  # fmt: skip
_WITHHELD = re.compile(
    r"根据相关法律法规和政策.{0,30}未予显示|部分(?:搜索)?结果(?:依法|根据.{0,20}法律).{0,10}(?:未|不)予?显示"
)
_END = re.compile(r"</\s*(?:html|body)\s*>", re.IGNORECASE)
_SILENT = ("script", "style", "noscript", "template", "textarea", "option")
_NOTE = "//*[@id='sp_requery' or @id='sp_recourse']"
_ONLY_A_HINT = re.compile(
    r"Did you mean|Meinten Sie|Essayez avec|要找的是|是不是要|您是不是|你是不是|是否要搜索", re.IGNORECASE
)


def is_cut_off(html: str) -> bool:
    """True if the markup ends before its end: engines always close their pages."""
    return _END.search(html[-4000:]) is None


def outside_text(tree: HtmlElement, entries: Collection[HtmlElement]) -> str:
    """Return the visible text that belongs to no entry: what the engine itself says, not what others wrote."""
    skip = set(entries)
    body = next(iter(elements(tree, "//body")), tree)
    return " ".join(" ".join(_texts(body, skip)).split())


def _texts(element: HtmlElement, skip: Collection[HtmlElement]) -> Iterator[str]:
    """Walk without recursion: hostile markup nests thousands deep."""
    todo: list[HtmlElement | str] = [element]
    while todo:
        one = todo.pop()
        if isinstance(one, str):
            yield one
            continue
        if one not in skip and isinstance(one.tag, str) and one.tag not in _SILENT:
            if one.text:
                yield one.text
            for child in reversed(one):
                if child.tail:
                    todo.append(child.tail)
                todo.append(child)


def answered_instead(tree: HtmlElement, text: str) -> str:
    """Return the query that the results are for if it is not the one asked; "?" if the page does not name it."""
    for note in elements(tree, _NOTE):
        words = elements(note, ".//strong | .//a")
        hint = _ONLY_A_HINT.search("".join(note.itertext()))
        if words and not hint and (found := " ".join("".join(words[0].itertext()).split())):
            return found[:200]
    for pattern in _INSTEAD:
        if match := pattern.search(text):
            return (match[match.lastindex or 1] or "?").strip()[:200]
    return "?" if _STILL.search(text) or _QUOTES_DROPPED.search(text) else ""


def withheld(text: str) -> str:
    """Return a sentence if the engine says that the law keeps it from showing some of the results."""
    return "引擎称依法未显示部分结果" if _WITHHELD.search(text) else ""


def estimate(text: str) -> int | None:
    """Return how many results the engine says there are."""
    for pattern in _TOTAL:
        if match := pattern.search(text):
            digits = re.sub(r"\D", "", match[1])
            return int(digits) if digits and len(digits) < 16 else None
    return None
