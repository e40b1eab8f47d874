"""Letters as rows: versions, sending, answers, and what the answers say about cases."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import BadInput, NoSuch
from zhenwei.sentences import listed, said
from zhenwei.store.letters_tables import AnswerRow, DispatchRow, NoticeVersionRow
from zhenwei.store.models import DecisionRow, NoticeCaseRow, NoticeEventRow, NoticeRow
from zhenwei.store.standing_words import standing_word
from zhenwei.types import Word

# The imitated organ's own word about a site.
OURS, NOT_OURS, UNSURE = "ours", "not-ours", "unsure"
ORGAN = "organ"
# An event that changes nothing: somebody took a file of the letter away.
DOWNLOADED = "downloaded"

# What an answer can be, in the words that people use, and for whom it is an answer (empty: anybody).
RESULTS: dict[str, tuple[str, tuple[str, ...]]] = {
    NOT_OURS: (said("非我单位网站"), (ORGAN, "owner")),
    OURS: (said("系我单位网站"), (ORGAN, "owner")),
    UNSURE: (said("无法确认"), (ORGAN, "owner")),
    "accepted": (said("已受理"), ()),
    "filed": (said("立案"), ("police", "market", "cyberspace", "telecom", "housing")),
    "not-filed": (said("不予立案"), ("police", "market", "cyberspace", "telecom", "housing")),
    "transferred": (said("已移送"), ()),
    "handled": (said("已处置"), ()),
    "blocked": (said("已封堵"), ("cyberspace", "telecom", "police", "registrar", "platform")),
    "removed": (said("已删除"), ("cyberspace", "owner", "registrar", "platform", "market")),
    "preserved": (said("已保全"), ("registrar", "platform", "telecom", "police", "market")),
    "no-filing": (said("未备案"), ("telecom",)),
    "filing-cancelled": (said("已注销备案"), ("telecom",)),
    "no-jurisdiction": (said("不属管辖"), ()),
    "refused": (said("不予处置"), ("registrar", "platform", "owner")),
    "other": (said("其他"), ()),
}


def read_result(text: str, recipient: str) -> str:
    """Return the slug of an answer given as slug or in Chinese, empty for none. Raises BadInput naming what fits."""
    text = text.strip()
    if not text:
        return ""
    fitting = {slug: word for slug, (word, who) in RESULTS.items() if not who or recipient in who}
    for slug, word in fitting.items():
        if text in (slug, word):
            return slug
    choices = listed(said("{slug}（{word}）", slug=slug, word=word) for slug, word in fitting.items())
    raise BadInput(said("该收文单位的答复结果不能是 {text!r}，应为 {choices} 之一", text=text, choices=choices))


def result_said(slug: str) -> str:
    """Return an answer in Chinese."""
    return RESULTS[slug][0] if slug in RESULTS else slug


def locked_notice(session: Session, notice_id: int) -> NoticeRow:
    """Return a letter, locked until the transaction ends: two people never step at once. Raises NoSuch."""
    query = select(NoticeRow).filter_by(id=notice_id).with_for_update()
    row = session.scalars(query.execution_options(populate_existing=True)).first()
    if row is None:
        raise NoSuch(said("没有函件 {letter}（用 zhenwei notice list 查看）", letter=notice_id))
    return row


def versions_of(session: Session, notice: NoticeRow) -> list[NoticeVersionRow]:
    """Return a letter's versions, the first first; its drafted folder is the first."""
    query = select(NoticeVersionRow).filter_by(notice_id=notice.id).order_by(NoticeVersionRow.version)
    return list(session.scalars(query)) or [first_version(session, notice)]


def first_version(session: Session, notice: NoticeRow) -> NoticeVersionRow:
    """Add the row of the version that a letter was drafted as."""
    row = NoticeVersionRow(
        notice_id=notice.id,
        version=1,
        made="drafted",
        folder=notice.folder,
        manifest_sha256=notice.manifest_sha256,
        by=notice.drafted_by,
        at=notice.drafted_at,
    )
    session.add(row)
    session.flush()
    return row


def add_event(notice: NoticeRow, by: str, event: str, note: str = "") -> None:
    """Add a row to what people did with a letter."""
    notice.events.append(NoticeEventRow(at=now(), by=by, event=event, note=note.strip()))


def dispatch_of(session: Session, notice_id: int) -> DispatchRow | None:
    """Return when and how a letter went out."""
    return session.get(DispatchRow, notice_id)


def answers_of(session: Session, notice_ids: Collection[int]) -> list[AnswerRow]:
    """Return the answers to letters, in the order in which they were entered."""
    query = select(AnswerRow).where(AnswerRow.notice_id.in_(notice_ids)).order_by(AnswerRow.id)
    return list(session.scalars(query))


@dataclass(frozen=True, slots=True)
class OrgansWord:
    """What the imitated organ said last about a case, when that was entered, and in answer to which letter."""

    case: int
    result: str
    on: date
    entered_at: datetime
    notice: int


def organs_words(session: Session, case_ids: Iterable[int]) -> dict[int, OrgansWord]:
    """Return the newest ours, not-ours or unsure that an imitated organ answered about each case.

    Letters that were withdrawn count too: the organ has answered all the same.
    """
    wanted = frozenset(case_ids)
    rows = session.execute(
        select(AnswerRow, NoticeCaseRow.case_id)
        .join(NoticeRow, NoticeRow.id == AnswerRow.notice_id)
        .join(NoticeCaseRow, NoticeCaseRow.notice_id == NoticeRow.id)
        .where(
            NoticeRow.recipient == ORGAN,
            AnswerRow.result.in_((OURS, NOT_OURS, UNSURE)),
            NoticeCaseRow.case_id.in_(wanted),
        )
        .order_by(AnswerRow.id)
    )
    words: dict[int, OrgansWord] = {}
    for answer, case in rows:
        if not answer.cases or case in answer.cases:
            words[case] = OrgansWord(case, answer.result, answer.received_on, answer.at, answer.notice_id)
    return words


def disowned(session: Session, case_ids: Iterable[int]) -> frozenset[int]:
    """Return those cases whose imitated organ has said in writing that the site is not theirs."""
    return frozenset(case for case, word in organs_words(session, case_ids).items() if word.result == NOT_OURS)


def owned(session: Session, case_ids: Iterable[int]) -> frozenset[int]:
    """Return those cases whose organ said that the site is theirs, unless a person has confirmed the case since."""
    theirs = {case: word for case, word in organs_words(session, case_ids).items() if word.result == OURS}
    since = {
        row.case_id: row.at
        for row in session.scalars(
            select(DecisionRow)
            .where(DecisionRow.case_id.in_(theirs), DecisionRow.word == Word.CONFIRMED.value, standing_word())
            .order_by(DecisionRow.id)
        )
    }
    return frozenset(case for case, word in theirs.items() if case not in since or since[case] <= word.entered_at)
