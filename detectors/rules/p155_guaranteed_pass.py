"""P155: A school guarantees that its pupils pass or get the certificate.

Why: who teaches may teach; to guarantee the result is forbidden in advertising (advertising law, art. 24), a matter of
    the market regulator and not of forged certificates.
Catches: 包过, 保证拿证, 不过全额退款 in a page that speaks of courses and examinations.
Spares: sellers (they do not teach; their promise counts as P107), reported and forbidden words, pass rates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.rules.base import Rule, View
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

_GUARANTEED = re.compile(
    r"(?:包|保)(?:考)?(?:过|通过|拿证|取证)(?!期|滤|程|去|年|来|于|多|分)|保证(?:一次)?(?:通过|拿证|取证|毕业)|签约(?:保过|保证)|(?:百分百|100%)(?:通过|拿证|取证|过)|"
    r"一次(?:性)?(?:帮您)?(?:拿证|通过(?!率))|(?:不过|拿不到证|未通过|考不过)[^。！？\n，,]{0,4}(?:全额)?(?:退费|退款|退学费|全退)|拿证无忧"
)
_TEACHES = re.compile(r"培训|课程|学员|班|招生|授课|讲师|名师|教育|学校|驾校|考点|考试|押题|面授|网课|学费")
# Two of these: what is taught or examined is said, not only promised away.
_LEAST = 2


class GuaranteedPass(Rule):
    """A school guarantees that its pupils pass or get the certificate."""

    id, side = "P155", Side.NOTE
    about = "培训机构作保证性承诺（广告法第二十四条事项）"

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            reading = doc.reading
            if reading.deal is not None or not reading.words("weak_promise"):
                continue
            hit = _guaranteed(reading)
            if hit is not None and len(set(_TEACHES.findall(reading.folded.text))) >= _LEAST:
                detail = said(
                    "培训机构承诺“{promise}”：属广告法第二十四条事项，由市场监管部门处理，本身不是贩卖证件",
                    promise=hit.word,
                )
                yield self.cite(doc, "visible", reading, hit, self.worth("found"), detail)


def _guaranteed(reading: Reading) -> Hit | None:
    for match in _GUARANTEED.finditer(reading.folded.text):
        hit = Hit("guaranteed", match[0], match.start(), match.end())
        if not reading.quotation.is_reported(hit):
            return hit
    return None
