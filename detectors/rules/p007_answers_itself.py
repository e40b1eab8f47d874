"""P007: The answer to a look-up is written into the page's own script.

Why: a look-up that asks no register can only say what its maker wants.
Catches: a look-up form whose script holds the answer and makes no request of any kind.
Spares: front ends that fetch from a server, calculators, quizzes (no look-up form).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.claims import ministry
from detectors.page.document import Document
from detectors.page.forms import answers_itself
from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

# An answer as it stands ready in a button or in a part that only waits to be shown.
_READY = re.compile(
    r"(?:证书?|证件|证照|状态|结果|查询|核验|验证|查验|信息)[^'\"`<>\n]{0,16}(?:有效|成功|通过|正常|真实|合格)|(?:签发|核发|颁发)[^'\"`<>\n]{0,6}[，,]?\s*有效"
)


class AnswersItself(Rule):
    """The answer to a look-up is written into the page's own script."""

    id, side = "P007", Side.IMPERSONATION
    about = "查询结果由网页脚本自行编造"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if not view.trusted else ():
            if not doc.forms or not (doc.reading.of("lookup_work") or doc.head.of("lookup_work") or doc.claims):
                continue
            scripted = answers_itself(doc.visible.scripts, doc.forms[0]) or answer_of_button(doc)
            waiting = "" if scripted else answer_in_wait(doc)
            if words := scripted or waiting:
                yield self.find(
                    doc,
                    self.worth("found"),
                    said("查询结果早已写在页面里，不向任何服务器查询（“{answer}”）", answer=words[:24]),
                    target=ministry(view.watchlist),
                    key="script",
                    words=waiting,
                    where="hidden",
                )


def answer_of_button(doc: Document) -> str:
    """Return the answer that a look-up's own button gives whatever is asked, or ""."""
    return next((match[0] for handler in doc.handlers if (match := _READY.search(handler))), "")


def answer_in_wait(doc: Document) -> str:
    """Return the answer that a hidden part holds before anybody has asked, or ""."""
    for _, reading in doc.hidden:
        if len(reading.folded.text) <= 400 and (match := _READY.search(reading.folded.text)):
            return match[0]
    return ""
