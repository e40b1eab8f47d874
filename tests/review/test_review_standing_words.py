"""What was taken back counts nowhere: figures, reports, exports, similar decisions, letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from review.exporting.confirmed import confirmed_cases
from review.figures.precision import count_precision
from review.figures.weeks import count_weeks
from review.views.similar import similar_decisions
from review.views.timeline import timeline_of
from takedown.reports.history import read_history
from tests.review.review_desk import Made, add_accounts, make_case, settings_in
from zhenwei.clock import now
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import decide
from zhenwei.store.database import Store, open_store
from zhenwei.store.models import CaseRow, DecisionRow
from zhenwei.store.opinions import ask, give, recall
from zhenwei.store.standing_words import last_standing
from zhenwei.store.undoing import undo
from zhenwei.types import Word


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'z.db'}")
    settings = settings_in(tmp_path)
    with opened.transaction() as session:
        add_accounts(session)
        for number in range(2):
            make_case(session, settings, Made(host=f"s{number}.example"))
    yield opened
    opened.close()


def taken_back(session: Session) -> tuple[DecisionRow, DecisionRow]:
    """Confirm case 1 and take it back; return both rows."""
    (said,) = decide(session, [1], Word.CONFIRMED, "analyst", "误点")
    session.refresh(session.get_one(CaseRow, 1))
    return said, undo(session, 1, said.id, "analyst", "点错了")


def confirmed_this_week(session: Session) -> int:
    return int(count_weeks(session, now(), 1)[-1]["confirmed"])


def test_figures_leave_it_out(store: Store) -> None:
    with store.transaction() as session:
        decide(session, [2], Word.CONFIRMED, "analyst", "比对")
        assert confirmed_this_week(session) == 1
        taken_back(session)
        assert confirmed_this_week(session) == 1
        assert count_precision(session) == {
            "rules": [], "others": [["title.borrowed", 1, 0]], "sources": [["lookalikes", 1, 0]], "sideless": 0,
        }  # fmt: skip


def test_the_word_before_counts_again(store: Store) -> None:
    with store.transaction() as session:
        decide(session, [1], Word.DISMISSED, "analyst", "练习站")
        session.refresh(session.get_one(CaseRow, 1))
        taken_back(session)
        assert count_precision(session)["others"] == [["title.borrowed", 0, 1]]
        case = session.get_one(CaseRow, 1)
        session.refresh(case)
        standing = last_standing(case.decisions)
        assert standing is not None
        assert (standing.word, standing.why) == ("dismissed", "练习站")


def test_the_timeline_tells_of_it_and_of_opinions(store: Store) -> None:
    with store.transaction() as session:
        taken_back(session)
        asked = ask(session, 1, "analyst", "", "是否仿冒？")
        give(session, asked.id, "reviewer", Word.DISMISSED, "练习站")
        recall(session, ask(session, 1, "analyst", "reviewer", "再问一次").id, "analyst")
        told = {one.kind: one for one in timeline_of(session, session.get_one(CaseRow, 1))}
        assert (told["word_undone"].word, told["undo"].word, told["undo"].words) == ("confirmed", "", "点错了")
        assert (told["asked"].by, told["asked"].of) == ("analyst", "")
        assert (told["advised"].word, told["advised"].by) == ("dismissed", "reviewer")
        assert told["unasked"].by == "analyst"


def test_a_report_counts_as_it_was_known_then(store: Store) -> None:
    with store.transaction() as session:
        said, back = taken_back(session)
        back.at = said.at + timedelta(days=1)
        session.flush()
        before, after = said.at + timedelta(hours=1), back.at + timedelta(hours=1)
        assert [one.word for one in read_history(session, before).cases[1].decisions] == ["confirmed"]
        assert read_history(session, after).cases[1].decisions == ()


def test_no_export_and_no_similar_decision(store: Store) -> None:
    with store.transaction() as session:
        taken_back(session)
        session.get_one(CaseRow, 1).state = "down"  # whatever brought it there, nobody's word stands behind it
        session.flush()
        assert session.scalars(confirmed_cases()).all() == []
        other = session.get_one(CaseRow, 2)
        assert similar_decisions(session, other, latest_assessment(session, other.site_id)) == []
