"""How a Han name is spelled in Latin letters: full pinyin and initials."""

from __future__ import annotations

import re
from functools import cache

from pypinyin import Style, lazy_pinyin

_HAN = re.compile(r"[\u3400-\u9fff]")


def is_han(text: str) -> bool:
    """True if the text holds a Han character."""
    return _HAN.search(text) is not None


@cache
def spelled(name: str) -> str:
    """Return the full pinyin without tones, Han only: 应急管理部 → yingjiguanlibu."""
    return "".join(lazy_pinyin("".join(_HAN.findall(name)), v_to_u=False))


@cache
def initials(name: str) -> str:
    """Return the first letters: 应急管理部 → yjglb."""
    return "".join(lazy_pinyin("".join(_HAN.findall(name)), style=Style.FIRST_LETTER))
