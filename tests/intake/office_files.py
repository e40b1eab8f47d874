"""Files as offices send them, made anew for each test; nobody in them is anybody."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl

from zhenwei.errors import BadInput
from zhenwei.intake.columns import Columns
from zhenwei.intake.reading import Reader
from zhenwei.intake.report import BadRow, Report

NAME, PHONE = "张某某", "190-0000-1111"
TABLE = (
    ("举报人", "联系电话", "网址", "说明", "举报时间", "编号"),
    (NAME, PHONE, "a.example/x", f"此网站仿冒; 举报人{NAME} 19000001111", "2026-11-03", "JB-1"),
    ("", "", "b.example", "卖证", "2026-11-20 08:00", "JB-2"),
)


def delimited(rows: Sequence[Sequence[object]] = TABLE, mark: str = ",", end: str = "\r\n") -> str:
    """Return rows as text; cells hold no delimiter."""
    return end.join(mark.join("" if cell is None else str(cell) for cell in row) for row in rows) + end


def xlsx(rows: Sequence[Sequence[object]] = TABLE, merged: Sequence[str] = ()) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    for area in merged:
        book.active.merge_cells(area)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str = "in", **given: object) -> tuple[list[Report], list[BadRow], list[str]]:
    """Return the reports of a file, the bad rows and what was left unread."""
    reader = Reader(io.BytesIO(data), name, **given)  # type: ignore[arg-type]
    good: list[Report] = []
    bad: list[BadRow] = []
    for one in reader:
        if isinstance(one, BadRow):
            bad.append(one)
        else:
            good.append(one)
    return good, bad, reader.unread


def refused(data: bytes, columns: Columns | None = None) -> str:
    """Return in which words a file is refused."""
    try:
        read(data, columns=columns or Columns())
    except BadInput as error:
        return str(error)
    return ""
