"""P006: A foreign host shows the record of a certificate as if it kept the register.

Why: the QR code on a forged card leads to such a page.
Catches: a short page with 准操项目, 有效期, 签发机关 and an answer 有效, or a certificate number T + 18 characters;
a page that is nothing but a picture of such a record.
Spares: articles that explain the fields, other trades' records, photographs of certificates on pages with text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.claims import ministry
from detectors.rules.base import Rule, View
from detectors.text.offers import Reading
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_OWN = {"准操项目", "作业类别", "操作项目", "签发机关", "发证机关", "应复审日期", "复审日期", "初领日期"}
_FIELD = re.compile(
    r"(?:准操项目|操作项目|作业类别|有效期[限至]?|发证机关|签发机关|证[件书]?编?号|姓名|性别|状态)[^\n]{0,6}[:：\n]|"
    r"(?:^|\n)(?:准操项目|操作项目|作业类别|操作类别|有效期[限至]?|[发签]证机关|签发机关|证[件书]?编?号|姓名|持证人|性别|初领日期|复审日期|证照类型)"
    r"(?=[^\n]{2,30}(?:\n|$))"
)
_NUMBER = re.compile(r"(?<![0-9a-z])t\d{3,6}[\d*x]{8,15}")
_ISSUER = re.compile(r"[发签][证发]机关(?:[^\n]{0,4}[:：\n])?\s*[^\n]{0,14}(?:应急|安全生产监督|安监)")
# A page that says little more than "this certificate, issued by the bureau, is valid".
_STATED = re.compile(
    r"(?:该|本|此)[^。\n，,]{0,12}证[^。\n]{0,30}(?:核发|颁发|签发|备案|制发)|(?:应急管理|安全生产监督|安监)[^。\n]{0,12}(?:核发|颁发|签发|备案)"
)
# Longer texts explain a record; they do not show one.
_LONGEST = 2500


class ResultPage(Rule):
    """A foreign host shows the record of a certificate as if it kept the register."""

    id, side = "P006", Side.IMPERSONATION
    about = "展示证件“有效”的查询结果"
    levels = ("valid_issued", "stated", "valid")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if not view.trusted else ():
            pictured = [("picture", doc.pictured)] if doc.is_picture and doc.pictured is not None else []
            hidden = [("hidden", reading) for _, reading in doc.hidden]
            for where, part in [("visible", doc.reading), *hidden, *pictured]:
                shown = _shown(part)
                if shown:
                    fields = sorted(part.words("result"))[:6]
                    detail = said("页面展示证件查询结果（{words}）", words="、".join(fields))
                    yield self.find(
                        doc,
                        self.worth(shown),
                        detail,
                        target=ministry(view.watchlist),
                        key="result",
                        words=[*part.ordered(part.words("valid_answer")), *part.ordered(fields)],
                        where=where,
                    )
                    break


def _shown(part: Reading) -> str:
    """Return the level of a text that shows a record: higher if it says valid and names a regulator as issuer."""
    text, words = part.folded.text, part.words("result")
    if len(text) <= 400 and part.of("valid_answer") and _STATED.search(text) and part.of("lookup_work"):
        return "stated"
    if len(text) > _LONGEST or len(words) < 4 or not words & _OWN or len(_FIELD.findall(text)) < 3:
        return ""
    valid = bool(part.of("valid_answer")) or bool(
        re.search(
            r"(?:状态|结果|审验)[^\n:：]{0,3}[:：\n\s]*(?:有效|正常|通过|合格)|有效期[^\n]{0,3}\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?\s?有效",
            text,
        )
    )
    if valid and _ISSUER.search(text):
        return "valid_issued"
    return "valid" if valid or _NUMBER.search(text) else ""
