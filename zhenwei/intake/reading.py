"""A row of another office's table → one report, or what is wrong with the row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from zhenwei.errors import BadInput
from zhenwei.intake.accounts import names_account
from zhenwei.intake.addresses import addresses_in, cell_addresses
from zhenwei.intake.columns import LONGEST_HEADING, TELLING, Columns, plain_heading
from zhenwei.intake.identity import joined, told_in, without
from zhenwei.intake.moments import read_moment
from zhenwei.intake.report import BadRow, Report
from zhenwei.intake.rows import Row, text_of
from zhenwei.intake.source import NO_ADDRESS, Source

LONGEST_NOTE = 2000
LONGEST_ACCOUNT = 300
LONGEST_REFERENCE = 200
TIMES_OF_REPORT = ("举报", "来电", "投诉", "反映", "诉求", "reported")
BARE_NUMBERS = ("编号", "id", "uuid")


@dataclass
class Reader:
    """Reads a file row by row. ``unread``: headings and sheets that nothing here reads, complete after the last row.

    ``genuine`` tells the hosts of protected organs: a text names them to say what was imitated.
    """

    stream: BinaryIO
    name: str
    columns: Columns = field(default_factory=Columns)
    sheet: str = ""
    genuine: Callable[[str], bool] = lambda _host: False
    unread: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[Report | BadRow]:
        source = Source(self.stream, self.name, self.columns, self.sheet)
        known: dict[str, str] = {}
        telling = False
        rows = 0
        for row in source.rows():
            rows += 1
            for heading, _value in row.cells:
                if heading not in known:
                    known[heading] = self.columns.meaning(heading)
                    telling = telling or known[heading] in TELLING
            if rows == 1 and not telling:
                raise BadInput(NO_ADDRESS)
            try:
                report = report_of(row, known, self.genuine)
            except BadInput as error:
                yield BadRow(row.line, str(error), row.sheet)
                continue
            if report is not None:
                yield report
        self.unread = [heading[:LONGEST_HEADING] for heading, what in known.items() if not what] + source.unread


def report_of(row: Row, meaning: dict[str, str], genuine: Callable[[str], bool] = lambda _host: False) -> Report | None:
    """Return the report of a row, None for a line below the table (a sum, a signature).

    Raises BadInput with what is wrong, never with what stands in the row.
    """
    if row.fault:
        raise BadInput(row.fault)
    cells = _sorted(row, meaning)
    if cells == _Cells():
        return None
    person = list(cells.person)
    note = "；".join(dict.fromkeys([*cells.note, *_names(cells)]))
    told = told_in(note)
    note = without(note, [*(value for _name, value in person), *told])
    person += [(how, value) for value, how in told.items()]
    addresses = _addresses(cells, note, genuine)
    account = ""
    if not addresses:
        account = _account(cells, note)
    return Report(
        addresses=tuple(addresses),
        note=note[:LONGEST_NOTE],
        account=without(account, (value for _name, value in person))[:LONGEST_ACCOUNT],
        reported_at=_reported_at(cells),
        reference=without(_reference(cells), (value for _name, value in person))[:LONGEST_REFERENCE],
        identity=joined(person),
        line=row.line,
        sheet=row.sheet,
    )


@dataclass
class _Cells:
    url: list[str] = field(default_factory=list)
    account: list[tuple[str, str]] = field(default_factory=list)
    note: list[str] = field(default_factory=list)
    reference: list[tuple[str, str]] = field(default_factory=list)
    person: list[tuple[str, str]] = field(default_factory=list)
    times: list[tuple[str, object]] = field(default_factory=list)


def _sorted(row: Row, meaning: dict[str, str]) -> _Cells:
    """Return the values of a row by what their columns mean."""
    cells = _Cells()
    for heading, value in row.cells:
        what, text = meaning[heading], text_of(value)
        if not text:
            continue
        if what == "either":
            what = "url" if cell_addresses(text) else "reporter"
        if what == "reporter":
            cells.person.append((heading, text))
        elif what == "reported_at":
            cells.times.append((heading, value))
        elif what == "account":
            cells.account.append((heading, text))
        elif what == "url":
            cells.url.append(text)
        elif what == "note":
            cells.note.append(text)
        elif what == "reference":
            cells.reference.append((heading, text))
    return cells


def _reported_at(cells: _Cells) -> datetime | None:
    """Return when it was reported: 举报时间 or 来电时间 before 登记时间, which may be days later."""
    best = sorted(cells.times, key=lambda cell: not any(word in cell[0] for word in TIMES_OF_REPORT))
    return read_moment(best[0][1]) if best else None


def _reference(cells: _Cells) -> str:
    """Return the other office's number; a bare 编号 beside a 受理编号 only counts the lines of the table."""
    own = [text for heading, text in cells.reference if plain_heading(heading) not in BARE_NUMBERS]
    return "/".join(dict.fromkeys(own or [text for _heading, text in cells.reference]))


def _addresses(cells: _Cells, note: str, genuine: Callable[[str], bool]) -> list[str]:
    found = [url for text in cells.url for url in cell_addresses(text, meant=True)]
    found += [url for _heading, text in cells.account for url in cell_addresses(text) if url not in found]
    if not found:
        found = _not_only_named(addresses_in(note), genuine)
    return list(dict.fromkeys(found))


def _names(cells: _Cells) -> list[str]:
    """Return what the row says by name of what stands behind its addresses: 被举报网站名称, 被举报人."""
    if not any(cell_addresses(text, meant=True) for text in cells.url):
        return []
    return [f"{heading}：{text}" for heading, text in cells.account if not cell_addresses(text)]


def _not_only_named(urls: list[str], genuine: Callable[[str], bool]) -> list[str]:
    """Leave out the genuine addresses that a text names beside another one."""
    others = [url for url in urls if not genuine(url)]
    return others or urls


def _account(cells: _Cells, note: str) -> str:
    """Return what was reported instead of an address. Raises BadInput if there is nothing that could be looked for."""
    named = [f"{heading}：{text}" for heading, text in cells.account]
    unread = [text for text in cells.url if names_account(text)]
    if named or unread:
        return "；".join(named + unread)
    if cells.url:
        raise BadInput("网址写法不对")
    if found := names_account(note):
        return found
    raise BadInput("网址为空")
