"""P008: Marks that only public bodies carry stand on a foreign host.

Why: the 党政机关 mark, 网站标识码 and 找错 are given to gov.cn sites; copies take them along.
Catches: conac links, site codes, jiucuo scripts on a name outside gov.cn.
Spares: blue marks of public institutions are possible on other names: with nothing else the points stay far
    below the threshold.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.document import Document
from detectors.page.footer import SITE_CODE
from detectors.rules.base import Rule, View
from zhenwei.sentences import listed, said
from zhenwei.types import Finding, Side


class GovernmentMarks(Rule):
    """Marks that only public bodies carry stand on a foreign host."""

    id, side = "P008", Side.IMPERSONATION
    about = "使用仅限党政机关的标识"
    levels = ("first", "more", "most")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            marks = doc.marks
            seen = [
                n
                for n, there in (
                    (said("网站标识码"), marks.site_code),
                    (said("党政机关标识"), marks.party_mark),
                    (said("找错标识"), marks.error_mark),
                )
                if there
            ]
            if seen:
                points = self.repeated(len(seen))
                yield self.find(
                    doc, points, said("非政府域名的页面使用{marks}", marks=listed(seen)), key="marks", words=_codes(doc)
                )


def _codes(doc: Document) -> list[str]:
    """Return the site codes as the page names them, then by themselves."""
    named = [match[0] for match in SITE_CODE.finditer(doc.reading.folded.text)]
    return [*named, *doc.marks.site_codes]
