"""An imitated organ's answer: ``not-ours`` lets letters say 假冒, ``ours`` takes the case out of all of them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from takedown import exchange, life
from takedown.exchange import Answer
from takedown.letterdesk import LetterDesk
from tests.takedown.life_desk import NOW, add_case, add_letter, case_state, desk_on, events
from zhenwei.errors import NotAllowed
from zhenwei.store.database import Store
from zhenwei.store.letters import RESULTS, disowned, owned, read_result
from zhenwei.store.models import DecisionRow


@pytest.fixture
def desk(lite: Store, tmp_path: Path) -> LetterDesk:
    """Cases 1 and 2: letters about both, 核实函 (1, out), police (2, draft), market (3, out)."""
    made = desk_on(lite, tmp_path / "letters")
    cases = [add_case(lite, "a.example"), add_case(lite, "b.example")]
    for recipient in ("organ", "police", "market"):
        add_letter(made, cases, recipient)
    for notice in (1, 3):
        life.approve(made, notice, "wang")
        exchange.sent(made, notice, "chen")
    return made


def say(desk: LetterDesk, result: str, *cases: int) -> None:
    exchange.answered(desk, 1, "chen", Answer(result, cases=cases))


def words(desk: LetterDesk) -> tuple[set[int], set[int]]:
    with desk.store.transaction() as session:
        return set(disowned(session, [1, 2, 3])), set(owned(session, [1, 2, 3]))


@pytest.mark.parametrize(
    ("answers", "not_theirs", "theirs"),
    [
        ([], set(), set()),
        ([("not-ours",)], {1, 2}, set()),
        ([("非我单位网站", 2)], {2}, set()),
        ([("not-ours",), ("ours", 1)], {2}, {1}),
        ([("ours",), ("not-ours",)], {1, 2}, set()),
        ([("not-ours",), ("unsure", 1)], {2}, set()),
        ([("not-ours",), ("other",)], {1, 2}, set()),
        ([("unsure",)], set(), set()),
    ],
)
def test_the_newest_word_counts(
    desk: LetterDesk, answers: list[tuple[str, int]], not_theirs: set[int], theirs: set[int]
) -> None:
    for result, *cases in answers:
        say(desk, result, *cases)
    assert words(desk) == (not_theirs, theirs)


def test_another_offices_answer_is_no_word_of_the_organ(desk: LetterDesk) -> None:
    exchange.answered(desk, 3, "chen", Answer("filed"))
    assert words(desk) == (set(), set())


def test_a_site_of_the_organ_leaves_all_letters(desk: LetterDesk) -> None:
    say(desk, "ours", 1)
    assert (case_state(desk, 1), case_state(desk, 2)) == ("hold", "answered")
    with pytest.raises(NotAllowed, match="案件 1 的网站已由被仿冒机关答复系其自有"):
        life.approve(desk, 2, "wang")
    assert events(desk, 2)[-1] == ("objected", "chen")
    assert events(desk, 3)[-1] == ("objected", "chen")
    life.withdraw(desk, 2, "wang", "系其自有网站")
    assert case_state(desk, 1) == "hold", "letters do not move a case that waits for a decision"


def test_a_new_decision_lets_letters_go_on(desk: LetterDesk) -> None:
    say(desk, "ours", 1)
    with desk.store.transaction() as session:
        said = DecisionRow(
            case_id=1, by="li", at=NOW + timedelta(hours=1), word="confirmed", why="另有页面", rules_shown=[]
        )
        said.verdict_shown, said.impersonation_shown, said.sale_shown = "certificate_sale", 10, 90
        session.add(said)
    assert life.approve(desk, 2, "wang").state == "approved"


@pytest.mark.parametrize(
    ("recipient", "text", "slug"),
    [
        ("police", "立案", "filed"),
        ("market", "filed", "filed"),
        ("organ", "ours", "ours"),
        ("owner", "已删除", "removed"),
        ("housing", "已移送", "transferred"),
        ("organ", "", ""),
    ],
)
def test_answers_by_slug_or_word(recipient: str, text: str, slug: str) -> None:
    assert read_result(text, recipient) == slug


def test_every_answer_has_its_own_word() -> None:
    assert len({said for said, _who in RESULTS.values()}) == len(RESULTS)
