"""P019: The site calls itself a government or a government department, on a host that is none.

Why: not the regulator itself, but the same trick; such copies carry forged news and forged look-ups.
Catches: …人民政府门户网站, …委员会 as a part of the title, together with marks or an address that pretends.
Spares: news sites that cite the department as a source; alone the points stay far below the threshold.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side

_BODY = re.compile(
    r"(?:^|[-_|—–·»\s])(?:欢迎访问)?[\u4e00-\u9fff]{2,16}(?:人民政府|委员会办公室|管理委员会|卫生健康委员会|发展和改革委员会|"
    r"教育局|公安局|住房和城乡建设局|市场监督管理局|人力资源和社会保障局)(?:门户网站|官方网站|官网|网站)?(?:$|[-_|—–·\s])"
)


class GovernmentAsSiteName(Rule):
    """The site calls itself a government or a government department."""

    id, side = "P019", Side.IMPERSONATION
    about = "以政府机关名称作网站名"

    def look(self, view: View) -> Iterator[Finding]:
        if not view.foreign:
            return
        for doc in view.documents:
            if match := _BODY.search(doc.title):
                name = match[0].strip("-_|—– ·»")
                yield self.find(doc, self.worth("found"), f"标题自称“{name}”，并非政府域名", key="title")
