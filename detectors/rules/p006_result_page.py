"""P006: A foreign host shows the record of a certificate as if it kept the register.

Why: the QR code on a forged card leads to such a page.
Catches: a short page with 准操项目, 有效期, 签发机关 and an answer 有效, or a certificate number T + 18 characters.
Spares: articles that explain the fields, other trades' records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.claims import ministry
from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side


class ResultPage(Rule):
    """A foreign host shows the record of a certificate as if it kept the register."""

    id, side = "P006", Side.IMPERSONATION
    about = "展示证件“有效”的查询结果"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if not view.trusted else ():
            reading = doc.reading
            for where, part in [("visible", reading), *(("hidden", r) for _, r in doc.hidden)]:
                words = part.words("result")
                own = words & {
                    "准操项目",
                    "作业类别",
                    "操作项目",
                    "签发机关",
                    "发证机关",
                    "应复审日期",
                    "复审日期",
                    "初领日期",
                }
                fields = len(
                    re.findall(
                        r"(?:准操项目|操作项目|作业类别|有效期[限至]?|发证机关|签发机关|证[件书]?编?号|姓名|性别|状态)[^\n]{0,6}[:：\n]",
                        part.folded.text,
                    )
                )
                number = re.search(r"(?<![0-9a-z])t\d{6}[\d*x]{8,12}", part.folded.text)
                if (
                    len(words) >= 4
                    and own
                    and fields >= 3
                    and len(part.folded.text) < 2500
                    and (part.of("valid_answer") or number)
                ):
                    yield self.find(
                        doc,
                        24,
                        f"页面展示证件查询结果（{'、'.join(sorted(words)[:6])}）",
                        target=ministry(view.watchlist),
                        key="result",
                    )
                    break
