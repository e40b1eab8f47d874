"""The form of a report, the list and the receipt: roles, forms, duplicates, and what never comes back."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from sqlalchemy import func, select

from tests.review.review_desk import Client, Made, ServedDesk
from zhenwei.store.models import LeadRow, ReporterRow
from zhenwei.store.report_in_tables import ReportInRow

NAME, CONTACT = "钱某某", "190-0000-7777"
PATHS = ("/reports", "/reports/new", "/reports/JB20261122-0001", "/reports/JB20261122-0001-1.docx")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


def post(client: Client, **fields: str) -> tuple[int, str, str]:
    token = client.get("/reports/new").field("token")
    answer = client.post("/reports/new", token=token, **fields)
    return answer.status, answer.text, answer.headers.get("location", "")


def reports(desk: ServedDesk) -> int:
    with desk.store.reading() as session:
        return session.scalars(select(func.count()).select_from(ReportInRow)).one()


@pytest.mark.parametrize("path", PATHS)
def test_reports_ask_for_a_person(desk: ServedDesk, path: str) -> None:
    assert desk.client().get(path).status == 303


def test_a_viewer_reads_and_enters_nothing(desk: ServedDesk) -> None:
    client = desk.client("viewer")
    assert client.get("/reports").status == 200
    assert "/reports/new" not in client.get("/reports").text
    assert client.get("/reports/new").status == 403
    token = client.get("/reports").field("token")
    assert client.post("/reports/new", token=token, source="12350", addresses="a.example").status == 403
    assert reports(desk) == 0


def test_a_form_of_another_site_is_refused(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    assert client.post("/reports/new", token="x", source="12350", addresses="a.example").status == 403
    assert reports(desk) == 0


def test_a_report_is_kept_with_its_receipt(desk: ServedDesk) -> None:
    client = desk.client("analyst")
    status, _text, location = post(
        client,
        source="12350",
        addresses="hxxp://fake[.]example/cx",
        note=f"来电称扫码后显示有效，举报人{NAME}",
        reported_at="2026-11-18 09:20",
        reference="TEL-7",
        reporter_name=NAME,
        reporter_contact=CONTACT,
    )
    assert status == 303
    text = client.get(location).text
    for expected in ("举报线索受理回执", "12350", "TEL-7", "hxxp://fake[.]example/cx", "新线索", "某网信办"):
        assert expected in text
    with desk.store.reading() as session:
        lead = session.scalars(select(LeadRow)).one()
        assert (lead.url, lead.source, lead.reference) == ("http://fake.example/cx", "12350", "TEL-7")
        assert lead.why == "来电称扫码后显示有效，举报人［举报人］"
        assert session.scalars(select(ReporterRow.identity)).one() == f"举报人: {NAME}; 联系方式: {CONTACT}"
    listed = client.get("/reports").text
    assert "TEL-7" in listed
    paper = "\n".join(p.text for p in docx.Document(io.BytesIO(client.get(f"{location}.docx").body)).paragraphs)
    assert "举报线索受理回执" in paper
    for shown in (text, listed, paper):
        assert NAME not in shown
        assert CONTACT not in shown


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"source": "", "addresses": "a.example"}, "来源：不能为空"),
        ({"source": "12350"}, "网址和账号（名称）至少填一项"),
        ({"source": "12350", "addresses": "a.example\n不是网址"}, "第 2 行认不出网址"),
        ({"source": "12350", "addresses": "a.example", "reported_at": "上周"}, "时间无法识别"),
        ({"source": "12350", "addresses": "a.example", "reported_at": "2099-01-01"}, "不能晚于现在"),
        ({"source": "12350", "addresses": "a.example", "note": "x" * 2001}, "过长，最多 2000 字"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(desk: ServedDesk, fields: dict[str, str], said: str) -> None:
    status, text, _ = post(desk.client("analyst"), reporter_name=NAME, **fields)
    assert status == 400
    assert said in text
    assert "举报人身份没有回填" in text
    assert NAME not in text
    assert reports(desk) == 0


def test_what_is_known_is_said_before_it_is_kept(desk: ServedDesk) -> None:
    case = desk.case(Made(host="copy.example"))
    client = desk.client("analyst")
    fields = {"source": "12350", "addresses": "https://www.copy.example/", "reporter_name": NAME}
    token = client.get("/reports/new").field("token")
    first = client.post("/reports/new", token=token, **fields)
    assert first.status == 409
    assert f"该网站已在案，案件 {case}" in first.text
    assert NAME not in first.text
    assert reports(desk) == 0
    kept = client.post("/reports/new", token=token, seen=first.field("seen"), **fields)
    assert kept.status == 303
    assert f"并入案件第 {case} 号办理" in client.get(kept.headers["location"]).text
    again = client.post("/reports/new", token=token, seen=first.field("seen"), **fields)
    assert again.status == 409
    assert "该网址此前已有举报" in again.text
    assert "内容相同的举报" in again.text


def test_an_account_without_an_address_is_kept(desk: ServedDesk) -> None:
    client = desk.client("reviewer")
    status, _text, _ = post(client, source="12345", account="公众号：特种证查询")
    assert status == 303
    listed = client.get("/reports?kind=bare").text
    assert "公众号：特种证查询" in listed
    assert "须人工核查" in listed


@pytest.mark.parametrize("path", ["/reports/JB20261122-9999", "/reports/JB20261122-0001-9"])
def test_a_receipt_that_there_is_not(desk: ServedDesk, path: str) -> None:
    assert desk.client("viewer").get(path).status == 404


@pytest.mark.parametrize("path", ["/reports/x", "/reports/JB1-1", "/reports?page=0", "/reports/..%2f..%2fetc"])
def test_addresses_that_are_none(desk: ServedDesk, path: str) -> None:
    assert desk.client("viewer").get(path).status in (400, 404)


def test_what_is_typed_is_never_markup(desk: ServedDesk) -> None:
    hostile = '"><script>x</script>{{7*7}}</textarea>'
    client = desk.client("analyst")
    status, text, _ = post(client, source=hostile, account=hostile, note=hostile, reference=hostile, reported_at="x")
    assert status == 400
    assert "<script>x" not in text
    status, _text, location = post(client, source=hostile, account=hostile, note=hostile, reference=hostile)
    assert status == 303
    for page in (client.get(location).text, client.get("/reports").text):
        assert "<script>x" not in page
        assert "{{7*7}}" in page
