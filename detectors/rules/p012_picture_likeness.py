"""P012: Favicon, pictures or the look of the whole page equal those of a recorded genuine page.

Why: logos are copied first, and a copy is made to look like its model.
Catches: the same favicon (SHA-256) or one that looks the same, a picture within 6 of 64 bits (pHash), a screenshot
most of whose blocks are those of the genuine page, also with another banner, another name or a bar above.
Spares: plain and tiny pictures (not hashed), blank and error pages, other pages of the same system, the emblem alone
without other evidence.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from detectors.page.decoding import size_of
from detectors.page.document import Document
from detectors.page.pictures import hash_distance, picture_hash
from detectors.page.reference import Reference
from detectors.page.screens import screen_likeness
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_NEAR = 6
# Icons have few points, so that small differences count for more.
_ICON_NEAR = 3
# Smaller files are arrows and dots.
_LEAST_BYTES = 600
# All pictures of a page together: twenty of the largest would cost ten seconds.
_MOST_PIXELS = 24_000_000


class PictureLikeness(Rule):
    """Favicon, pictures or the look of the whole page equal those of a recorded genuine page."""

    id, side = "P012", Side.IMPERSONATION
    about = "使用官方网站的图标、图片或页面外观"
    levels = ("icon", "icon_near", "picture", "screen")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or not view.references:
            return
        hashes: dict[bytes, str] = {}
        for doc in view.documents:
            yield from self._icon(doc, view)
            yield from self._picture(doc, view, hashes)
            yield from self._screen(doc, view)

    def _icon(self, doc: Document, view: View) -> Iterator[Finding]:
        icon = doc.icon
        if not icon:
            return
        digest = hashlib.sha256(icon).hexdigest()
        same = next((r for r in view.references if r.favicon == digest), None)
        if same is not None:
            yield self._against(doc, same, "icon", said("网站图标与官方网站相同"), "favicon")
        elif any(r.icon_look for r in view.references) and (look := picture_hash(icon)):
            near = next((r for r in view.references if hash_distance(look, r.icon_look) <= _ICON_NEAR), None)
            if near is not None:
                yield self._against(doc, near, "icon_near", said("网站图标与官方网站极近"), "favicon")

    def _picture(self, doc: Document, view: View, hashes: dict[bytes, str]) -> Iterator[Finding]:
        known = [(reference, look) for reference in view.references for look in reference.pictures]
        if not known:
            return
        left = _MOST_PIXELS
        for picture in doc.pictures[:20]:
            if len(picture.data) <= _LEAST_BYTES:
                continue
            if picture.data not in hashes:
                wide, high = size_of(picture.data)
                if wide * high > left:
                    continue
                left -= wide * high
                hashes[picture.data] = picture_hash(picture.data)
            near = next((r for r, look in known if hash_distance(hashes[picture.data], look) <= _NEAR), None)
            if near is not None:
                yield self._against(doc, near, "picture", said("图片与官方网站相同或极近"), "picture")
                return

    def _screen(self, doc: Document, view: View) -> Iterator[Finding]:
        known = [r for r in view.references if r.screen]
        if not doc.page.screenshot or not known:
            return
        found = screen_likeness(doc.page.screenshot, [r.screen for r in known])
        best, reference = max(zip(found, known, strict=True), key=lambda row: (row[0].blocks, -row[0].whole))
        nearest = min(found, key=lambda likeness: likeness.whole)
        if nearest.is_near and not best.is_near:
            best, reference = nearest, known[found.index(nearest)]
        if best.is_near:
            detail = said(
                "页面截图与官方页面外观雷同（相同区块 {blocks:.0%}，整体相差 {whole} 位）",
                blocks=best.blocks,
                whole=best.whole,
            )
            yield self._against(doc, reference, "screen", detail, "screen")

    def _against(self, doc: Document, reference: Reference, level: str, detail: str, key: str) -> Finding:
        return self.find(doc, self.worth(level), detail, target=reference.organ, against=reference.url, key=key)
