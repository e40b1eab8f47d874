"""Confirmed cases as a table: CSV and XLSX whose cells no program takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from io import StringIO

from review.exporting.confirmed import Confirmed
from review.messages import DEFAULT, load_messages
from takedown.clean import plain
from takedown.reports.sheets import Content, Sheet, workbook
from zhenwei.address import defang
from zhenwei.clock import shown

COLUMNS = (
    ("案件", 7), ("网站", 30), ("网址", 44), ("情形", 12), ("状态", 10), ("被仿冒机关", 24), ("团伙", 12),
    ("仿冒评分", 9), ("售证评分", 9), ("首次发现（北京时间）", 20), ("最近所见（北京时间）", 20),
    ("情形代码", 18), ("状态代码", 12),
)  # fmt: skip
# What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection), full-width forms too.
FORMULA = ("=", "+", "-", "@", "|", "%", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"  # without it Excel reads UTF-8 as the machine's own code page


def csv_table(cases: Iterable[Confirmed]) -> bytes:
    """Return a CSV (RFC 4180, UTF-8 with mark), every text cell quoted and none a formula."""
    out = StringIO()
    out.write(BOM)
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([name for name, _width in COLUMNS])
    writer.writerows([safe(cell) for cell in row] for row in _rows(cases))
    return out.getvalue().encode("utf-8")


def xlsx_table(cases: Iterable[Confirmed], day: date) -> bytes:
    """Return a workbook whose cells are text or numbers."""
    return workbook([Sheet("已确认案件", COLUMNS, _rows(cases))], "已确认案件", day)


def safe(cell: Content) -> Content:
    """Return a cell of a CSV: on one line, with a mark of text in front of what would be read as a formula."""
    if not isinstance(cell, str):
        return cell
    text = plain(cell)
    return f"'{text}" if text.startswith(FORMULA) else text


def _rows(cases: Iterable[Confirmed]) -> Iterator[Sequence[Content]]:
    # People read the words, programs the codes behind them.
    words = load_messages()[DEFAULT]
    for one in cases:
        yield (
            one.case, defang(one.host), defang(one.url), words.word("verdict", one.verdict),
            words.word("state", one.state), one.organ or one.target, one.operator, one.impersonation, one.sale,
            shown(one.first_seen), shown(one.last_seen), one.verdict, one.state,
        )  # fmt: skip
