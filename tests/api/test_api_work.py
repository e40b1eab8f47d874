"""What programs do: read page by page, decide, hand in reports, and be told in two languages what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.programs import Program, filled_desk, program
from tests.review.review_desk import Made, ServedDesk
from zhenwei.store.models import CaseRow

PHONE = "190-0000-1234"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with filled_desk(tmp_path) as made:
        yield made


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """Yield a program on a desk that no test changes."""
    with filled_desk(Path(tmp_path_factory.mktemp("still"))) as made:
        yield program(made)


@pytest.fixture
def asked(desk: ServedDesk) -> Program:
    return program(desk)


def test_pages_go_on_where_the_last_one_ended(desk: ServedDesk, asked: Program) -> None:
    first = asked.get("/cases?limit=2").json
    assert [one["id"] for one in first["items"]] == [1, 2]
    assert first["more"]
    second = asked.get(f"/cases?limit=2&cursor={first['next']}").json
    assert [one["id"] for one in second["items"]] == [3]
    assert not second["more"]
    end = f"/cases?limit=2&cursor={second['next']}"
    assert asked.get(end).json == {"items": [], "next": second["next"], "more": False}
    made = desk.case(Made(host="later.example"))
    assert [one["id"] for one in asked.get(end).json["items"]] == [made]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("state=confirmed", [1]),
        ("state=new&verdict=certificate_sale", [3]),
        ("operator=OP-1", [1, 2]),
        ("target=mem", [1, 2, 3]),
        ("target=other", []),
        ("state=", [1, 2, 3]),
    ],
)
def test_filters(still: Program, query: str, wanted: list[int]) -> None:
    assert [one["id"] for one in still.get(f"/cases?{query}").json["items"]] == wanted


@pytest.mark.parametrize(
    "path",
    [
        "/cases?state=nonsense", "/cases?limit=0", "/cases?limit=501", "/cases?cursor=notice-1", "/cases?sate=new",
        "/cases?cursor=case-99999999999", "/cases/0", "/cases/4294967296", "/cases/x", "/reports?source=%00",
        "/leads/JB1", "/export/stix?page=2",
    ],
)  # fmt: skip
def test_what_does_not_fit_is_said_field_by_field(still: Program, path: str) -> None:
    told = still.get(path)
    assert (told.status, told.kind) == (422, "application/problem+json")
    assert told.json["title"] == "字段有误"
    assert told.json["title_en"] == "Fields are wrong"
    assert told.json["faults"]


@pytest.mark.parametrize("path", ["/cases/99", "/cases/99/decisions", "/notices/99", "/leads/JB20200101-0001", "/no"])
def test_what_is_not_there(still: Program, path: str) -> None:
    told = still.get(path)
    assert (told.status, told.kind) == (404, "application/problem+json")


def test_a_method_that_is_not_offered(still: Program) -> None:
    told = still.ask("DELETE", "/cases/1", None)
    assert (told.status, told.headers["allow"]) == (405, "GET")


def test_nothing_personal_in_a_case(desk: ServedDesk, asked: Program) -> None:
    made = desk.case(Made(host="tel.example", quote=f"办证联系电话 {PHONE}", detail=f"页面留有电话 {PHONE}"))
    told = asked.get(f"/cases/{made}")
    assert told.status == 200
    assert PHONE not in told.body.decode()
    assert "19000001234" not in told.body.decode()
    assert told.json["contacts"] == [{"kind": "phone", "masked": "190****1234"}]


def test_a_word_on_what_was_read(asked: Program) -> None:
    seen = asked.get("/cases/2").json["seen"]
    body = {"word": "hold", "why": "待机关答复", "seen": seen}
    told = asked.post("/cases/2/decisions", body)
    assert told.status == 201
    assert (told.json["by"], told.json["word"], told.json["impersonation_shown"]) == ("analyst", "hold", 88.0)
    late = asked.post("/cases/2/decisions", body)
    assert (late.status, late.json["type"]) == (409, "urn:zhenwei:problem:moved")
    assert [one["word"] for one in asked.get("/cases/2/decisions").json] == ["hold"]
    assert [one["case"] for one in asked.get("/decisions").json["items"]] == [1, 2]


@pytest.mark.parametrize("why", ["", "  ", "a\x00b", "长" * 2001])
def test_a_word_needs_its_reason(still: Program, why: str) -> None:
    seen = still.get("/cases/2").json["seen"]
    assert still.post("/cases/2/decisions", {"word": "hold", "why": why, "seen": seen}).status == 422


def test_letters(still: Program) -> None:
    line = still.get("/notices").json["items"][0]
    assert (line["cases"], line["state"]) == ([1], "draft")
    whole = still.get(f"/notices/{line['id']}").json
    assert [step["event"] for step in whole["steps"]] == ["approved"]
    assert whole["sent_at"] is None


def test_reports_in_and_out(desk: ServedDesk, asked: Program) -> None:
    person = {"name": "某举报人", "contact": PHONE}
    one = {
        "addresses": ["http://new.example/a", "sale.example"],
        "note": "卖假证",
        "reference": "A-1",
        "reporter": person,
    }
    told = asked.post("/leads", {"reports": [one, {"account": "某公众号", "reported_at": "2026-11-01 09:00"}]})
    assert told.status == 201
    assert (told.json["reports"], told.json["without_address"]) == (2, 1)
    assert [each["known"] for each in told.json["items"][0]["addresses"]] == ["new", "site"]
    assert told.json["items"][0]["addresses"][1]["case"] == 3
    again = asked.get(f"/leads/{told.json['receipt']}").json
    assert again == told.json
    listed = asked.get("/reports?source=" + "%E7%9C%81%E5%B9%B3%E5%8F%B0")
    assert len(listed.json["items"]) == 3
    assert "某举报人" not in listed.body.decode()
    assert PHONE not in listed.body.decode()
    other = program(desk, "leads:write", name="另一平台")
    assert other.get(f"/leads/{told.json['receipt']}").status == 404


@pytest.mark.parametrize(
    ("report", "field"),
    [
        ({}, "addresses"),
        ({"addresses": ["无"]}, "addresses"),
        ({"account": "甲", "reported_at": "昨天"}, "reported_at"),
        ({"account": "甲", "reported_at": "2999-01-01"}, "reported_at"),
        ({"account": "甲", "reported_at": "0001-01-01T00:00:00+08:00"}, "reported_at"),
    ],
)
def test_a_delivery_is_kept_whole_or_not_at_all(still: Program, report: dict[str, object], field: str) -> None:
    before = still.get("/reports").json["items"]
    told = still.post("/leads", {"reports": [{"account": "好的"}, report]})
    assert told.status == 409
    assert [one["field"] for one in told.json["faults"]] == [f"body.reports.1.{field}"]
    assert still.get("/reports").json["items"] == before


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422), (b"{", 422), (b"\xff\xfe", 422), (b"[]", 422), (b'{"reports":[]}', 422),
        (b'{"reports":[{"note":"\\ud800"}]}', 422), (b'{"reports":[{"account":7}]}', 422),
        (b'{"reports":[{"account":"x","who":"y"}]}', 422), (b" " * 2_000_001, 413), (b"[" * 20_000, 400),
    ],
)  # fmt: skip
def test_bodies_that_are_none(still: Program, body: bytes, status: int) -> None:
    told = still.ask("POST", "/leads", body)
    assert (told.status, told.kind) == (status, "application/problem+json")
    assert told.json["title"]
    assert told.json["title_en"]


def test_a_letter_under_way_holds_the_case(desk: ServedDesk, asked: Program) -> None:
    with desk.store.transaction() as session:
        session.get_one(CaseRow, 1).state = "sent"
    seen = asked.get("/cases/1").json["seen"]
    told = asked.post("/cases/1/decisions", {"word": "dismissed", "why": "误判", "seen": seen})
    assert (told.status, told.json["type"]) == (409, "urn:zhenwei:problem:under-way")


def test_what_nobody_foresaw_is_a_problem_too(asked: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("words of the inside")

    monkeypatch.setattr("review.api.routes.notices.page_of", fails)
    answer = asked.get("/notices")
    assert answer.status == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["type"] == "urn:zhenwei:problem:inside"
    assert "words of the inside" not in str(answer.json)
