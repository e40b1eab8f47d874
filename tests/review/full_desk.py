"""A desk with some of everything, so that every page has something to show."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.review.full_letters import letters_in_each_state
from tests.review.full_machine import hang, night, programs, report
from tests.review.full_words import speak, work
from tests.review.letters_desk import LettersDesk
from tests.review.review_desk import MOMENT, Ids, Made, make_case
from zhenwei.store.models import CaseRow, DecisionRow
from zhenwei.store.tables import METADATA
from zhenwei.types import Verdict

STATES = ("new", "confirmed", "dismissed", "hold", "down", "resurfaced")
VERDICTS = (Verdict.COUNTERFEIT, Verdict.SALE, Verdict.HIJACKED, Verdict.UNCLEAR)
# Tables that stay empty: nothing of the desk reads them.
EMPTY = {
    "engine_query": "for the reports on engines; the desk reads units and sources",
    "engine_result": "as engine_query",
    "hold": "leases of workers",
    "turn": "leases of workers",
    "host_budget": "how often a host may be asked",
    "outcome": "what other offices enter for the monthly report, by command; pages show its sums only",
    "public_digest": "for the public digest; commands only",
    "public_digest_event": "as public_digest",
    "pruned_capture": "for the commands of evidence",
    "reminder": "which mails went out",
    "reminder_digest": "which mails went out",
    "reporter_look": "for the command that shows who reported",
    "permission": "for the command that shows who reported",
}


def fill(folder: Path) -> None:
    """Make a desk in a folder: a case and a letter in each state with all that may hang on them, reports, a night."""
    with LettersDesk(folder) as desk:
        with desk.store.transaction() as session:
            made = []
            for number, state in enumerate(STATES):
                host, verdict = f"cx-mem-{number}.example", VERDICTS[number % len(VERDICTS)]
                made_of = Made(
                    host=host, verdict=verdict, operator="op-1", error="在规定时间内没有收到完整答复",
                    detail="标题自称“应急管理部”，域名不属于该单位",
                    lead_why="监测的域名已注册并可解析（手法：形近字符）",
                )  # fmt: skip
                ids = make_case(session, desk.settings, made_of)
                made.append(ids)
                _decide(session, ids, state)
                hang(session, ids, made[0])
                speak(session, ids)
            night(session)
            programs(session)
        work(desk)
        letters_in_each_state(desk)
        report(desk)
        # The first look at the front page counts its figures.
        assert desk.client("viewer").get("/").status == 200


def _decide(session: Session, ids: Ids, state: str) -> None:
    case = session.get_one(CaseRow, ids.case)
    case.state = state
    word = "dismissed" if state == "dismissed" else "confirmed"
    session.add(
        DecisionRow(
            case_id=ids.case, by="analyst", at=MOMENT, word=word, why="与真实网站比对", verdict_shown=case.verdict,
            impersonation_shown=88.0, sale_shown=12.0, rules_shown=["P003"],
        )
    )  # fmt: skip


def empty_tables(session: Session) -> set[str]:
    """Return the tables without a row."""
    return {
        table.name for table in METADATA.sorted_tables if not session.scalar(select(func.count()).select_from(table))
    }
