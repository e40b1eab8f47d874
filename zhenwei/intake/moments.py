"""When something was reported, in the ways offices write it. Beijing time unless a zone is written."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

from zhenwei.clock import BEIJING
from zhenwei.errors import BadInput
from zhenwei.sentences import said

_FAULT = said("举报时间无法识别")
_DAY = re.compile(r"(?P<y>\d{4})\s*[-/.年]\s*(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?")
_SOLID = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<rest>\d{4}(?:\d\d)?))?")
_TIME = re.compile(
    r"(?:(?:星期|周).\s*)?(?P<half>凌晨|早上|上午|中午|下午|傍晚|晚上|[ap]m)?\s*(?P<h>\d{1,2})\s*[:时点]\s*(?:(?P<min>\d{1,2})|(?P<halfhour>半))?\s*分?\s*"
    r"(?:[:]?\s*(?P<s>\d{1,2})(?:\.\d+)?\s*秒?)?\s*(?P<half2>[ap]m)?"
)
_EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - ECMA-376 part 1, 18.17.4.1: days, without a zone
_EXCEL_DAYS = (36526, 73415)  # 2000-01-01 to 2100-12-31
_LATE = ("下午", "傍晚", "晚上", "pm")


def read_moment(value: object) -> datetime | None:
    """Return an aware moment in Beijing time, None for an empty cell. Raises BadInput for what is no date."""
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, datetime):
        return _aware(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=BEIJING)
    if isinstance(value, int | float):
        return _number(float(value))
    text = unicodedata.normalize("NFKC", str(value)).strip().strip("'\"").lower()
    if not text:
        return None
    if re.fullmatch(r"\d{5}(\.\d+)?|\d{10}|\d{13}", text):
        return _number(float(text))
    try:
        return _written(text)
    except (ValueError, OverflowError):
        raise BadInput(_FAULT) from None


def _written(text: str) -> datetime:
    try:
        return _aware(datetime.fromisoformat(text.upper() if re.match(r"\d{4}-\d\d-\d\dt", text) else text))
    except ValueError:
        pass
    if solid := _SOLID.fullmatch(text.replace(" ", "").replace(":", "")):
        rest = (solid["rest"] or "").ljust(6, "0")
        day = datetime(int(solid["y"]), int(solid["m"]), int(solid["d"]), tzinfo=BEIJING)
        return day.replace(hour=int(rest[:2]), minute=int(rest[2:4]), second=int(rest[4:6]))
    found = _DAY.match(text)
    if not found:
        raise ValueError(text)
    day = datetime(int(found["y"]), int(found["m"]), int(found["d"]), tzinfo=BEIJING)
    rest = text[found.end() :].strip()
    return _at(day, rest) if rest else day


def _at(day: datetime, text: str) -> datetime:
    if re.fullmatch(r"(?:星期|周).", text):
        return day
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    hour, half = int(found["h"]), found["half"] or found["half2"]
    if half in _LATE and hour < 12:
        hour += 12
    minute = 30 if found["halfhour"] else int(found["min"] or 0)
    return day.replace(hour=hour, minute=minute, second=int(found["s"] or 0))


def _number(value: float) -> datetime:
    """Read days since 1899-12-30 (a spreadsheet's), or seconds or milliseconds since 1970 (an export's)."""
    try:
        if _EXCEL_DAYS[0] <= value <= _EXCEL_DAYS[1]:
            seconds = round(value * 86400)
            return (_EXCEL_EPOCH + timedelta(seconds=seconds)).replace(tzinfo=BEIJING)
        if 19_000_101 <= value <= 21_001_231 and value == int(value):
            return _written(str(int(value)))
        if 946_684_800 <= value <= 4_133_980_799:
            return datetime.fromtimestamp(value, BEIJING)
        if 946_684_800_000 <= value <= 4_133_980_799_999:
            return datetime.fromtimestamp(value / 1000, BEIJING)
    except (ValueError, OverflowError):
        pass
    raise BadInput(_FAULT)


def _aware(moment: datetime) -> datetime:
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(BEIJING)
    except (ValueError, OverflowError):
        raise BadInput(_FAULT) from None
