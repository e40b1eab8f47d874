"""Undo and second opinions: rows that are added, who may, when, and what the later of two people sees."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.review.review_desk import Answer, Client, ServedDesk
from zhenwei.clock import now
from zhenwei.store.models import AccountRow, CaseRow, DecisionRow, NoticeCaseRow, NoticeEventRow, NoticeRow
from zhenwei.store.standing_words import standing_word


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        with served.store.transaction() as session:
            one = session.query(AccountRow).filter_by(name="analyst").one()
            session.add(
                AccountRow(name="li", role="analyst", password_hash=one.password_hash, created_at=one.created_at)
            )
        served.case()
        yield served


def rows(desk: ServedDesk) -> list[tuple[str, str, int | None]]:
    with desk.store.reading() as session:
        return [(row.word, row.by, row.undoes_id) for row in session.scalars(select(DecisionRow).order_by("id"))]


def state(desk: ServedDesk) -> str:
    with desk.store.reading() as session:
        return session.get_one(CaseRow, 1).state


def undo(client: Client, decision: int = 0, why: str = "点错了", page: Answer | None = None) -> Answer:
    page = page or client.get("/cases/1")
    number = str(decision) if decision else page.field("decision")
    return client.post(
        "/cases/1/undo", token=page.field("token"), seen=page.field("seen"), decision=number, why=why,
        opened=page.field("opened"),
    )  # fmt: skip


def test_an_undo_is_a_row_and_the_case_stands_where_it_stood(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    client.decide(1, "hold", "先放一放")
    client.decide(1, "confirmed", "误点")
    assert undo(client).status == 303
    assert rows(desk) == [("hold", "analyst", None), ("confirmed", "analyst", None), ("hold", "analyst", 2)]
    assert state(desk) == "hold"
    page = client.get("/cases/1").text
    for said in ("撤销研判", "已撤销", "点错了", "误点"):
        assert said in page, said
    assert 'action="/cases/1/undo"' not in page, "an undo is not undone; a new decision is said"
    assert client.decide(1, "confirmed", "核实之后").status == 303
    with desk.store.reading() as session:
        stand = session.scalars(select(DecisionRow.why).where(standing_word()).order_by(DecisionRow.id))
        assert list(stand) == ["先放一放", "核实之后"]


def test_the_undo_of_the_only_word_makes_the_case_new(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    client.decide(1, "dismissed", "误点")
    assert undo(client).status == 303
    assert (state(desk), rows(desk)[-1]) == ("new", ("", "analyst", 1))
    assert client.get("/").status == 200


@pytest.mark.parametrize(
    ("who", "hours", "status"),
    [("analyst", 1, 303), ("li", 1, 409), ("reviewer", 1, 303), ("analyst", 25, 409), ("admin", 999, 303)],
)
def test_who_may_undo_and_until_when(desk: ServedDesk, who: str, hours: int, status: int) -> None:
    desk.client("analyst").decide(1, "confirmed", "页面冒用名称")
    with desk.store.transaction() as session:
        session.get_one(DecisionRow, 1).at = now() - timedelta(hours=hours)
    client = desk.client(who)
    assert undo(client, 1).status == status
    assert state(desk) == ("new" if status == 303 else "confirmed")


def test_a_viewer_undoes_and_asks_nothing(desk: ServedDesk) -> None:
    desk.client("analyst").decide(1, "confirmed", "why")
    viewer = desk.client("viewer")
    token = viewer.get("/queue").field("token")
    assert viewer.post("/cases/1/undo", token=token, seen="1-1", decision="1", why="x").status == 403
    assert viewer.post("/cases/1/opinions", token=token, question="x").status == 403
    page = viewer.get("/cases/1").text
    assert "/cases/1/undo" not in page
    assert "/cases/1/opinions" not in page


def test_what_a_letter_was_built_on_is_not_undone(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    client.decide(1, "confirmed", "why")
    page = client.get("/cases/1")
    with desk.store.transaction() as session:
        letter = NoticeRow(
            recipient="police", office="o", kind="police-clue", title="t", state="rejected", folder="f",
            drafted_by="analyst", drafted_at=now(),
        )  # fmt: skip
        letter.cases = [NoticeCaseRow(case_id=1)]
        letter.events = [NoticeEventRow(at=now(), by="li", event="drafted")]
        session.add(letter)
    answer = undo(client, page=page)
    assert answer.status == 409
    assert "已起草函件" in answer.text
    assert len(rows(desk)) == 1


def test_without_a_reason_nothing_is_undone(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    client.decide(1, "confirmed", "why")
    assert undo(client, why="  ").status == 409
    assert len(rows(desk)) == 1


def test_the_later_one_sees_an_undo_and_keeps_the_reason(desk: ServedDesk) -> None:
    analyst, reviewer = desk.client("analyst"), desk.client("reviewer")
    analyst.decide(1, "confirmed", "first")
    stale = reviewer.get("/cases/1")
    assert undo(analyst, why="看错网址").status == 303
    answer = undo(reviewer, page=stale, why="我也要撤")
    assert answer.status == 409
    told = answer.text.split("您打开页面之后：")[1].split("</div>")[0]
    assert "撤销研判" in told
    assert "analyst" in told
    assert "看错网址" in told
    form = {"token": stale.field("token"), "seen": stale.field("seen"), "opened": stale.field("opened")}
    answer = reviewer.post("/cases/1/decision", **form, word="hold", why="我的理由")
    assert answer.status == 409
    assert "我的理由</textarea>" in answer.text
    assert "看错网址" in answer.text.split("您打开页面之后：")[1].split("</div>")[0]


def test_marks_that_are_no_marks_do_no_harm(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    token = client.get("/cases/1").field("token")
    for seen, opened in (("x", "y"), ("1-9999999999", "9999999999"), ("１-２", "-1")):
        answer = client.post("/cases/1/decision", token=token, seen=seen, opened=opened, word="hold", why="w")
        assert answer.status == 409, (seen, opened)


def ask(client: Client, of: str = "", question: str = "像不像官方页面？") -> Answer:
    return client.post("/cases/1/opinions", token=client.get("/cases/1").field("token"), of=of, question=question)


def say(client: Client, number: int = 1, why: str = "备案号不符") -> Answer:
    token = client.get("/queue").field("token")
    return client.post(f"/cases/1/opinions/{number}", token=token, word="confirmed", why=why)


def test_an_opinion_is_asked_for_and_given_and_moves_nothing(desk: ServedDesk) -> None:
    analyst, li = desk.client("analyst"), desk.client("li")
    assert ask(analyst, "li").status == 303
    assert "像不像官方页面？" in li.get("/opinions").text
    assert "像不像官方页面？" not in desk.client("reviewer").get("/opinions").text
    assert say(analyst).status == 409, "not one's own question"
    assert say(li).status == 303
    assert state(desk) == "new"
    page = analyst.get("/cases/1").text
    assert "备案号不符" in page
    assert "像不像官方页面？" not in li.get("/opinions").text
    assert say(desk.client("reviewer")).status == 409, "answered already"
    assert analyst.decide(1, "confirmed", "依 li 的意见").status == 303


def test_anybody_may_answer_what_anybody_was_asked_and_overseers_always(desk: ServedDesk) -> None:
    analyst = desk.client("analyst")
    assert ask(analyst).status == 303
    assert ask(analyst).status == 409, "not twice"
    assert "像不像" in desk.client("admin").get("/opinions").text
    assert say(desk.client("li")).status == 303
    assert ask(analyst, "admin").status == 303
    assert say(desk.client("li"), 2).status == 409
    assert say(desk.client("reviewer"), 2).status == 303


@pytest.mark.parametrize(("of", "question"), [("analyst", "q"), ("viewer", "q"), ("li", "  ")])
def test_what_cannot_be_asked(desk: ServedDesk, of: str, question: str) -> None:
    assert ask(desk.client("analyst"), of, question).status == 409


def test_a_question_may_be_taken_back_by_its_asker(desk: ServedDesk) -> None:
    analyst, li = desk.client("analyst"), desk.client("li")
    ask(analyst)
    token = li.get("/queue").field("token")
    assert li.post("/cases/1/opinions/1/recall", token=token).status == 409
    token = analyst.get("/queue").field("token")
    assert analyst.post("/cases/1/opinions/1/recall", token=token).status == 303
    assert "提问人已收回" in analyst.get("/cases/1").text
    assert say(li).status == 409
    assert say(li, 9).status == 404
    assert ask(analyst, "nobody").status == 404
