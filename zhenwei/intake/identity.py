"""What a row tells of the person who reported, kept apart from what may be shown to those who work on the case."""

from __future__ import annotations

import re
from collections.abc import Iterable

MARK = "［举报人］"
LONGEST_IDENTITY = 2000
# How people name themselves inside a free text. The value ends at a break of the sentence.
_NAMED = (
    r"(?:举报人|来电人|投诉人|反映人|诉求人|信访人|报案人|申请人|联系人)(?:姓名|电话|手机|手机号|联系电话|联系方式|身份证号?)?\s*[:：是为]\s*",
    r"(?:我叫|我名叫|本人叫|本人姓名|我的名字|我的姓名|本人名叫)\s*[:：是为叫]?\s*",
    r"(?:我|本人)的?(?:电话|手机|手机号|手机号码|联系电话|联系方式|微信|微信号|邮箱|身份证|身份证号|身份证号码|住址|家庭住址)\s*[:：是为]?\s*",
)
_TOLD = re.compile(rf"(?P<how>{'|'.join(_NAMED)})(?P<value>[^\s,，。;；、!！?？()（）<>《》【】\[\]]{{2,40}})")
# A person's number (GB 11643): reporters write their own; a seller's page shows nobody's.
_ID_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)


_NAME = re.compile(r"[\u3400-\u9fff]{2,4}")


def told_in(note: str) -> dict[str, str]:
    """Return what a free text tells of its author: the words before it, and the value."""
    found: dict[str, str] = {}
    for match in _TOLD.finditer(note):
        found.setdefault(match["value"], match["how"].strip(" :：是为叫"))
    for match in _ID_NUMBER.finditer(note):
        found.setdefault(match[0], "身份证号")
    return {value: how for value, how in found.items() if not re.search(r"[.。]\w{2,}(?:/|$)|https?:", value)}


def without(text: str, values: Iterable[str]) -> str:
    """Return a text in which each value is struck out, and a telephone number also in other groupings."""
    for value in sorted(set(values), key=len, reverse=True):
        if len(value) < 2:
            continue
        text = text.replace(value, MARK)
        if _NAME.fullmatch(value):
            text = re.sub(r"\s+".join(value), MARK, text)
        digits = re.sub(r"\D", "", value)
        if 7 <= len(digits) <= 18 and len(digits) >= len(value) - 6:
            text = re.sub(r"(?<!\d)" + r"[ \-.·]?".join(digits) + r"(?!\d)", MARK, text)
    return text


def joined(pairs: Iterable[tuple[str, str]]) -> str:
    """Return an identity on one line: ``举报人: …; 联系电话: …``."""
    return "; ".join(f"{name}: {value}" for name, value in pairs)[:LONGEST_IDENTITY]
