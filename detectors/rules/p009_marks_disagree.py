"""P009: Footer marks are malformed, contradict themselves or the organ claimed, or are those of a protected organ.

Why: invented numbers break the format; copied ones belong to somebody else; a regulator files at home.
Catches: a seven-digit ICP number, 京 with a code of another province, a site code and a police number of two provinces;
    the site code, ICP or police number of a protected organ (from its file or its pages on record); a page in the name
    of 浙江 whose every number is from elsewhere.
Spares: old twelve-digit police numbers, provinces with two characters (蜀/川), ministries (they have no province).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.document import Document
from detectors.page.footer import filing, spellings
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class MarksDisagree(Rule):
    """Footer marks are malformed, contradict themselves or the organ claimed, or are those of a protected organ."""

    id, version, side = "P009", 2, Side.IMPERSONATION
    about = "页脚标识有误或属于他人"
    levels = ("stolen", "region", "odd")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if view.foreign else ():
            if stolen := _stolen(doc, view):
                slug, what, number = stolen
                organ = view.watchlist.organs[slug].name
                detail = said("使用{organ}的{what}（{number}）", organ=organ, what=what, number=number)
                yield self.find(doc, self.worth("stolen"), detail, target=slug, key="stolen", words=spellings(number))
            elif elsewhere := _elsewhere(doc, view):
                words = [spelling for number in doc.marks.numbers for spelling in spellings(number)]
                yield self.find(doc, self.worth("region"), elsewhere, key="region", words=words)
            elif doc.marks.odd:
                odd = doc.marks.odd[0]
                yield self.find(doc, self.worth("odd"), odd.said, key="odd", words=odd.words)


def _stolen(doc: Document, view: View) -> tuple[str, str, str] | None:
    """Return the organ whose number the page shows, what kind of number, and the number."""
    numbers = doc.marks.numbers
    if not numbers:
        return None
    for slug, organ in view.watchlist.organs.items():
        if organ.site_code and organ.site_code in doc.marks.site_codes:
            return slug, said("网站标识码"), organ.site_code
        if organ.icp and filing(organ.icp) in numbers:
            return slug, said("备案号"), filing(organ.icp)
    for number in numbers:
        slug = view.known.owner_of(number)
        if slug in view.watchlist.organs:
            return slug, said("官方页面上的编号"), number
    return None


def _elsewhere(doc: Document, view: View) -> str:
    """Return what is wrong if the page speaks for an organ of one province with numbers of others only."""
    areas = doc.marks.areas
    for claim in doc.claims if areas else ():
        organ = view.watchlist.organs.get(claim.target) if claim.kind == "organ" else None
        if (
            organ is not None
            and organ.region[:2] != "00"
            and organ.region[:2] not in areas
            and organ.name in claim.words
        ):
            return said(
                "自称{organ}，备案号或标识码却属于其他地区（{areas}）", organ=organ.name, areas="、".join(areas)
            )
    return ""
