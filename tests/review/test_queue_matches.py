"""What a row of the queue says of its page, and why it fits a search."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from review.views.queue_matches import marked_parts, places_of
from tests.review.review_desk import Made, ServedDesk
from zhenwei.store.search import asked_words, make_findable


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


@pytest.mark.parametrize(
    ("title", "question", "marked"),
    [
        ("特种作业操作证", "", "特种作业操作证"),
        ("特种作业操作证", "作业操作", "特种[作业操作]证"),
        ("特种作业", "无关", "特种作业"),
        ("ＡＢＣ查询", "abc", "[ＡＢＣ]查询"),
        ("İab İab", "ab", "İ[ab] İ[ab]"),
        ("", "x", ""),
        ("a.*b", ".*", "a.*b"),
    ],
)
def test_words_are_marked_where_they_stand(title: str, question: str, marked: str) -> None:
    parts = marked_parts(title, asked_words(question))
    assert "".join(f"[{text}]" if is_marked else text for text, is_marked in parts) == marked


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("", ()),
        ("特种", ("title",)),
        ("mem-gov", ("address",)),
        ("特种 mem", ("title", "address")),
        ("特种 包过", ("title", "text")),
        ("包过", ("text",)),
    ],
)
def test_where_words_stand(question: str, places: tuple[str, ...]) -> None:
    assert places_of(asked_words(question), "特种作业", "mem-gov.top http://mem-gov.top/") == places


def test_a_row_tells_its_title_and_why_it_fits(desk: ServedDesk) -> None:
    title = "<b>特种作业</b> www.mem-gov.top 电话190-0000-1234"
    case = desk.case(Made(host="a.top", title=title, operator="op-7"))
    with desk.store.transaction() as session:
        make_findable(session, case, [title, "a.top", "包过"])
    text = desk.client("viewer").get("/queue?" + urlencode({"q": "特种 包过"})).text
    assert "&lt;b&gt;<mark>特种</mark>作业&lt;/b&gt; www[.]mem-gov[.]top 电话" in text
    assert "190-0000-1234" not in text
    assert "检索词见于标题、网页文字" in text
    link = '<a href="/queue?state=all&amp;operator=op-7"><bdi>op-7</bdi></a>'
    assert link in text
    assert link in desk.client("viewer").get(f"/cases/{case}").text


def test_without_a_search_nothing_is_marked(desk: ServedDesk) -> None:
    desk.case(Made(title="特种作业操作证查询平台"))
    text = desk.client("viewer").get("/queue").text
    assert "<bdi>特种作业操作证查询平台</bdi>" in text
    assert "检索词见于" not in text
    assert "<mark>" not in text
