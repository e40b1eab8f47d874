"""A hundred rows of every kind on one case, for a payload each, and evidence whose manifest names files of theirs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from tests.review.full_machine import REGISTRATION
from tests.review.full_words import SHOWN
from tests.review.review_desk import MOMENT, Ids, ServedDesk
from zhenwei.clock import now
from zhenwei.store.face_tables import FaceDifferenceRow, ProfileChoiceRow
from zhenwei.store.letters_tables import AnswerRow, DispatchRow, NoticeVersionRow
from zhenwei.store.looks_tables import LookRow, MoveRow, StandingRow
from zhenwei.store.models import (
    AssessmentRow,
    CaseRow,
    DecisionRow,
    FindingRow,
    LeadRow,
    NameEventRow,
    NoticeCaseRow,
    NoticeEventRow,
    NoticeRow,
    OperatorEventRow,
    TieRow,
    TraitRow,
    VisitRow,
)
from zhenwei.store.note_tables import CaseNoteRow, EvidenceCheckRow, UnmaskingRow
from zhenwei.store.opinion_tables import OpinionRequestRow, OpinionRow
from zhenwei.store.watched import watch

Rows = dict[type[Any], list[dict[str, Any]]]
NIGHTS = 1000  # the number of the first night that is nothing but looks
SPAN = {"first_seen": MOMENT, "last_seen": MOMENT}


def load(session: Session, made: Ids, numbers: range) -> None:
    """Hang rows on a case: as many of a kind as there are numbers."""
    case = session.get_one(CaseRow, made.case)
    case.operator = f"op-{made.case}"
    case.site.registration = REGISTRATION | {"nameservers": [{"ldhName": "n"}] * 12, "status": ["s"] * 12}
    name, _ = watch(session, case.site.host, "lookalikes")
    session.flush()
    for rows in (_machine(made, case, name.id, numbers), _people(made, numbers), _letters(session, made, numbers)):
        for table, some in rows.items():
            session.execute(insert(table), some)
    contact = {"kind": "k", "value": "v", "masked": "m", "quote": "q", "source": "s"}
    session.get_one(AssessmentRow, made.opinion).contacts = [dict(contact) for _ in range(3)]


def lead(site: int, url: str) -> dict[str, Any]:
    """Return a lead's row."""
    return {"site_id": site, "source": "s", "url": url, "reference": "r", "why": "w", "detail": {}} | SPAN


def _machine(made: Ids, case: CaseRow, name: int, numbers: range) -> Rows:
    site, about = case.site_id, {"case_id": made.case, "at": MOMENT}
    finding = {"assessment_id": made.opinion, "rule": "r", "version": 1, "side": "sale", "points": 1.0, "detail": "d"}
    night = {"night_id": 1, "site_id": site}
    return {
        FindingRow: [finding | {"quote": "q", "against": "a", "url": "u", "profile": "p"} for _ in numbers],
        LeadRow: [lead(site, f"{site}-{n}") for n in numbers],
        NameEventRow: [{"name_id": name, "night_id": 1, "at": MOMENT, "what": "w"} for _ in numbers],
        LookRow: [
            about
            | {"night_id": NIGHTS + at, "visits": [], "shows": True}
            | {"answers": [{"server": "s", "says": "s", "addresses": ["a"]}]}
            for at, _ in enumerate(numbers)
        ],
        TieRow: [
            {"case_id": made.case, "other_id": 1, "kind": str(n), "value": "v", "strength": "strong", "made_at": MOMENT}
            for n in numbers
        ],
        TraitRow: [{"site_id": site, "kind": "template", "value": str(n)} | SPAN for n in numbers],
        VisitRow: [
            night | {"url": f"{site}-{n}", "profile": "p", "purpose": "first", "outcome": "ok", "captured_at": MOMENT}
            for n in numbers
        ],
        FaceDifferenceRow: [
            night | {"url": str(n), "kind": "k", "profiles": "p", "others": "", "detail": ""} for n in numbers
        ],
        ProfileChoiceRow: [night | {"why": "w", "words": "w", "profiles": "p", "at": MOMENT}],
        MoveRow: [about | {"site_id": site, "url": "u", "how": str(n), "value": "v", "night_id": 1} for n in numbers],
        StandingRow: [{"case_id": made.case, "standing": "s", "why": "w", "last_alive": MOMENT}],
        OperatorEventRow: [
            {"night_id": 1, "at": MOMENT, "operator": f"op-{made.case}", "what": "w", "cases": [1]} for _ in numbers
        ],
    }


def _people(made: Ids, numbers: range) -> Rows:
    about = {"case_id": made.case, "by": "b", "at": MOMENT}
    asked = {"case_id": made.case, "asked_of": "", "at": MOMENT, "question": "q"} | SHOWN
    first = made.case * 10_000
    return {
        DecisionRow: [about | SHOWN | {"word": "hold", "why": "w", "rules_shown": ["r"]} for _ in numbers],
        CaseNoteRow: [about | {"text": "t"} for _ in numbers],
        UnmaskingRow: [about | {"assessment_id": made.opinion, "why": "w", "shown": [["k", "m"]]} for _ in numbers],
        EvidenceCheckRow: [
            about | {"visit_id": made.visit, "folder": "f", "manifest_sha256": "m", "problems": [["f", "w"]]}
            for _ in numbers
        ],
        OpinionRequestRow: [asked | {"id": first + n, "asked_by": f"a{n}"} for n in numbers],
        OpinionRow: [
            {"request_id": first + n, "by": "b", "at": MOMENT, "word": "", "why": "w"} | SHOWN for n in numbers
        ],
    }


def _letters(session: Session, made: Ids, numbers: range) -> Rows:
    """Return rows of a letter that has gone out; it has no files (those of real letters are never poisoned)."""
    gone = now() - timedelta(days=3)
    letter = NoticeRow(
        recipient="police",
        office="o",
        kind="police-clue",
        title="t",
        state="sent",
        folder=f"h{made.case}",
        number="n",
        drafted_by="analyst",
        drafted_at=gone,
        cases=[NoticeCaseRow(case_id=made.case)],
    )
    session.add(letter)
    session.flush()
    about = {"notice_id": letter.id, "by": "b", "at": MOMENT}
    version = {"made": "edited", "folder": "f", "manifest_sha256": "m", "why": "w", "change": "-a\n+b\n"}
    answer = {"number": "n", "received_on": MOMENT.date(), "cases": [], "note": "n"}
    return {
        NoticeEventRow: [about | {"event": "edited", "note": "n"} for _ in numbers],
        NoticeVersionRow: [about | version | {"version": n + 1} for n, _ in enumerate(numbers)],
        AnswerRow: [about | answer for _ in numbers],
        DispatchRow: [about | {"sent_at": gone, "channel": "c", "cites": ["c"]}],
    }


def plant_evidence(desk: ServedDesk, session: Session, made: Ids, payloads: Sequence[str]) -> None:
    """Let a capture's manifest list files with payloads for names and digests."""
    visit = session.get_one(VisitRow, made.visit)
    path = desk.settings.evidence_dir / visit.folder / "manifest.json"
    listed = json.loads(path.read_text("utf-8"))["files"]
    listed |= {text: {"bytes": 1, "sha256": text, "sm3": text} for text in payloads}
    path.write_text(json.dumps({"files": listed}), "utf-8")
    visit.manifest_sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
