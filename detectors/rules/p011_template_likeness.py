"""P011: The page is a copy of a recorded genuine page, or wears the frame of the genuine site.

Why: a faithful copy holds the genuine page and little else; a copied site keeps menus, foot and template around any
    text.
Catches: pages equal to a reference recorded by `zhenwei organ learn` or by the nightly baseline, also with a paragraph
    added or taken out, as markup or as text; other pages in the frame of a recorded site.
Spares: reprints within a frame of somebody else, pages that quote a part, sites on one content system with words of
    their own.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from detectors.page.document import Document
from detectors.page.footer import own_operator
from detectors.page.known import Likeness
from detectors.page.reference import Reference
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class TemplateLikeness(Rule):
    """The page is a copy of a recorded genuine page, or wears the frame of the genuine site."""

    id, version, side = "P011", 2, Side.IMPERSONATION
    about = "与官方页面雷同"
    levels = ("page", "site", "frame")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or not view.known:
            return
        for doc in view.documents:
            near = view.known.nearest(doc.impression)
            level = _level(near, doc) if near is not None else ""
            if near is not None and level:
                one = near.reference
                alike = _alike(near, level)
                at = said("{alike}，官方地址 {url}", alike=alike, url=one.url)
                detail = at if one.url else said("{alike}，官方地址 未记录", alike=alike)
                yield self.find(
                    doc, self.worth(level), detail, target=one.organ, against=one.url, key=one.url or one.title
                )


def _level(near: Likeness, doc: Document) -> str:
    if near.is_text and not near.is_reprint(signed=_signs_itself(doc, near.reference)):
        return "page"
    if near.is_whole_frame:
        return "site"
    return "frame" if near.is_frame else ""


def _alike(near: Likeness, level: str) -> str:
    if level == "page":
        return said(
            "整页与官方页面相同（官方文字的 {taken:.0%} 出现在本页，本页文字的 {filled:.0%} 与官方相同）",
            taken=near.taken,
            filled=near.filled,
        )
    alike = said("{n} 行导航、页脚等短句相同，结构相似度 {shape:.0%}", n=near.common, shape=near.shape)
    if level == "site":
        return said("整套页面框架与官方网站相同（{alike}）", alike=alike)
    return said("页面框架与官方网站相近（{alike}）", alike=alike)


def _signs_itself(doc: Document, reference: Reference) -> bool:
    """True if the page names an operator or numbers of its own, which the genuine page does not show."""
    held = set(reference.lines.values)
    line = own_operator(doc.visible.text)
    if line and zlib.crc32("".join(line.split()).encode("utf-8", "replace")) not in held:
        return True
    numbers = set(doc.marks.numbers)
    return bool(numbers) and not numbers & set(reference.marks)
