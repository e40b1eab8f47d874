"""The queue's page: pages beside each other, decisions together, saved filters, the way to the next case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from sqlalchemy import select

from review.views import queue as view
from review.views.queue_filter import Filter
from tests.review.review_desk import Answer, Client, Made, ServedDesk
from zhenwei.store.cases import decide
from zhenwei.store.models import CaseRow, DecisionRow
from zhenwei.store.search import make_findable
from zhenwei.types import Word


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def cases_of(text: str) -> list[int]:
    return [int(case) for case in re.findall(r'<a href="/cases/(\d+)" data-open', text)]


def link(text: str, rel: str) -> str:
    found = re.search(rf'<a href="([^"]+)" rel="{rel}"', text)
    return unescape(found[1]) if found else ""


def post(client: Client, path: str, fields: list[tuple[str, str]]) -> Answer:
    return client.ask("POST", path, urlencode(fields))  # a field may stand there more than once


def test_pages_lead_forth_and_back(desk: ServedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(view, "PAGE", 2)
    for number in range(5):
        desk.case(Made(host=f"s{number}.example", impersonation=90 - number))
    client = desk.client("viewer")
    first = client.get("/queue?verdict=counterfeit_site").text
    second = client.get(link(first, "next")).text
    third = client.get(link(second, "next")).text
    assert [cases_of(text) for text in (first, second, third)] == [[1, 2], [3, 4], [5]]
    assert "verdict=counterfeit_site" in link(first, "next")
    assert (link(first, "prev"), link(third, "next")) == ("", "")
    assert cases_of(client.get(link(third, "prev")).text) == [3, 4]
    assert "共 5 件" in first


def test_words_are_searched(desk: ServedDesk) -> None:
    for number, text in enumerate(("特种作业操作证", "安全生产"), 1):
        case = desk.case(Made(host=f"s{number}.example"))
        with desk.store.transaction() as session:
            make_findable(session, case, [text])
    client = desk.client("viewer")
    assert cases_of(client.get("/queue?" + urlencode({"q": "作业操作"})).text) == [1]
    assert cases_of(client.get("/queue?" + urlencode({"q": "<script>'\"*"})).text) == []
    assert cases_of(client.get("/queue?" + urlencode({"q": "！？"})).text) == [2, 1]  # asks for no word


def test_one_word_on_several_cases_and_the_refused_are_named(desk: ServedDesk) -> None:
    for number in range(3):
        desk.case(Made(host=f"s{number}.example"))
    client = desk.client("analyst")
    text = client.get("/queue?verdict=counterfeit_site").text
    picks = re.findall(r'name="pick" value="(\d+:[\d-]+)"', text)
    assert len(picks) == 3
    with desk.store.transaction() as session:
        decide(session, [2], Word.HOLD, "reviewer", "a colleague was faster")
    fields = [("token", client.get("/queue").field("token")), ("query", "verdict=counterfeit_site&evil=//x")]
    fields += [
        ("word", "dismissed"),
        ("why", "同一套模板的练习站"),
        *(("pick", pick) for pick in picks),
        ("pick", "99:0-0"),
    ]
    answer = post(client, "/queue/decision", fields)
    assert answer.status == 303
    told = parse_qs(urlsplit(answer.headers["location"]).query)
    assert told == {"verdict": ["counterfeit_site"], "done": ["2"], "took": ["2-3"], "refused": ["2.moved", "99.gone"]}
    shown = client.get(answer.headers["location"]).text
    assert "已对 2 件案件写入研判" in shown
    assert "已被他人研判或重新评分" in shown
    with desk.store.reading() as session:
        rows = session.execute(
            select(DecisionRow.case_id, DecisionRow.word, DecisionRow.by).order_by(DecisionRow.case_id)
        )
        assert sorted(map(tuple, rows)) == [
            (1, "dismissed", "analyst"), (2, "hold", "reviewer"), (3, "dismissed", "analyst"),
        ]  # fmt: skip


def several(desk: ServedDesk, client: Client, count: int) -> str:
    """Dismiss as many new cases at once; return where that leads."""
    cases = [desk.case(Made(host=f"t{number}.example")) for number in range(count)]
    shown = client.get("/queue?verdict=counterfeit_site")
    picks = [re.findall(rf'name="pick" value="({case}:[\d-]+)"', shown.text)[0] for case in cases]
    fields = [("token", shown.field("token")), ("query", "verdict=counterfeit_site"), ("word", "dismissed")]
    answer = post(client, "/queue/decision", [*fields, ("why", "练习站"), *(("pick", pick) for pick in picks)])
    assert answer.status == 303
    return answer.headers["location"]


def test_what_was_said_at_once_is_taken_back_at_once(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    shown = client.get(several(desk, client, 3))
    assert "撤销这 3 件" in shown.text
    with desk.store.transaction() as session:
        decide(session, [2], Word.HOLD, "reviewer", "somebody has looked at this one since")
    form = {"token": shown.field("token"), "took": shown.field("took"), "query": shown.field("query")}
    answer = client.post("/queue/undo", **form, why="选错了行")
    assert answer.status == 303
    told = parse_qs(urlsplit(answer.headers["location"]).query)
    assert told == {"verdict": ["counterfeit_site"], "undone": ["2"], "refused": ["2.built"]}
    text = client.get(answer.headers["location"]).text
    assert "已撤销 2 件案件的研判" in text
    assert "此后已有新的研判" in text
    with desk.store.reading() as session:
        states = session.scalars(select(CaseRow.state).order_by(CaseRow.id)).all()
        rows = session.scalars(select(DecisionRow.why).where(DecisionRow.undoes_id.is_not(None))).all()
    assert states == ["new", "hold", "new"]
    assert rows == ["选错了行"] * 2
    again = client.post("/queue/undo", **form, why="选错了行")
    assert parse_qs(urlsplit(again.headers["location"]).query)["undone"] == ["0"]


def test_only_ones_own_are_taken_back_at_once(desk: ServedDesk) -> None:
    shown = desk.client("analyst").get(several(desk, desk.client("analyst"), 2))
    for role, status, reason in (("reviewer", 303, "why"), ("viewer", 403, "why"), ("analyst", 400, " ")):
        client = desk.client(role)
        token = client.get("/queue").field("token")
        assert client.post("/queue/undo", token=token, took=shown.field("took"), why=reason).status == status, role
    client = desk.client("analyst")
    for odd in ("", "2-1", "1", "1-99999999999", "1-1000000", "0-1", "a-b"):
        refused = client.post("/queue/undo", token=client.get("/queue").field("token"), took=odd, why="why")
        assert refused.status == 400, odd
        assert "全部撤销" not in client.get("/queue?" + urlencode({"done": 2, "took": odd})).text
    with desk.store.reading() as session:
        assert session.scalars(select(DecisionRow.undoes_id)).all() == [None, None]


@pytest.mark.parametrize(
    ("role", "change", "status"),
    [
        ("viewer", {}, 403),
        ("analyst", {"token": "x"}, 403),
        ("analyst", {"why": "  "}, 400),
        ("analyst", {"why": "x" * 2001}, 400),
        ("analyst", {"word": "sent"}, 400),
        ("analyst", {"pick": "1"}, 400),
        ("analyst", {"pick": "99999999999:0-0"}, 400),
        ("analyst", {"pick": ""}, 400),
    ],
)
def test_what_is_no_bulk_decision(desk: ServedDesk, role: str, change: dict[str, str], status: int) -> None:
    desk.case()
    client = desk.client(role)
    form = {"token": client.get("/queue").field("token"), "word": "hold", "why": "why", "pick": "1:0-0", **change}
    assert client.post("/queue/decision", **form).status == status
    with desk.store.reading() as session:
        assert session.scalars(select(DecisionRow)).all() == []


def test_filters_are_kept_replaced_and_forgotten_each_their_own(desk: ServedDesk) -> None:
    client, other = desk.client("viewer"), desk.client("analyst")
    token = client.get("/queue").field("token")
    for query in ("state=hold", "q=a b&source=feeds&mine=on&javascript:x=1"):
        client.post("/queue/filters", token=token, name=" 我的  <b>筛选 ", query=query)
    text = client.get("/queue").text
    assert re.findall(r'<a href="/queue\?([^"]+)">我的 &lt;b&gt;筛选</a>', text) == [
        "q=a+b&amp;source=feeds&amp;mine=1"
    ]
    assert "我的" not in other.get("/queue").text
    forgotten = other.post("/queue/filters/1/forget", token=other.get("/queue").field("token"))
    assert forgotten.status == 303
    assert "我的" in client.get("/queue").text
    client.post("/queue/filters/1/forget", token=token, query="state=hold")
    assert "我的" not in client.get("/queue").text


def test_filters_have_an_end_and_need_a_name(desk: ServedDesk) -> None:
    client = desk.client("viewer")
    token = client.get("/queue").field("token")
    assert client.post("/queue/filters", token=token, name=" ", query="").status == 400
    assert client.post("/queue/filters", token=token, name="a", query="since=never").status == 400
    answers = [client.post("/queue/filters", token=token, name=f"f{n}", query="").status for n in range(31)]
    assert answers == [303] * 30 + [409]


def test_the_way_to_the_next_case(desk: ServedDesk) -> None:
    for number in range(3):
        desk.case(Made(host=f"s{number}.example", impersonation=90 - number))
    with desk.store.transaction() as session:
        decide(session, [1, 2], Word.HOLD, "analyst", "why")
    client = desk.client("viewer")
    assert client.get("/queue/next?of=1").headers["location"] == "/cases/3"
    assert client.get("/queue/next?of=1&state=all").headers["location"] == "/cases/2"
    assert client.get("/queue/next?of=3&state=hold").headers["location"] == "/queue?state=hold"
    assert client.get("/queue/next?of=99").headers["location"] == "/queue?"
    assert client.get("/queue/next?of=0").status == 400


def test_the_help_sheet(desk: ServedDesk) -> None:
    text = desk.client("viewer").get("/keys").text
    for expected in ("快捷键", "<kbd>j</kbd>", "<kbd>g</kbd> <kbd>q</kbd>", "队列中的下一件"):
        assert expected in text


@pytest.mark.parametrize(
    "query",
    ["", "state=all", "state=open&mine=1",
     "q=%E8%AF%81+x&verdict=unclear&target=mem&region=330000&source=a%26b&operator=op-1&since=2026-01-01&until=2026-02-01&mine=1"],
)  # fmt: skip
def test_a_filter_is_written_as_it_was_read(query: str) -> None:
    assert Filter.of_query(query).query() == query
