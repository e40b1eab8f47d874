"""发文字号: 机关代字〔年〕号, one sequence for each code and year, without a gap however many take one at once.

A number is taken inside the caller's transaction: the row of the sequence stays locked until that ends, so the next
one waits, and a transaction that rolls back gives its number back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import BadInput, NotAllowed
from zhenwei.sentences import said
from zhenwei.store.letters_tables import NumberBookRow, NumberRow
from zhenwei.store.models import NoticeRow

# GB/T 9704-2012, 7.2.5: hexagonal brackets, the whole year, no 第, no leading zeros.
SHAPE = re.compile(r"(?P<code>[^\s〔〕［］\[\]()（）]{1,40})〔(?P<year>20\d\d)〕(?P<sequence>[1-9]\d{0,4})号")
LOOSE = re.compile(
    r"(?P<code>[^\s〔〕［］\[\]()（）]{1,40})\s*[〔［\[(（【]\s*(?P<year>20\d\d)\s*[〕］\])）】]\s*第?\s*0*(?P<sequence>[1-9]\d{0,4})\s*号?"
)


@dataclass(frozen=True, slots=True)
class Given:
    """A whole 发文字号."""

    code: str
    year: int
    sequence: int

    def __str__(self) -> str:
        return f"{self.code}〔{self.year}〕{self.sequence}号"


def read_number(text: str) -> Given:
    """Read a number that a person typed. Raises BadInput, which says how it should be written."""
    text = text.strip()
    found = SHAPE.fullmatch(text)
    if found:
        return Given(found["code"], int(found["year"]), int(found["sequence"]))
    near = LOOSE.fullmatch(text)
    wanted = Given(near["code"], int(near["year"]), int(near["sequence"])) if near else "机关代字〔2026〕3号"
    raise BadInput(
        said(
            "发文字号 {text!r} 不合格式，应写成 {wanted}（六角括号、全年份、不加“第”、不编虚位）",
            text=text,
            wanted=wanted,
        )
    )


def take_number(session: Session, notice: NoticeRow, code: str, day: date, by: str, typed: str = "") -> NumberRow:
    """Give a letter the next number of its sender and year, or the one that a person typed.

    A letter that has a number keeps it. ``code``: the sender's, empty while that is a placeholder; ``day``: the
    成文日期, whose year is the number's. Raises BadInput (form) and NotAllowed (another code or year, a number that is
    another letter's, a letter that has a different one).
    """
    own = number_of(session, notice.id)
    wanted = read_number(typed) if typed.strip() else None
    if own is not None:
        _refuse_another(own, wanted, day)
        return own
    _refuse_unfit(wanted, code, day)
    code = code or (wanted.code if wanted else "")
    book = _locked(session, code, day.year)
    given = wanted or Given(code, day.year, book.last + 1)
    taken = session.scalars(select(NumberRow).filter_by(code=code, year=given.year, sequence=given.sequence)).first()
    if taken is not None:
        raise NotAllowed(
            said(
                "发文字号 {given} 已用于函件 {letter}，下一个是 {next}",
                given=given,
                letter=taken.notice_id,
                next=Given(code, day.year, book.last + 1),
            )
        )
    book.last = max(book.last, given.sequence)
    row = NumberRow(
        code=code,
        year=given.year,
        sequence=given.sequence,
        notice_id=notice.id,
        given=str(given),
        day=day,
        by=by,
        at=now(),
    )
    session.add(row)
    notice.number = row.given
    session.flush()
    return row


def _refuse_another(own: NumberRow, wanted: Given | None, day: date) -> None:
    """Refuse a number, or a year, that is not the one a letter already has. Raises NotAllowed."""
    if wanted is not None and str(wanted) != own.given:
        raise NotAllowed(
            said(
                "函件 {letter} 的发文字号是 {own}，不能改为 {wanted}",
                letter=own.notice_id,
                own=own.given,
                wanted=wanted,
            )
        )
    if own.year != day.year:
        raise NotAllowed(
            said(
                "函件 {letter} 的发文字号 {own} 属于 {year} 年，成文日期须在该年内（--day）",
                letter=own.notice_id,
                own=own.given,
                year=own.year,
            )
        )


def _refuse_unfit(wanted: Given | None, code: str, day: date) -> None:
    """Refuse a number that is not the sender's or not of the year; none at all where nobody gave a code."""
    if not code and wanted is None:
        raise NotAllowed(said("发文机关代字尚未填写（recipients/sender.toml），请填写或者用 --number 给出发文字号"))
    if wanted is not None and code and wanted.code != code:
        raise NotAllowed(
            said(
                "发文字号的机关代字是 {wanted}，发文单位的是 {code}（recipients/sender.toml）",
                wanted=wanted.code,
                code=code,
            )
        )
    if wanted is not None and wanted.year != day.year:
        raise NotAllowed(said("发文字号 {wanted} 的年份与成文日期 {day:%Y-%m-%d} 不符", wanted=wanted, day=day))


def next_number(session: Session, code: str, year: int) -> str:
    """Return the number that the next letter would get, without taking it; empty without a code."""
    book = session.get(NumberBookRow, (code, year))
    return str(Given(code, year, (book.last if book else 0) + 1)) if code else ""


def number_of(session: Session, notice_id: int) -> NumberRow | None:
    """Return a letter's number."""
    return session.scalars(select(NumberRow).filter_by(notice_id=notice_id)).first()


def _locked(session: Session, code: str, year: int) -> NumberBookRow:
    """Return the sequence's row, made if it is the year's first, and locked until the transaction ends."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(insert(NumberBookRow).values(code=code, year=year, last=0).on_conflict_do_nothing())
    query = select(NumberBookRow).filter_by(code=code, year=year).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the 发文登记簿; one without a letter is a number that was used outside of this system."""

    number: Given
    row: NumberRow | None


def ledger(session: Session, year: int = 0) -> Sequence[Line]:
    """Return every number up to the last one of each code and year, in order."""
    query = select(NumberRow).order_by(NumberRow.code, NumberRow.year, NumberRow.sequence)
    rows = list(session.scalars(query.filter_by(year=year) if year else query))
    return list(_lines(rows))


def _lines(rows: Sequence[NumberRow]) -> Iterator[Line]:
    expected: dict[tuple[str, int], int] = {}
    for row in rows:
        for sequence in range(expected.get((row.code, row.year), 1), row.sequence):
            yield Line(Given(row.code, row.year, sequence), None)
        yield Line(Given(row.code, row.year, row.sequence), row)
        expected[(row.code, row.year)] = row.sequence + 1
