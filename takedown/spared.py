"""Numbers that are no person's, blanked before a text is searched for personal data."""

from __future__ import annotations

import re
from ipaddress import ip_address

from takedown.identity import is_credit_code

_DAY = r"(?:19|20)\d\d\s?[-./年]\s?(?:0?[1-9]|1[0-2])\s?[-./月]\s?(?:0?[1-9]|[12]\d|3[01])(?!\d)日?"
# (what the text must hold for the pattern to be worth a try, pattern)
_SPARED = tuple(
    (hint, re.compile(pattern))
    for hint, pattern in (
        (
            "",
            _DAY + r"(?:[T\s至]{0,3}\d{1,2}[:：时]\d\d(?:[:：分]\d\d秒?)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?)?",
        ),
        ("", r"(?<!\d)\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?!\d)"),
        # RFC 9562
        ("-", r"(?<![0-9A-Za-z])[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}(?![0-9A-Za-z])"),
        ("", r"(?<![0-9A-Za-z])[0-9A-Fa-f]{32,128}(?![0-9A-Za-z])"),
        # Shortened digests and serial numbers: hexadecimal, so both digits and letters of it.
        (
            "",
            r"(?<![0-9A-Za-z])(?=[0-9A-Fa-f]*[A-Fa-f])(?=[0-9A-Fa-f]*\d[0-9A-Fa-f]*\d)[0-9A-Fa-f]{16,}(?![0-9A-Za-z])",
        ),
        (":", r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}:){5,}[0-9A-Fa-f]{2}(?![0-9A-Za-z])"),
        ("序列号", r"序列号\s*[:：=]?\s*(?:0x)?[0-9A-Fa-f]{6,40}(?![0-9A-Za-z])"),
        ("erial", r"[Ss]erial(?:\s?[Nn]umber)?\s*[:：=]?\s*(?:0x)?[0-9A-Fa-f]{6,40}(?![0-9A-Za-z])"),
        ("ICP", r"ICP\s*[备证]\s*(?:第\s*)?[0-9A-Za-z]{1,20}\s*号?(?:\s*-\s*\d{1,4})?"),
        ("备", r"安\s*备\s*(?:第\s*)?[:：]?\s*\d{5,20}\s*号?"),
        # Licences of value-added telecom services.
        ("-", r"(?<![0-9A-Za-z])[A-Z]\d-\d{8}(?!\d)"),
        ("官方页面上的编号（", r"官方页面上的编号（(?!1[3-9]\d{9}）)[^）]{4,40}）"),
        ("标识码", r"标识码\s*[:：]?\s*(?:bm)?\d{8,10}(?!\d)"),
        ("bm", r"(?<![0-9A-Za-z])bm\d{8}(?!\d)"),
        ("号", r"第\s*\d{1,12}\s*号"),
        ("邮", r"邮(?:政编码|编)\s*[:：]?\s*\d{6}(?!\d)"),
        ("-", r"(?<![A-Za-z])(?:GB|GA|YD|DB\d\d)(?:/[TZ])?\s?\d+(?:\.\d+)?-\d{4}(?!\d)"),
        ("hxxp", r"hxxps?://[^\s/，。；）]+"),
        ("[.]", r"(?:[0-9A-Za-z-]+\[\.\])+[0-9A-Za-z-]+"),
        # Folders of captures.
        ("/", r"(?<!\d)\d{6}/[0-9A-Za-z._-]+/\d+-[a-z]+(?:-[a-z]+)*"),
    )
)
_IPV4 = re.compile(r"(?<![0-9.])(?:\d{1,3}\.){3}\d{1,3}(?:/\d{1,2})?(?![0-9.]*\d)")
_IPV6 = re.compile(r"(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![0-9A-Za-z:])")
_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-HJ-NPQRTUWXY]{18}(?![0-9A-Za-z])")


def blanked(text: str) -> str:
    """Return the text with those spans filled by a character that belongs to no shape; its length stays."""
    for hint, pattern in _SPARED:
        if hint in text:
            text = pattern.sub(_fill, text)
    if ":" in text:
        text = _IPV6.sub(lambda m: _fill(m) if _is_address(m[0]) else m[0], text)
    if "." in text:
        text = _IPV4.sub(lambda m: _fill(m) if _is_address(m[0].partition("/")[0]) else m[0], text)
    return _CODE.sub(lambda m: _fill(m) if is_credit_code(m[0]) else m[0], text)


def _fill(match: re.Match[str]) -> str:
    return "￭" * len(match[0])


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
