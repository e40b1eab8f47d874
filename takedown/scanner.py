"""Personal data by its shape: what must stand in no body of a letter, however it is spelt.

phone: mobile numbers (with country code), land lines with their area code, 400 and 800, seven or eight digits behind
    电话; digits in any disguise and with separators between them. identity: GB 11643 numbers whose birthday and check
    digit are right, behind T (the number of a certificate) whatever the check digit, 15 digits behind 身份证.
mail; wechat and qq: a handle or number behind a name of the service. bank: 16 to 19 digits that fulfil Luhn's rule.
plate: licence plates (GA 36). passport: behind its name.

Spared (takedown/spared.py): dates, times, network addresses, digests and serial numbers, filing numbers, credit codes,
numbers of documents and laws, postal codes, sizes, defanged host names; and whatever is masked already.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from takedown.folding import UNSEEN, folded
from takedown.identity import has_birthday, is_bank_card, is_credit_code, is_identity, is_old_identity
from takedown.spared import blanked
from zhenwei.sentences import said


@dataclass(frozen=True, slots=True)
class Found:
    """Something personal: ``kind`` (a key of NAMES), and the text at ``start:end`` as it is written there."""

    kind: str
    value: str
    start: int
    end: int


NAMES = {
    "identity": said("身份证件号码"),
    "phone": said("电话号码"),
    "bank": said("银行卡号"),
    "mail": said("电子邮箱"),
    "wechat": said("微信号"),
    "qq": said("QQ号"),
    "passport": said("护照号码"),
    "plate": said("车牌号码"),
}

_GAP = rf"[ \-.·•_*/~|+\u3000{UNSEEN}]{{0,3}}"
_THIN = rf"[ \-\u3000{UNSEEN}]{{0,2}}"
_END = r"(?![0-9A-Za-z])"
# Between the name of a service and what stands behind it.
_OPEN = rf"\s*(?:账号|帐号|号码|群号|[号群])?\s*(?:是|为|同)?[\s（(【“”\"'>＞{UNSEEN}-]{{0,4}}"
_SAID = rf"\s*(?:(?:账号|帐号|号码|群号|[号群])\s*(?:是|为)?|[:：])[\s:：()（）【】“”\"'>＞{UNSEEN}-]{{0,4}}"
_NO_DIGIT = r"(?<![0-9])(?<![0-9][.,])"
_WECHAT = (
    r"(?:微信|薇信|威信|维信|徽信|[Vv]信|加[Vv]|(?<![A-Za-z])[Ww]e[Cc]hat(?:\s?[Ii][Dd])?|"
    r"(?<![A-Za-z])(?:[Vv][Xx]|[Ww][Xx])(?![A-Za-z]))"
)
_QQ = r"(?:(?<![A-Za-z])[Qq]{2}(?![A-Za-z.])|扣扣|企鹅)"
_MAIL_HOSTS = r"(?:qq|163|126|139|189|sina|sohu|yeah|foxmail|gmail|outlook|hotmail|aliyun|vip)"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"


def _any(_number: str) -> bool:
    return True


def _is_card(number: str) -> bool:
    return is_bank_card(number) and not is_credit_code(number)


# (kind, pattern, check of the digits and letters in it), in the order in which they claim a place. ``it`` is what is
# personal; what stands before it says that it is.
_SHAPES: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    (
        "identity",
        rf"(?<![0-9A-Za-z])(?P<it>[Tt]{_THIN}\d(?:{_THIN}\d){{16}}{_THIN}[0-9Xx]){_END}",
        lambda number: has_birthday(number[1:]),
    ),
    ("identity", rf"{_NO_DIGIT}(?P<it>\d(?:{_THIN}\d){{16}}{_THIN}[0-9Xx])(?![0-9])", is_identity),
    ("identity", r"(?:身份证|证件|证号)[^0-9。；]{0,12}(?P<it>\d{15})(?![0-9Xx])", is_old_identity),
    (
        "mail",
        r"(?P<it>[A-Za-z0-9._%+-]*[A-Za-z0-9]\s?(?:@|\(at\)|\[at\]|（at）)\s?"
        r"[A-Za-z0-9-]+(?:\s?(?:\.|\[\.\])\s?[A-Za-z0-9-]+)+)",
        _any,
    ),
    ("mail", rf"(?P<it>[A-Za-z0-9._-]*[A-Za-z0-9]#{_MAIL_HOSTS}(?:\.[A-Za-z]+)+)", _any),
    ("phone", rf"{_NO_DIGIT}(?P<it>(?:(?:\+|00)?86{_GAP})?1{_GAP}[3-9](?:{_GAP}\d){{9}})(?![0-9])", _any),
    (
        "phone",
        r"(?<![0-9A-Za-z.])(?P<it>(?:[(（]0(?:10|2\d|[3-9]\d\d)[)）]|0(?:10|2\d|[3-9]\d\d))"
        rf"[ \-~转]{{0,3}}[2-9]\d{{2,3}}[ \-]?\d{{4}}){_END}",
        _any,
    ),
    ("phone", rf"(?<![0-9A-Za-z.])(?P<it>[48]00(?:{_THIN}\d){{7}}){_END}", _any),
    (
        "phone",
        r"(?:电话|座机|热线|传真|手机|致电|[Tt]el|TEL)(?:号码?)?[\s:：]{0,3}(?P<it>[2-9]\d{2,3}[ \-]?\d{4})(?![0-9*])",
        _any,
    ),
    ("wechat", r"(?<![A-Za-z])(?P<it>wxid_[0-9A-Za-z_-]{4,})", _any),
    ("wechat", rf"{_WECHAT}{_SAID}(?P<it>[A-Za-z][A-Za-z0-9_-]{{4,19}})(?![A-Za-z0-9*])", _any),
    (
        "wechat",
        rf"{_WECHAT}{_OPEN}(?P<it>(?=[A-Za-z_-]{{0,19}}[0-9_])[A-Za-z][A-Za-z0-9_-]{{4,19}})(?![A-Za-z0-9*])",
        _any,
    ),
    ("wechat", rf"{_WECHAT}(?:{_SAID}|{_OPEN})(?P<it>\d(?:{_THIN}\d){{5,12}})(?![0-9*])", _any),
    ("qq", rf"{_QQ}(?:{_SAID}|{_OPEN})(?P<it>[1-9](?:{_THIN}\d){{4,10}})(?![0-9*])", _any),
    ("bank", rf"{_NO_DIGIT}(?<![A-Za-z])(?P<it>\d(?:[ \-]?\d){{15,18}}){_END}", _is_card),
    ("passport", r"护照[^0-9A-Za-z。；]{0,8}(?P<it>[A-Z]{1,2}\d{7,8})(?![0-9])", _any),
    (
        "plate",
        rf"(?P<it>[{_PROVINCES}][A-HJ-NP-Z][·•\s]?(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳])"
        r"(?![A-Za-z0-9-])",
        _any,
    ),
)
_COMPILED = tuple((kind, re.compile(pattern), holds) for kind, pattern, holds in _SHAPES)


# Without one of these there is nothing to look for: five digits, or a word or sign of a shape that needs fewer.
_WORTH_IT = re.compile(
    rf"\d(?:\D*\d){{4}}|[@#]|[(（\[]at|[微薇威维徽Vv]信|加[Vv]|[Ww]e[Cc]hat|[VWvw][Xx]|[Qq]{{2}}|扣扣|企鹅|护照|"
    rf"[{_PROVINCES}][A-HJ-NP-Z]"
)


def personal_data(text: str) -> tuple[Found, ...]:
    """Return what is personal in a text, in order; no two overlap. Offsets are of the text as given."""
    plain = folded(text)
    if not _WORTH_IT.search(plain):
        return ()
    read = blanked(plain)
    if not _WORTH_IT.search(read):
        return ()
    taken: list[tuple[int, int]] = []
    found = []
    for kind, pattern, holds in _COMPILED:
        for match in pattern.finditer(read):
            start, end = match.span("it")
            if any(start < right and left < end for left, right in taken):
                continue
            if holds(re.sub(r"[^0-9A-Za-z]", "", match["it"]).upper()):
                while read[end : end + 1] == UNSEEN:  # the rest of a keycap
                    end += 1
                taken.append((start, end))
                found.append(Found(kind, text[start:end], start, end))
    return tuple(sorted(found, key=lambda one: one.start))
