"""P009: Footer marks are malformed, contradict themselves, or are those of a protected organ.

Why: invented numbers break the format; copied ones belong to somebody else.
Catches: a seven-digit ICP number, 京 with a code of another province, the site code or ICP number of a
    protected organ.
Spares: old twelve-digit police numbers, provinces with two characters (蜀/川).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side


class MarksDisagree(Rule):
    """Footer marks are malformed, contradict themselves, or are those of a protected organ."""

    id, side = "P009", Side.IMPERSONATION
    about = "页脚标识有误或属于他人"
    levels = ("stolen", "odd")

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            for slug, organ in view.watchlist.organs.items():
                stolen = organ.site_code and organ.site_code == doc.marks.site_code
                filing = organ.icp and any(
                    "".join(n.lower().split()) in "".join(organ.icp.lower().split()) for n in doc.marks.icp
                )
                if stolen or filing:
                    what = "网站标识码" if stolen else "备案号"
                    points = self.worth("stolen")
                    yield self.find(doc, points, f"使用{organ.name}的{what}", target=slug, key="stolen")
                    break
            else:
                if doc.marks.odd:
                    yield self.find(doc, self.worth("odd"), doc.marks.odd[0], key="odd")
