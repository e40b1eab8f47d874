"""P011: Text or structure is near to a recorded genuine page.

Why: a faithful copy shares shingles and tag paths with what it copies.
Catches: text likeness from 0.5, structure from 0.8, against references recorded by `zhenwei organ learn`.
Spares: pages that quote a paragraph (likeness counts the whole), different sites on one content system
    (structure alone is worth little).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.likeness import minhash, structure, structure_likeness, text_likeness
from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side


class TemplateLikeness(Rule):
    """Text or structure is near to a recorded genuine page."""

    id, side = "P011", Side.IMPERSONATION
    about = "与官方页面文字或结构雷同"
    levels = ("text_same", "text_near", "shape")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign or not view.references:
            return
        for doc in view.documents:
            text, dom = minhash(doc.reading.folded.text), structure(doc.visible.tree)
            rows = [(text_likeness(text, r.text), structure_likeness(dom, r.dom), r) for r in view.references]
            words, shape, reference = max(rows, key=lambda row: (row[0] + 0.5 * row[1], row[2].url))
            points = self._points(words, shape)
            if points:
                detail = f"与官方页面雷同（文字相似度 {words:.0%}，结构相似度 {shape:.0%}）"
                yield self.find(doc, points, detail, target=reference.organ, against=reference.url, key=reference.url)

    def _points(self, words: float, shape: float) -> float:
        text = self.worth("text_same") if words >= 0.75 else self.worth("text_near") if words >= 0.5 else 0
        return text + (self.worth("shape") if shape >= 0.8 else 0)
