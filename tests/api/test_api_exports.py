"""Exports: confirmed cases only, readable by others' libraries, nothing personal, no formula."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pymisp
import pytest
import stix2
from stix2patterns.validator import validate  # type: ignore[import-untyped]

from review.exporting.confirmed import Confirmed, passable
from review.exporting.misp import event
from review.exporting.stix import bundle
from review.exporting.tables import csv_table, safe, xlsx_table
from tests.api.programs import filled_desk, program
from tests.review.review_desk import ServedDesk

DAY = datetime(2026, 11, 20, 1, tzinfo=UTC)
ONE = Confirmed(
    case=7, host="cx-mem.example", url="http://cx-mem.example/q?a=1", verdict="counterfeit_site", state="confirmed",
    target="mem", organ="应急管理部", operator="OP-1", impersonation=88.0, sale=1.0, first_seen=DAY, last_seen=DAY,
)  # fmt: skip
# Addresses as hostile sites have them: quotes of the pattern language, other scripts, an IP address, formulas.
HOSTILE = [
    replace(ONE, case=8, host="it.example", url="http://it.example/'] OR [url:value = 'http://x"),
    replace(ONE, case=9, host="b.example", url="http://b.example/\\'\\"),
    replace(ONE, case=10, host="198.51.100.7", url="http://198.51.100.7/<script>", operator=""),
    replace(ONE, case=11, host="2001:db8::1", url="http://[2001:db8::1]/", operator=""),
    replace(ONE, case=12, organ='=HYPERLINK("http://x")', operator="@SUM(A1)", verdict="hijacked_site"),
    replace(ONE, case=13, organ="\t=1+1", target="", operator="＝1+1"),
]
FORMULAS = ["=1+1", "+1", "-1+1", "@x", "\t=1", "\r=1", "  =1", "\u200b=1", "|cmd", "%0A=1", "＝1", "＠x"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with filled_desk(Path(tmp_path_factory.mktemp("exports"))) as made:
        yield made


@pytest.mark.parametrize("path", ["cases.csv", "cases.xlsx", "stix", "misp"])
def test_only_what_people_confirmed(desk: ServedDesk, path: str) -> None:
    told = program(desk).get(f"/export/{path}")
    assert told.status == 200
    assert told.headers["content-disposition"].startswith("attachment; ")
    body = told.body
    if path == "cases.xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(body)).active
        assert sheet is not None
        body = str([[cell.value for cell in row] for row in sheet.iter_rows()]).encode()
    assert b"cx0-mem" in body
    assert b"cx1-mem" not in body
    assert b"sale.example" not in body


def test_a_table_is_read_by_people_and_programs() -> None:
    head, row = csv.reader(io.StringIO(csv_table([ONE]).decode("utf-8-sig")))
    said = dict(zip(head, row, strict=True))
    assert (said["情形"], said["状态"]) == ("仿冒网站", "已确认")
    assert (said["情形代码"], said["状态代码"]) == ("counterfeit_site", "confirmed")
    assert said["首次发现（北京时间）"] == "2026-11-20 09:00:00"


def test_an_empty_page(desk: ServedDesk) -> None:
    for path in ("cases.csv", "cases.xlsx", "stix", "misp"):
        assert program(desk).get(f"/export/{path}?cursor=case-999").status == 200


def test_the_bundle_is_stix() -> None:
    text = bundle([ONE, *HOSTILE], "某网信办")
    parsed = stix2.parse(text, allow_custom=False)
    kinds = [each.type for each in parsed.objects]
    assert kinds.count("indicator") == 7
    assert kinds.count("grouping") == 3
    assert kinds.count("identity") == 1
    assert len({each.id for each in parsed.objects}) == len(parsed.objects)
    for each in parsed.objects:
        if each.type == "indicator":
            assert validate(each.pattern, stix_version="2.1")


def test_the_same_case_has_the_same_ids() -> None:
    first, second = (json.loads(bundle([ONE], "某网信办"))["objects"] for _ in range(2))
    assert first == second


def test_the_event_is_misp() -> None:
    parsed = pymisp.MISPEvent()
    parsed.load(event([ONE, *HOSTILE], "某网信办", date(2026, 11, 22), "0 100"))
    assert len(parsed.attributes) == 14
    kinds = {(each.type, each.value): each.to_ids for each in parsed.attributes}
    assert kinds["ip-dst", "198.51.100.7"] is True
    assert kinds["hostname", "cx-mem.example"] in (True, False)
    assert len({each.uuid for each in parsed.attributes}) == 14
    assert [tag.name for tag in parsed.tags] == ["tlp:amber"]


@pytest.mark.parametrize(
    ("url", "left"),
    [
        ("http://a.example/x?y=1#190-0000-1234", "http://a.example/x?y=1"),
        ("http://wang:secret@a.example/x", "http://a.example/x"),
        ("http://a.example/tel/19000001234", "http://a.example/"),
        ("http://a.example/?to=%31%39%30%30%30%30%30%31%32%33%34", "http://a.example/"),
        ("http://a.example:8080/?mail=wang.some@mail.example", "http://a.example:8080/"),
        ("http://a.example", "http://a.example/"),
        ("javascript:alert(1)", "http://a.example/"),
        ("http://[broken/", "http://a.example/"),
        ("http://a.example/2026/11/20/1.html", "http://a.example/2026/11/20/1.html"),
    ],
)
def test_what_of_an_address_is_passed_on(url: str, left: str) -> None:
    assert passable(url, "a.example") == left


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_a_formula(cell: str) -> None:
    told = str(safe(cell))
    assert told[0] == "'"
    book = openpyxl.load_workbook(io.BytesIO(xlsx_table([replace(ONE, organ=cell)], date(2026, 11, 22))))
    assert book.active is not None
    assert {each.data_type for row in book.active.iter_rows() for each in row} <= {"s", "n"}


def test_a_table_has_a_row_a_case() -> None:
    text = csv_table([ONE, *HOSTILE]).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 8
    assert rows[1][:3] == ["7", "cx-mem[.]example", "hxxp://cx-mem[.]example/q?a=1"]
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "＝"))]
