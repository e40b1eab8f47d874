"""Times as registries write them, in a dozen ways."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6,
    "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
# 2003-03-17, 2003/03/17, 2003.03.17, 2003. 3. 17., 20030317, 2003年3月17日
_NUMBERS = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)日?|\b(\d{4})(\d{2})(\d{2})(?!\d)")
# 17-mar-2003, 17 March 2003, Mar 17 2003, March 17, 2003
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?[-\s./]+([a-z]{3})[a-z]*[-\s.,/]+(\d{4})\b", re.IGNORECASE)
_MONTH_FIRST = re.compile(
    r"\b([a-z]{3})[a-z]*[-\s.]+(\d{1,2})(?:st|nd|rd|th)?,?[-\s]+(?:\S+\s+){0,3}?(\d{4})\b", re.IGNORECASE
)
# 17/03/2003 and 17.03.2003: day first, as everywhere outside the United States.
_EUROPEAN = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](\d{4})\b")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:：](\d{2})(?:[:：](\d{2}))?(?:[.,]\d+)?")
_OFFSET = re.compile(r"(?:\d|\s|UTC|GMT)\s*([+-])(\d{2}):?(\d{2})?\)?$|(?:UTC|GMT)\s*([+-])(\d{1,2})\b", re.IGNORECASE)
_UTC = re.compile(r"(?:\d|\s)(?:Z|UTC|GMT)\b", re.IGNORECASE)
_NAMED = {"JST": 9, "KST": 9, "CST": 8, "HKT": 8, "MSK": 3, "CET": 1, "EET": 2, "CLST": -3, "EST": -5, "PST": -8}


def read_moment(text: str, zone: tzinfo = UTC) -> datetime | None:
    """Return the first time in a text, in UTC; ``zone`` is meant where the text names none. None: no time in it."""
    text = text.strip()
    if (found := _day(text)) is None:
        return None
    (year, month, day), rest = found
    clock = _CLOCK.search(rest) or _CLOCK.search(text)
    hour, minute, second = (int(part or 0) for part in clock.groups()) if clock else (0, 0, 0)
    try:
        moment = datetime(year, month, day, hour % 24, minute, min(second, 59), tzinfo=_zone(text, zone, clock))
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> tuple[tuple[int, int, int], str] | None:
    """Return year, month, day and what follows them."""
    if match := _NUMBERS.search(text):
        year, month, day = (int(part) for part in match.groups() if part)
        return (year, month, day), text[match.end() :]
    if (match := _DAY_FIRST.search(text)) and (number := _MONTHS.get(match[2].lower())):
        return (int(match[3]), number, int(match[1])), text[match.end() :]
    if (match := _MONTH_FIRST.search(text)) and (number := _MONTHS.get(match[1].lower())):
        return (int(match[3]), number, int(match[2])), text[match.start() :]
    if match := _EUROPEAN.search(text):
        return (int(match[3]), int(match[2]), int(match[1])), text[match.end() :]
    return None


def _zone(text: str, default: tzinfo, clock: re.Match[str] | None) -> tzinfo:
    tail = text[clock.end() :] if clock else ""
    if match := _OFFSET.search(" " + tail):
        sign, hours, minutes = match[1] or match[4], int(match[2] or match[5]), int(match[3] or 0)
        offset = timedelta(hours=hours, minutes=minutes)
        if offset < timedelta(hours=24):
            return timezone(-offset if sign == "-" else offset)
    if _UTC.search(" " + tail):
        return UTC
    named = next((hours for name, hours in _NAMED.items() if re.search(rf"\b{name}\b", tail)), None)
    return default if named is None else timezone(timedelta(hours=named))
