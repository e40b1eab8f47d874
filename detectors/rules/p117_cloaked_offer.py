"""P117: The offer is shown to some visitors only.

Why: cloaking serves search spiders or escapes inspectors; no lawful page offers certificates to one kind of visitor.
Catches: an offer for spider, phone, WeChat or visitors from a search engine, none for the others.
Spares: the same page under all profiles.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.document import Document
from detectors.rules.base import Rule, View
from detectors.rules.sale import core
from zhenwei.types import Finding, Side


class CloakedOffer(Rule):
    """The offer is shown to some visitors only."""

    id, side = "P117", Side.SALE
    about = "招徕仅对部分访问者展示"

    def look(self, view: View) -> Iterator[Finding]:
        for address in dict.fromkeys(d.page.url for d in view.documents):
            yield from self._at(tuple(d for d in view.documents if d.page.url == address))

    def _at(self, documents: tuple[Document, ...]) -> Iterator[Finding]:
        sold = [(d, any(core(r) for _, r in d.readings)) for d in documents]
        shown = [d for d, yes in sold if yes]
        profiles = {d.page.profile for d in shown}
        if shown and any(not yes and d.page.profile not in profiles for d, yes in sold):
            names = "、".join(dict.fromkeys(d.page.profile.value for d in shown))
            points = self.worth("found")
            yield self.find(shown[0], points, f"招徕内容仅对部分访问方式展示（{names}）", key="cloak")
