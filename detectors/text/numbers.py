"""Telephone numbers in folded text, however their digits are written and parted; never the other long numbers.

Forms: mobile numbers (11 digits, 13 to 19), free calls (400, 800), land lines with their area code (YD/T 1956).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Digits as they are said and written out, and the letters that look like them.
_SPOKEN = ("〇零洞o", "一壹幺么l", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒拐", "八捌", "九玖勾")
_DIGITS = str.maketrans({char: str(digit) for digit, chars in enumerate(_SPOKEN) for char in chars})
_SAID = "".join(_SPOKEN)
_D = rf"[\d{_SAID}]"
_GAP = r"[\s.\-_*·—–~/|+、,]{0,3}"
_MOBILE = re.compile(
    rf"[1一壹幺l](?<!\d.)(?<!\d\..){_GAP}[3-9三四五六七八九叁肆伍陆柒捌玖拐勾](?:{_GAP}{_D}){{9}}(?!\d)"
)
# One pattern each, since a literal at the front is what makes a search fast.
_FREE = tuple(
    re.compile(rf"{start}(?<![\d-]...)(?<!\d[ -]...)[\s-]?\d{{3,4}}[\s-]?\d{{3,4}}(?![\d-]|[\s-]\d)")
    for start in ("400", "800")
)
_LAND = re.compile(
    r"0(?<![\d.-].)(?:10|2\d|[3-9]\d{2}|\d{2}(?=-\d{8}))[ )\]—-]{0,3}(?!(?:19|20)\d{2}(?:0\d|1[0-2])[0-3]\d(?!\d))"
    r"\d{3,4}[ -]?\d{4}(?P<inside>(?:-|转)\d{1,4})?(?!\d|[-.]\d)"
)
_PARTS = re.compile(rf"{_D}+")
# How people part a mobile number; a number in nearly as many parts as digits is parted to hide it.
_WAYS_OF_PARTING = (
    "11 3-4-4 3-8 4-3-4 4-4-3 3-3-5 3-5-3 3-3-3-2 3-2-3-3 3-3-2-3 3-4-2-2 3-2-2-4 3-2-2-2-2 7-4 5-6 6-5 8-3 4-7 "
    "1-10 2-9 1-2-4-4 2-3-3-3 1-2-2-2-2-2"
)
_WAYS = frozenset(_WAYS_OF_PARTING.split())
_MANY = 8
# Before a number: it is of another kind, or the rest of a longer one.
_OTHER = re.compile(
    r"(?:订单号?|单号|编号|证号|学号|准考证号?|考号|许可证号?|文号|账号|帐号|卡号|户号|税号|流水号|序列号|批号|货号|型号|代码|isbn|issn|身份证号?码?|"
    r"备|第)[^\n\u4e00-\u9fff\d]{0,3}\Z"
    r"|(?<!\d)(?:\d{3,6} |\d{1,6}[.-])\Z|\d\Z|[a-z\d.]/\Z|(?<![\u4e00-\u9fff])[_+$¥￥]\Z|[a-z\d]=\Z"
)
# The trunk prefix, once dialled before mobile numbers of other places.
_TRUNK = re.compile(r"(?<![\d.-])0[ -]?\Z")
_LETTERS = re.compile(r"([a-z]+)[-_.]?\Z")
_NAMES = "tel telephone phone mobile mob call cell m t p wx vx v wechat qq q whatsapp zfb number mp"
_LABELS = frozenset(_NAMES.split())
_GOES_ON = re.compile(
    r"[ -]\d{3,6}(?![\d-])|-\d{1,2}(?!\d)|\.\d|[-_]?(?!qq|wx|vx|wechat|tel|[vw](?![a-z]))[a-z_][a-z0-9_]|"
    r"\.(?:jpg|png|htm|pdf|gif|doc)|%|元|[年月号](?!码)"
)


def phones(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (digits, start, end) of each telephone number in a folded text."""
    for match in _MOBILE.finditer(text):
        digits = "".join(_PARTS.findall(match[0])).translate(_DIGITS)
        if _is_parted_well(match[0]) and _stands_alone(text, *match.span()):
            yield digits, match.start(), match.end()
    for pattern in _FREE:
        for match in pattern.finditer(text):
            digits = re.sub(r"\D", "", match[0])
            if len(digits) == 10 and _stands_alone(text, *match.span()):
                yield digits, match.start(), match.end()
    for match in _LAND.finditer(text):
        if _stands_alone(text, *match.span()):
            number = match[0].removesuffix(match["inside"] or "")
            yield re.sub(r"\D", "", number), match.start(), match.end()


def _is_parted_well(number: str) -> bool:
    if number.isdecimal():
        return True
    parts = _PARTS.findall(number)
    if sum(c.isdecimal() for c in number) < 6 and set(number) & set("ol"):
        return False
    if "." in number or "," in number or "、" in number or "\n" in number:
        return len(parts) == 3 and "-".join(str(len(p)) for p in parts) in _WAYS and "\n" not in number
    return len(parts) >= _MANY or "-".join(str(len(p)) for p in parts) in _WAYS


def _stands_alone(text: str, start: int, end: int) -> bool:
    """True if nothing around says that the number is part of something else."""
    before = text[max(0, start - 16) : start]
    if before.endswith(("+86", "+86 ", "+86-", "0086", "0086-", "(86)", "86-", "86 ")) or _TRUNK.search(before):
        return True
    if _OTHER.search(before) or _GOES_ON.match(text, end):
        return False
    letters = _LETTERS.search(before)
    return letters is None or letters[1] in _LABELS
