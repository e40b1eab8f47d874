"""One letter with everything that happened to it, and which steps this person may take now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from review.lettering import mark_of, since
from review.papers import NoPage, page_count
from review.views.clocks import ClockLine, clocks_of_notice
from review.views.names import HostName, host_name
from takedown.documents import document_said
from takedown.folders import KEPT
from takedown.names import NOTICE, OFFICIAL, PACKAGE, PDF, WORKBOOK
from takedown.permits import OUT
from takedown.steps import NUMBER, STEPS, hindrance
from takedown.upward import names_signer
from zhenwei.errors import NoSuch
from zhenwei.sentences import said
from zhenwei.store.letters import RESULTS, answers_of, dispatch_of
from zhenwei.store.letters_tables import AnswerRow, DispatchRow, NoticeVersionRow
from zhenwei.store.models import CaseRow, NoticeEventRow, NoticeRow
from zhenwei.store.numbers import next_number
from zhenwei.watchlist.clocks import Clocks

# What may be taken away, in the order in which it is offered.
HANDED_OUT = (PACKAGE, NOTICE, PDF, WORKBOOK, OFFICIAL)
MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class About:
    """A case of a letter."""

    case: int
    host: HostName
    state: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A step that a letter is ready for; ``hindered``: why not by this person, empty if they may."""

    slug: str
    hindered: str


@dataclass(frozen=True, slots=True)
class LetterView:
    """``seen`` says which state of the letter this is; every step has to bring it back (review/lettering.py).

    ``pages`` counts the pages that can be shown, of ``page_total``; ``files``: (name, bytes) that may be taken away;
    ``missed``: what was done since the state that a person had seen.
    """

    notice: int
    seen: str
    title: str
    recipient: str
    office: str
    kind: str
    state: str
    number: str
    drafted_by: str
    drafted_at: datetime
    version: int
    pages: int
    page_total: int
    editable: bool
    files: list[tuple[str, int]]
    cases: list[About]
    versions: list[NoticeVersionRow]
    events: list[NoticeEventRow]
    missed: list[NoticeEventRow]
    dispatch: DispatchRow | None
    answers: list[AnswerRow]
    clocks: list[ClockLine]
    offers: list[Offer]
    results: list[str]
    today: date
    next_number: str
    upward: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """Who looks at a letter, when, which state they had before them (empty: nothing yet), and the sender's code."""

    person: str
    at: datetime
    today: date
    had_seen: str = ""
    code: str = ""


def get_letter(session: Session, notice: int) -> NoticeRow:
    """Return a letter's row. Raises NoSuch."""
    row = session.get(NoticeRow, notice)
    if row is None:
        raise NoSuch(said("没有函件 {letter}", letter=notice))
    return row


def version_rows(session: Session, notice: int) -> list[NoticeVersionRow]:
    """Return the rows of a letter's versions, the newest first; none for a letter from before versions were kept."""
    query = select(NoticeVersionRow).filter_by(notice_id=notice).order_by(NoticeVersionRow.version.desc())
    return list(session.scalars(query))


def read_letter(session: Session, clocks: Clocks, letters: Path, notice: int, asking: Asking) -> LetterView:
    """Return the view of a letter. Raises NoSuch."""
    row = get_letter(session, notice)
    versions = version_rows(session, notice)
    total = pages_of(letters / row.folder)
    return LetterView(
        notice=row.id,
        seen=mark_of(row),
        title=row.title,
        recipient=row.recipient,
        office=row.office,
        kind=document_said(row.kind, row.title),
        state=row.state,
        number=row.number,
        drafted_by=row.drafted_by,
        drafted_at=row.drafted_at,
        version=versions[0].version if versions else 1,
        pages=min(total, MOST_PAGES),
        page_total=total,
        editable=bool(versions) and may_lay_out_again(letters, versions[0]),
        files=_files(letters / row.folder),
        cases=[_about(link.case) for link in row.cases],
        versions=versions,
        events=list(reversed(row.events)),
        missed=since(row, asking.had_seen) if asking.had_seen else [],
        dispatch=dispatch_of(session, notice),
        answers=answers_of(session, [notice]),
        clocks=clocks_of_notice(session, clocks, asking.at, notice),
        offers=offers_of(session, row, asking.person),
        results=results_for(row),
        today=asking.today,
        next_number=row.number or next_number(session, asking.code, asking.today.year),
        upward=bool(versions)
        and may_lay_out_again(letters, versions[0])
        and names_signer(letters / versions[0].folder),
    )


def may_lay_out_again(letters: Path, version: NoticeVersionRow) -> bool:
    """True if the version's content was kept, so that its text can be edited."""
    return (letters / version.folder / KEPT).is_file()


def offers_of(session: Session, row: NoticeRow, person: str) -> list[Offer]:
    """Return the steps that a letter's state allows; one that has a number is not offered another."""
    ready = [step for step in STEPS.values() if row.state in step.states and not (step is NUMBER and row.number)]
    return [Offer(step.slug, hindrance(session, row, person, step)) for step in ready]


def results_for(row: NoticeRow) -> list[str]:
    """Return the answers that this kind of office can give; none while nothing is out."""
    return [slug for slug, (_, who) in RESULTS.items() if not who or row.recipient in who] if row.state in OUT else []


def pages_of(folder: Path) -> int:
    """Return how many pages a version's PDF has, 0 if there is none."""
    try:
        return page_count((folder / PDF).read_bytes())
    except (OSError, NoPage):
        return 0


def _files(folder: Path) -> list[tuple[str, int]]:
    return [(name, (folder / name).stat().st_size) for name in HANDED_OUT if (folder / name).is_file()]


def _about(case: CaseRow) -> About:
    return About(case.id, host_name(case.site.host), case.state)
