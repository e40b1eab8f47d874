"""P007: The answer to a look-up is written into the page's own script.

Why: a look-up that asks no register can only say what its maker wants.
Catches: a look-up form whose script holds the answer and makes no request of any kind.
Spares: front ends that fetch from a server, calculators, quizzes (no look-up form).
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.page.claims import ministry
from detectors.page.forms import answers_itself
from detectors.rules.base import Rule, View
from zhenwei.types import Finding, Side


class AnswersItself(Rule):
    """The answer to a look-up is written into the page's own script."""

    id, side = "P007", Side.IMPERSONATION
    about = "查询结果由网页脚本自行编造"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents if not view.trusted else ():
            if not doc.forms or not (doc.reading.of("lookup_work") or doc.head.of("lookup_work") or doc.claims):
                continue
            words = answers_itself(doc.visible.scripts, doc.forms[0])
            if words:
                yield self.find(
                    doc,
                    42,
                    f"脚本不向任何服务器查询即给出结果（“{words[:24]}”）",
                    target=ministry(view.watchlist),
                    key="script",
                )
