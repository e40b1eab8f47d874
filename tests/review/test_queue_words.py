"""What a person's words come to: addresses, operators, contacts for those who may see them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from review.views.queue_words import Searched, operator_of, searched
from tests.review.review_desk import Client, Made, ServedDesk, make_case
from tests.review.test_queue_desk import cases_of
from tests.review.test_review_accounts import eventually
from zhenwei.config import Settings
from zhenwei.store.account_tables import AuditRow
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.search import make_findable
from zhenwei.types import Word


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def ask(client: Client, **fields: str) -> str:
    return client.get("/queue?" + urlencode(fields)).text


@pytest.mark.parametrize(
    ("typed", "operator"),
    [
        ("23", "op-23"),
        ("op-23", "op-23"),
        ("OP23", "op-23"),
        ("团伙 23", "op-23"),
        ("#23", "op-23"),
        ("", ""),
        ("x", "x"),
    ],
)
def test_operators_are_called_as_the_store_calls_them(typed: str, operator: str) -> None:
    assert operator_of(typed) == operator


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("特种作业操作证", None),
        ("办证 exam login", None),
        ("第 3 批", None),
        ("120 元", None),
        ("known-12345.top", None),
        ("hxxp://known-12345[.]top/a", None),
        ("19000001024", ""),
        ("办证 190-0000-1024", "办证"),
        ("1 9 0 0", ""),
        ("１９００", ""),
        ("1.9.0.0", ""),
        ("190/000", ""),
        ("dgz_kf8 办证", "办证"),
        ("kf8", ""),
        ("_kf", ""),
        ("加kf8办证", "加 办证"),
        ("19000001024.cn", ".cn"),
        ("known-12345.top/19000001024", "known-12345.top"),
        ("190 known-12345.top 000", "known-12345.top"),
    ],
)
def test_what_may_be_a_contact_is_for_those_who_may_see_it(
    store: Store, tmp_path: Path, typed: str, left: str | None
) -> None:
    with store.transaction() as session:
        make_case(session, Settings(data_dir=tmp_path / "data"), Made(host="known-12345.top"))
    with store.reading() as session:
        full = searched(session, typed, contacts=True)
        half = searched(session, typed, contacts=False)
    assert (full.contact, full.withheld) == (left is not None, False)
    if left is None:
        assert half == full
    else:
        assert half.withheld
        assert half.words.replace("/", " ").split() == left.split()


def test_nothing_asked_is_nothing_withheld(store: Store) -> None:
    with store.reading() as session:
        assert searched(session, "", contacts=False) == Searched()


def test_an_address_is_found_as_the_desk_shows_it(desk: ServedDesk) -> None:
    case = desk.case(Made(host="mem-gov-cn.top", operator="op-23"))
    other = desk.case(Made(host="other.top"))
    with desk.store.transaction() as session:
        make_findable(session, case, ["mem-gov-cn.top", "http://mem-gov-cn.top/", "电话 190-0000-1024"])
        make_findable(session, other, ["other.top", "http://other.top/"])
    client = desk.client("analyst")
    for typed in ("hxxp://mem-gov-cn[.]top/", "https://mem-gov-cn.top", "mem-gov-cn[.]top", "19000001024"):
        assert cases_of(ask(client, q=typed)) == [case], typed
    assert cases_of(ask(client, operator="23")) == [case]


def test_a_search_for_a_contact_needs_its_right_and_stands_in_the_log(desk: ServedDesk) -> None:
    case, other = desk.case(Made(host="a.top")), desk.case(Made(host="b.top"))
    with desk.store.transaction() as session:
        make_findable(session, case, ["电话 190-0000-1024"])
    said = "含号码或账号的检索须有查看联系方式的权限"
    viewer, analyst = desk.client("viewer"), desk.client("analyst")
    text = ask(viewer, q="190-0000-1024")
    assert said in text
    assert sorted(cases_of(text)) == [case, other]
    text = ask(analyst, q="190-0000-1024")
    assert said not in text
    assert cases_of(text) == [case]
    ask(analyst, q="电话")
    viewer.get(f"/queue/next?of={case}&q=19000001024")
    analyst.get(f"/queue/next?of={case}&q=19000001024")
    expected = {("analyst", "seen", "/queue", "190-0000-1024"), ("analyst", "seen", "/queue/next", "19000001024")}
    assert eventually(desk, lambda: searches(desk) == expected), searches(desk)


def searches(desk: ServedDesk) -> set[tuple[str, str, str, str]]:
    with desk.store.reading() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.act.startswith("GET /queue")))
        return {(row.who, row.kind, row.about, row.detail.rpartition("q=")[2]) for row in rows}


def test_ones_own_are_of_all_states_unless_one_is_chosen(desk: ServedDesk) -> None:
    for number in range(3):
        desk.case(Made(host=f"s{number}.top"))
    with desk.store.transaction() as session:
        decide(session, [1], Word.HOLD, "analyst", "why")
        decide(session, [2], Word.DISMISSED, "analyst", "why")
    client = desk.client("analyst")
    assert sorted(cases_of(ask(client, mine="1"))) == [1, 2]
    # As the form sends it, whose first choice stands for what is usual.
    assert sorted(cases_of(ask(client, state="", mine="1"))) == [1, 2]
    assert cases_of(ask(client, state="hold", mine="1")) == [1]
    assert cases_of(ask(client, state="open", mine="1")) == []
    assert cases_of(ask(client, state="")) == [3]
    assert '<option value="" selected>' in ask(client)
    assert '<option value="all" selected>' in ask(client, mine="1")
