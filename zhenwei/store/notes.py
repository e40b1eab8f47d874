"""What people did with a case besides deciding: rows that are added and read back, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import get_case
from zhenwei.store.note_tables import CaseNoteRow, EvidenceCheckRow, UnmaskingRow

LONGEST_NOTE = 2000
MOST = 100


def add_note(session: Session, case_id: int, by: str, text: str) -> CaseNoteRow:
    """Add a note to a case. Raises NoSuch, or BadInput for an empty or endless one."""
    row = CaseNoteRow(case_id=get_case(session, case_id).id, by=by, at=now(), text=_filled(text, said("备注")))
    session.add(row)
    session.flush()
    return row


def unmask(session: Session, case_id: int, by: str, why: str) -> UnmaskingRow:
    """Note that a person has a case's contacts shown in full. Raises NoSuch, or BadInput without reason or contacts."""
    why = _filled(why, said("查看理由"))
    opinion = latest_assessment(session, get_case(session, case_id).site_id)
    if opinion is None or not opinion.contacts:
        raise BadInput(said("案件 {case} 没有联系方式", case=case_id))
    shown = dict.fromkeys((str(row["kind"]), str(row["masked"])) for row in opinion.contacts)
    row = UnmaskingRow(
        case_id=case_id, assessment_id=opinion.id, by=by, at=now(), why=why, shown=[list(one) for one in shown]
    )
    session.add(row)
    session.flush()
    return row


def add_checks(
    session: Session, case_id: int, by: str, found: Iterable[tuple[int, str, str, Sequence[tuple[str, str]]]]
) -> None:
    """Note checks of captures: (visit, folder, digest of the manifest, problems as (file, what))."""
    moment = now()
    session.add_all(
        EvidenceCheckRow(
            case_id=case_id, visit_id=visit, by=by, at=moment, folder=folder, manifest_sha256=digest,
            problems=[list(one) for one in problems],
        )
        for visit, folder, digest, problems in found
    )  # fmt: skip


def notes_of(session: Session, case_id: int) -> list[CaseNoteRow]:
    """Return the notes on a case."""
    query = select(CaseNoteRow).filter_by(case_id=case_id).order_by(CaseNoteRow.id.desc()).limit(MOST)
    return list(session.scalars(query))


def unmaskings_of(session: Session, case_id: int) -> list[UnmaskingRow]:
    """Return who had the contacts of a case shown in full."""
    query = select(UnmaskingRow).filter_by(case_id=case_id).order_by(UnmaskingRow.id.desc()).limit(MOST)
    return list(session.scalars(query))


def unmasked_for(session: Session, case_id: int, opinion: int, by: str, since: datetime) -> UnmaskingRow | None:
    """Return a person's newest act of unmasking these contacts since a moment."""
    mine = select(UnmaskingRow).filter_by(case_id=case_id, assessment_id=opinion, by=by)
    return session.scalars(mine.where(UnmaskingRow.at >= since).order_by(UnmaskingRow.id.desc()).limit(1)).first()


def checks_of(session: Session, case_id: int) -> list[EvidenceCheckRow]:
    """Return the checks of a case's captures."""
    query = select(EvidenceCheckRow).filter_by(case_id=case_id).order_by(EvidenceCheckRow.id.desc()).limit(4 * MOST)
    return list(session.scalars(query))


def _filled(text: str, what: str) -> str:
    text = text.strip()
    if not text:
        raise BadInput(said("{what}不能为空", what=what))
    if len(text) > LONGEST_NOTE:
        raise BadInput(said("{what}不能超过 {most} 字", what=what, most=LONGEST_NOTE))
    return text
