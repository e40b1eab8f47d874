"""P019: The site calls itself a government or a government department, on a host that is none.

Why: not the regulator itself, but the same trick; such copies carry forged news and forged look-ups.
Catches: …人民政府门户网站, …委员会 as a part of the title or as the site's name in the head; 某市人民政府办公厅主办 in
    the foot. Both together count as signed.
Spares: news sites that cite the department as a source, sites under its 主管; alone the points stay far below the
    threshold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.authorities import authority_in_line, authority_in_title
from detectors.page.document import Document
from detectors.page.footer import host_lines
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

# A school's foot names the office that it stands under.
_GUARDIAN = re.compile(r"(?:业务)?主管(?:单位|部门)?\s*[:：][^\n|]{0,40}")


class GovernmentAsSiteName(Rule):
    """The site calls itself a government or a government department."""

    id, version, side = "P019", 2, Side.IMPERSONATION
    about = "以政府机关名称作网站名"
    levels = ("title", "host")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if view.foreign else ():
            claimed = {claim.where for claim in doc.claims if claim.kind == "organ"}  # P001 and P004 speak of those
            name = authority_in_title(doc.title) or _in_head(doc)
            if name and "title" not in claimed:
                detail = said("标题自称“{name}”，并非政府域名", name=name[:40])
                yield self.find(doc, self.worth("title"), detail, against=name, key="title", words=name, where="head")
            if "host" not in claimed and (name := _in_foot(doc)):
                detail = said("页脚署名主办单位“{name}”，并非政府域名", name=name)
                yield self.find(doc, self.worth("host"), detail, against=name, key="host", words=name)


def _in_head(doc: Document) -> str:
    names = (value for key, value in doc.marks.meta if key == "sitename")
    return next((found for name in names if (found := authority_in_title(name))), "")


def _in_foot(doc: Document) -> str:
    text = doc.visible.text
    lines = host_lines(_GUARDIAN.sub("", text) if "主管" in text else text)
    return next((found for line in lines if (found := authority_in_line(line))), "")
