"""Tables: CSV with a header or without, whatever stands between the columns."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from crawler.feeds.entry import About, Batch, entry
from crawler.feeds.flat import decoded
from crawler.feeds.shape import COMMENT
from zhenwei.errors import BadInput

DELIMITERS = ",;\t|"
LOOKED_AT = 300
# In the order of preference: an address says more than the name in it.
ADDRESS = ("url", "网址", "链接", "网站地址", "网页地址", "举报网址", "涉案网址", "link", "uri", "website", "site_url")
NAME = (
    *(
        "domain",
        "domain_name",
        "domainname",
        "domain name",
        "域名",
        "网站域名",
        "注册域名",
        "涉案域名",
        "主域名",
        "fqdn",
    ),
    *(
        "host",
        "hostname",
        "host_name",
        "主机",
        "主机名",
        "网站",
        "站点",
        "indicator",
        "ioc",
        "ioc_value",
        "name",
        "value",
    ),
    *("address", "地址", "dns"),
)
NOTE = ("note", "notes", "备注", "说明", "情况说明", "事由", "原因", "线索内容", "comment", "description", "remark")
LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a table holds what. ``head``: the line that names the columns, if there is one."""

    delimiter: str
    cells: tuple[int, ...]
    note: int = -1
    head: bytes = b""


def read_table(lines: Iterable[list[bytes]]) -> Iterator[Batch]:
    """Read the column of names. Raises BadInput if no column holds names."""
    iterator = iter(lines)
    some = next(iterator, [])
    columns = find_columns(some)
    for block in chain([some], iterator):
        batch = Batch()
        for line in block:
            if line.strip() and not line.startswith(COMMENT) and line != columns.head:
                row = split_row(line, columns.delimiter)
                add_row(batch, row, columns)
        yield batch


def add_row(batch: Batch, row: Sequence[str], columns: Columns) -> None:
    """Take the first cell of a row that holds something; a row without any is bad."""
    note = " ".join(row[columns.note].split())[:LONGEST_NOTE] if 0 <= columns.note < len(row) else ""
    for place in columns.cells:
        if place < len(row) and row[place].strip():
            batch.add(row[place], note)
            return
    batch.bad += 1


def split_row(line: bytes, delimiter: str) -> list[str]:
    """Split one line; a quoted cell (RFC 4180) may hold the delimiter."""
    text = decoded(line).lstrip("\ufeff")
    if '"' not in text:
        return text.split(delimiter)
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return text.split(delimiter)


def find_columns(lines: Sequence[bytes]) -> Columns:
    """Find the delimiter and the columns by the header, also one in a comment, or by what stands in the cells."""
    comments = [line for line in lines[:LOOKED_AT] if line.startswith(b"#")]
    body = [line for line in lines[: 2 * LOOKED_AT] if line.strip() and not line.startswith(COMMENT)][:LOOKED_AT]
    best: Columns | None = None
    most = 0
    for delimiter in DELIMITERS:
        rows = [split_row(line, delimiter) for line in body]
        for head in [*body[:1], *comments]:
            if found := named_columns(split_row(head.lstrip(b"# "), delimiter), delimiter, head):
                hits = _hits(rows, found.cells)
                if hits > most or (best is None and len(body) <= 1):
                    best, most = found, max(hits, most)
        place, hits = _best_column(rows)
        if hits > most + (
            best is not None
        ):  # the header itself is no hit, so a column by name wins against the same by content
            best, most = Columns(delimiter, (place,)), hits
    if best is None:
        raise BadInput("不是域名清单：表格里没有一列是域名或网址")
    return best


def named_columns(row: Sequence[str], delimiter: str, head: bytes) -> Columns | None:
    """Return the columns that a header names, or None if it is no header."""
    names = [cell.strip().strip("\"'").lower().replace("-", "_") for cell in row]
    cells = [names.index(known) for known in (*ADDRESS, *NAME) if known in names]
    if not cells:
        return None
    note = next((names.index(known) for known in NOTE if known in names), -1)
    return Columns(delimiter, tuple(cells), note, head)


def _hits(rows: Sequence[Sequence[str]], cells: Sequence[int]) -> int:
    hits = 0
    for row in rows:
        first = next((row[place] for place in cells if place < len(row) and row[place].strip()), "")
        hits += entry(first) is not False if first else 0
    return hits


def _best_column(rows: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Return the column with the most names. Of two alike the one with more different hosts: not the report pages."""
    scores: list[tuple[int, int, int]] = []
    for place in range(min(64, max((len(row) for row in rows), default=0))):
        found = [entry(row[place]) for row in rows if place < len(row) and not row[place].strip().isdigit()]
        names = [one.name.split(b"/")[0] for one in found if isinstance(one, About)]
        scores.append((len(names) + sum(one is True for one in found) if names else 0, len(set(names)), -place))
    if not scores:
        return 0, 0
    close = [score for score in scores if score[0] >= 0.9 * max(scores)[0]]
    best = max(close, key=lambda score: (score[1], score[2]))
    return -best[2], best[0]
