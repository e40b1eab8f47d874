"""Ways to reach a seller, found in folded text: phone, wechat, qq, telegram, mail; shown masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.text.fold import Folded
from zhenwei.types import Contact

_DIGITS = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺么", "0012345678912345678911")
_D = r"[\d〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺么]"
_GAP = r"[\s.\-_*·—~]{0,2}"
_PHONE = re.compile(
    rf"(?<![\d.])(?:\+?86[\s-]?)?[1一壹幺]{_GAP}[3-9三四五六七八九叁肆伍陆柒捌玖](?:{_GAP}{_D}){{9}}(?!\d)"
)
_TOLL_FREE = re.compile(r"(?<![\d-])400[\s-]?\d{3,4}[\s-]?\d{3,4}(?!\d)")
_LANDLINE = re.compile(r"(?<![\d-])0\d{2,3}[\s-]?\d{7,8}(?!\d)")
_WECHAT = re.compile(
    r"微信(?:客服|号码?|同号|同步|咨询|号|id|联系)?(?:[^\n\u4e00-\u9fff。]{0,4}|[:：是为加]{1,2})(?<![a-z])([a-z][-_a-z0-9]{4,19}|\d{6,11})(?![a-z0-9])"
)
_QQ = re.compile(r"(?:qq|q)(?:号码?|群)?[^\d\n\u4e00-\u9fffa-z]{0,4}([1-9]\d{4,10})(?!\d)")
_TELEGRAM = re.compile(r"(?:t\.me/|telegram[^\na-z@]{0,4}@?)([a-z][a-z0-9_]{4,31})")
_MAIL = re.compile(r"(?<![a-z0-9._%+-])([a-z0-9._%+-]{2,40}@[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,10})(?![a-z0-9])")
# A number behind these words belongs to an authority or a newsroom, not to a seller.
_PUBLIC = re.compile(
    r"(?:举报|投诉|监督|信访|值班|报警|新闻热线|爆料|纪检|应急值守|应急电话|报料|本报热线|本报电话|本台|本刊|编辑部|法律咨询|法律援助)[^\n。]{0,12}\Z"
)


def find_contacts(folded: Folded, source: str = "text") -> tuple[Contact, ...]:
    """Return each way of contact once, in order; spans are of the original text."""
    seen: set[tuple[str, str]] = set()
    found = []
    for kind, value, start, end in sorted(_found(folded.text), key=lambda row: row[2]):
        if (kind, value) in seen or _PUBLIC.search(folded.text[max(0, start - 20) : start]):
            continue
        seen.add((kind, value))
        left, right = folded.span(start, end)
        found.append(Contact(kind, value, mask(kind, value), folded.original[left:right], left, right, source))
    return tuple(found)


def _found(text: str) -> Iterator[tuple[str, str, int, int]]:
    for match in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", match[0].translate(_DIGITS))[-11:]
        if len(digits) == 11:
            yield "phone", digits, match.start(), match.end()
    for pattern in (_TOLL_FREE, _LANDLINE):
        for match in pattern.finditer(text):
            yield "phone", re.sub(r"\D", "", match[0]), match.start(), match.end()
    for kind, pattern in (("wechat", _WECHAT), ("qq", _QQ), ("telegram", _TELEGRAM), ("mail", _MAIL)):
        for match in pattern.finditer(text):
            yield kind, match[1], match.start(), match.end()


def mask(kind: str, value: str) -> str:
    """Return the value as shown on screen and in letters: at most the first three and the last two characters."""
    if kind == "mail":
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}"
    if len(value) <= 5:
        return value[:1] + "*" * (len(value) - 1)
    return value[:3] + "*" * (len(value) - 5) + value[-2:]
