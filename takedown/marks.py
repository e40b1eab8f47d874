"""Filing numbers that a page prints, and what they say of its place. Forms as real footers write them.

ICP: ``京ICP备05010518号-1`` (8 digits: two of the year and six; 10 digits: four of the year and six), or
``京ICP证070791号``.
Police: ``京公网安备 11010202000001号`` (14 digits). Whether a number is true, only the register can tell.
"""

from __future__ import annotations

import html
import re

from takedown.facts import Filing

_PROVINCE = "京津沪渝冀晋蒙辽吉黑苏浙皖闽赣鲁豫鄂湘粤桂琼川蜀贵黔云滇藏陕秦甘陇青宁新"
# No two runs of blanks stand side by side in any of these, so that the time grows with the text only.
_ANY_ICP = re.compile(r"(?:[\u4e00-\u9fff]\s*)?ICP\s*[备证]\s*(?:第\s*)?[0-9A-Za-z]{1,20}\s*号?(?:\s*-\s*\d{1,4})?")
_POSSIBLE = re.compile(
    rf"[{_PROVINCE}]\s*ICP\s*(?:备\s*(?:\d{{8}}|\d{{10}})|证\s*(?:\d{{6}}|\d{{8}}))\s*号?(?:\s*-\s*\d+)?"
)
_POLICE = re.compile(rf"[{_PROVINCE}]\s*公\s*(?:网\s*)?安\s*备\s*(?:[:：]\s*)?\d{{5,20}}\s*号?")
# GB/T 2260 province numbers beside the characters of filings; some provinces have two.
_REGION = {
    character: row[:2]
    for row in (
        *("11京", "12津", "13冀", "14晋", "15蒙", "21辽", "22吉", "23黑", "31沪", "32苏", "33浙", "34皖", "35闽"),
        *("36赣", "37鲁", "41豫", "42鄂", "43湘", "44粤", "45桂", "46琼", "50渝", "51蜀川", "52黔贵", "53滇云"),
        *("54藏", "61陕秦", "62陇甘", "63青", "64宁", "65新"),
    )
    for character in row[2:]
}


def visible_text(markup: str) -> str:
    """Return the text of markup, roughly: enough to find a number in a footer.

    What is never closed ends with the markup, as in a browser; else hostile markup would be read again and again.
    """
    markup = re.sub(r"(?is)<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", " ", markup)
    return html.unescape(re.sub(r"<[^>]*(?:>|\Z)", " ", markup))


def filing_numbers(text: str) -> tuple[str, ...]:
    """Return the ICP numbers that a text prints, possible or not, in order, once each."""
    return tuple(dict.fromkeys(re.sub(r"\s+", "", m[0]) for m in _ANY_ICP.finditer(text)))


def police_numbers(text: str) -> tuple[str, ...]:
    """Return the police filing numbers that a text prints."""
    return tuple(dict.fromkeys(re.sub(r"\s+", "", m[0]) for m in _POLICE.finditer(text)))


def filing_of(numbers: tuple[str, ...]) -> Filing:
    """Return what the printed numbers amount to."""
    if not numbers:
        return Filing.MISSING
    return Filing.SHOWN if any(_POSSIBLE.fullmatch(n) for n in numbers) else Filing.IMPOSSIBLE


def region_of(numbers: tuple[str, ...]) -> str:
    """Return the province (GB/T 2260, six digits) of the first possible number, empty if there is none."""
    first = next((n for n in numbers if _POSSIBLE.fullmatch(n)), "")
    return f"{_REGION[first[0]]}0000" if first else ""
