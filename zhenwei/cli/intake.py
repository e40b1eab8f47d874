"""Reading files of public reports: which column is what, and what of a row may be shown to anybody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from zhenwei.address import host_of
from zhenwei.cli.tables import Row, read_rows
from zhenwei.clock import BEIJING
from zhenwei.errors import BadInput

COLUMNS = {
    "url": ("url", "网址", "链接", "网站", "网站地址", "举报网址", "域名", "website", "link"),
    "note": ("note", "备注", "说明", "内容", "举报内容", "情况说明"),
    "reported_at": ("reported_at", "举报时间", "时间", "日期", "受理时间"),
    "reference": ("reference", "编号", "受理编号", "受理号", "工单号", "流水号"),
}
# A column whose name holds one of these is about the person who reported.
REPORTER = (
    *("举报人", "投诉人", "来电人", "联系人", "姓名", "电话", "手机", "身份证", "联系方式", "邮箱", "住址"),
    *("reporter", "phone", "mobile", "email"),
)
LONGEST_NOTE = 2000
REPORTER_MARK = "［举报人］"


@dataclass(frozen=True, slots=True)
class Report:
    """One report. ``reporter`` goes to its own table and nowhere else; ``reported_at`` is ISO 8601 in Beijing time."""

    url: str
    note: str
    reported_at: str
    reference: str
    reporter: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be taken. ``what`` never repeats the row's content: it may name the reporter."""

    line: int
    what: str


def read_reports(data: bytes, name: str) -> tuple[list[Report], list[BadRow], list[str]]:
    """Return the reports, the bad rows, and the names of columns that nothing here reads.

    Raises BadInput if the file as a whole is no table or has no column for the address.
    """
    rows = read_rows(data, name)
    names = list(dict.fromkeys(key for row in rows for key in row.cells))
    meaning = {key: _meaning(key) for key in names}
    if rows and "url" not in meaning.values():
        raise BadInput(f"没有网址一列：列名应为 {'、'.join(COLUMNS['url'])} 之一")
    good: list[Report] = []
    bad: list[BadRow] = []
    for row in rows:
        try:
            good.append(_report(row, meaning))
        except BadInput as error:
            bad.append(BadRow(row.line, str(error)))
    return good, bad, [key for key, what in meaning.items() if not what]


def _meaning(column: str) -> str:
    """Return the field that a column holds, ``reporter``, or nothing."""
    plain = column.strip().lower()
    # First the person: 举报人网址 is about the person, and a wrong guess here would publish a name.
    if any(word in plain for word in REPORTER):
        return "reporter"
    return next((field for field, names in COLUMNS.items() if plain in names), "")


def _report(row: Row, meaning: Mapping[str, str]) -> Report:
    held: dict[str, str] = {}
    identity: dict[str, str] = {}
    for column, value in row.cells.items():
        field = meaning[column]
        if field == "reporter" and _text(value):
            identity[column] = _text(value)
        elif field:
            held[field] = held.get(field) or (_moment(value) if field == "reported_at" else _text(value))
    return Report(
        url=_address(held.get("url", "")),
        note=_without(held.get("note", ""), identity.values())[:LONGEST_NOTE],
        reported_at=held.get("reported_at", ""),
        reference=held.get("reference", ""),
        reporter="; ".join(f"{column}: {value}" for column, value in identity.items()),
    )


def _address(text: str) -> str:
    """Return a web address; spellings that reports use to keep people from clicking are undone (hxxp, [.])."""
    url = re.sub(r"^hxxp", "http", text.strip().replace("[.]", ".").replace("［.］", "."), flags=re.IGNORECASE)
    if url and "://" not in url:
        url = f"http://{url}"
    try:
        host_of(url)
    except BadInput:
        raise BadInput("网址写法不对" if url else "网址为空") from None
    return url


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day, tzinfo=BEIJING)
    else:
        text = _text(value).replace("/", "-").replace("年", "-").replace("月", "-").replace("日", "")
        if not text:
            return ""
        text = re.sub(r"(?<!\d)(\d)(?!\d)", r"0\1", text)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise BadInput("举报时间无法识别") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=BEIJING)).astimezone(BEIJING).isoformat()


def _without(note: str, identity: Iterable[str]) -> str:
    """Return a note in which the reporter's own data, as given in the other columns, are struck out."""
    for value in identity:
        if len(value) >= 2:
            note = note.replace(value, REPORTER_MARK)
    return note


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
