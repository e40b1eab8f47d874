"""P152: The page looks for workers who hold a certificate.

Why: an employer asks for certificates and pays for work.
Catches: three or more words of recruitment: damping.
Spares: a seller who also writes 急招代理.
"""

from __future__ import annotations

from collections.abc import Iterator

from detectors.rules.base import Rule, View
from zhenwei.sentences import said
from zhenwei.types import Finding, Side


class Recruitment(Rule):
    """The page looks for workers who hold a certificate."""

    id, side = "P152", Side.NOTE
    about = "招聘信息"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            words = doc.reading.words("recruit")
            if len(words) >= 3:
                first = sorted(words)[:6]
                detail = said("招聘用语：{words}", words="、".join(first))
                yield self.find(doc, self.worth("found"), detail, words=doc.reading.ordered(first))
