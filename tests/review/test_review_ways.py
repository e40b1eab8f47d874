"""Other ways to a person's screen than a field on a page: charts, graphs, pictures, files, exports, mails, letters."""

from __future__ import annotations

import csv
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from playwright.sync_api import Browser

from review.downloads import attachment
from review.outgoing.mails import written
from tests.api.programs import Program, program
from tests.review.browsing import STRANGE, browsing
from tests.review.hostile_desk import fill_with
from tests.review.letters_desk import LettersDesk, copied, save
from tests.review.markup import strange
from tests.review.payloads import SUM, WORKED_OUT, breakers, everything, formulas, templates
from tests.review.review_desk import Ids, Made, write_evidence
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.mail import compose
from zhenwei.store.front_tables import FigureRow
from zhenwei.store.models import CaseRow, SiteRow, VisitRow

# Few of each kind: what ends a place in markup, what a template or a spreadsheet works out.
SOME = (*breakers()[::11], *templates(), *formulas()[::3])
SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|")
HALF = "\ud800<script>window.ran=1</script>\udfff"  # half a surrogate: JSON may hold it, no answer can


@pytest.fixture(scope="module")
def desk(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LettersDesk, list[Ids]]]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as served:
        yield served, fill_with(served, SOME)


@pytest.mark.browser
def test_charts_and_the_graph_draw_names_as_text(desk: tuple[LettersDesk, list[Ids]], chromium: Browser) -> None:
    served, heavy = desk
    with browsing(chromium, served, "admin", viewport={"width": 1280, "height": 720}) as (page, watch):
        for path, places in (
            ("/", "[data-drawn]"),
            (f"/cases/{heavy[0].case}", ".walk-graph"),
            ("/cases/1", ".walk-graph"),
        ):
            page.goto(path)
            page.wait_for_load_state("networkidle")
            count = page.locator(places).count()
            assert count
            for number in range(count):
                place = page.locator(places).nth(number)
                place.scroll_into_view_if_needed()
                box = place.bounding_box()
                assert box is not None
                for at in range(1, 6):
                    page.mouse.move(box["x"] + box["width"] * at / 6, box["y"] + box["height"] / 2)
                page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
                page.evaluate(
                    """(place) => { const chart = echarts.getInstanceByDom(place);
                      const some = chart.getOption().series[0];
                      const tip = (at) => chart.dispatchAction({type: "showTip", seriesIndex: 0, dataIndex: at});
                      some.data.forEach((_one, at) => tip(at)); }""",
                    place.element_handle(),
                )
            assert page.evaluate(STRANGE) == [], path
            assert page.evaluate("[window.ran || 0, window.__ran.length]") == [0, 0], path
            assert watch.outgoing() == []
            assert watch.said == []


@pytest.mark.browser
def test_a_walk_in_the_graph_says_hosts_as_text(desk: tuple[LettersDesk, list[Ids]], chromium: Browser) -> None:
    served, heavy = desk
    with browsing(chromium, served, "admin", viewport={"width": 1280, "height": 720}) as (page, watch):
        page.goto(f"/cases/{heavy[0].case}")
        page.locator("[data-walk][data-nodes]").wait_for()
        page.evaluate(
            """() => { const chart = echarts.getInstanceByDom(document.querySelector(".walk-graph"));
              const series = chart.getOption().series[0];
              for (const data of series.data) chart._zr.trigger && chart.trigger("click", {dataType: "node", data});
              for (const data of series.links) chart.trigger("click", {dataType: "edge", data}); }"""
        )
        page.wait_for_load_state("networkidle")
        assert page.locator(".walk-said").inner_text() != ""
        assert page.evaluate(STRANGE) == []
        assert page.evaluate("[window.ran || 0, window.__ran.length]") == [0, 0]
        assert watch.outgoing() == []


def test_ties_come_as_json_that_no_browser_shows(desk: tuple[LettersDesk, list[Ids]]) -> None:
    served, heavy = desk
    answer = served.client("viewer").get(f"/cases/{heavy[0].case}/ties.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert json.loads(answer.body)["nodes"]


def test_half_a_surrogate_breaks_no_page(desk: tuple[LettersDesk, list[Ids]]) -> None:
    """What JSON of others may hold and UTF-8 may not: in a registry's answer, a manifest, a night's figures."""
    served, _heavy = desk
    made = served.made(Made(host="half.example"))
    with served.store.transaction() as session:
        case = session.get_one(CaseRow, made.case)
        site = session.get_one(SiteRow, case.site_id)
        site.registration = {"ldhName": HALF, "registrar": HALF, "registrant": HALF, "status": [HALF]}
        visit = session.get_one(VisitRow, made.visit)
        manifest = served.settings.evidence_dir / visit.folder / "manifest.json"
        manifest.write_text(json.dumps({"files": {HALF: {"bytes": 1, "sha256": HALF}}}))
    admin = served.client("admin")
    page = admin.get(f"/cases/{made.case}")
    assert page.status == 200
    assert "‹U+D800›" in page.text
    assert strange(page.text) == []
    for path in (f"/files/{made.visit}/0", f"/cases/{made.case}/timeline", f"/cases/{made.case}/ties.json"):
        assert admin.get(path).status in (200, 404)
    assert attachment(b"", HALF).headers["content-disposition"].isascii()


def test_figures_that_are_none_leave_the_front_page_whole(desk: tuple[LettersDesk, list[Ids]]) -> None:
    served, _heavy = desk
    admin = served.client("admin")
    odd: list[dict[str, Any]] = [
        {},
        {"weeks": [], "spans": {}, "precision": {}, "clocks": {}},
        {"weeks": HALF, "clocks": {"over": HALF}},
    ]
    with served.store.reading() as session:
        kept = session.get_one(FigureRow, "front").value
    for value in (*odd, kept):
        with served.store.transaction() as session:
            row = session.get_one(FigureRow, "front")
            row.value, row.at = value, now()  # else the desk would show what it has read before
        assert admin.get("/").status == 200, value


@pytest.mark.parametrize(
    "path",
    [
        "/export/cases.csv",
        "/export/cases.xlsx",
        "/export/stix",
        "/export/misp",
        "/cases",
        "/cases/1",
        "/decisions",
        "/notices",
        "/reports",
        "/me",
        "/openapi.json",
    ],
)
def test_programs_get_their_kind_and_nothing_to_run(desk: tuple[LettersDesk, list[Ids]], path: str) -> None:
    served, heavy = desk
    asked: Program = program(served)
    for one in (path, path.replace("/1", f"/{heavy[0].case}")):
        answer = asked.get(one + ("?limit=100" if one in ("/cases", "/decisions", "/notices", "/reports") else ""))
        assert answer.status == 200
        assert not answer.kind.startswith("text/html")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert WORKED_OUT not in answer.body.decode("latin-1")
        if path.startswith("/export"):
            assert answer.headers["content-disposition"].startswith("attachment; ")
        for cell in _cells(path, answer.body):
            assert not cell.startswith(SIGNS), cell


def _cells(path: str, body: bytes) -> list[str]:
    """Return the texts of a table's cells; of an XLSX it fails for one that a spreadsheet would work out."""
    if path.endswith(".csv"):
        return [cell for row in csv.reader(io.StringIO(body.decode("utf-8-sig"))) for cell in row]
    if not path.endswith(".xlsx"):
        json.loads(body)
        return []
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        told = {name: parts.read(name).decode("utf-8") for name in parts.namelist()}
    assert not [name for name in told if "external" in name.lower() or "vba" in name.lower() or "drawing" in name]
    assert not [name for name, text in told.items() if "<f>" in text or "<hyperlink" in text or "TargetMode" in text]
    sheet = openpyxl.load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    return [str(cell.value) for cell in cells if cell.data_type == "s"]


def _png(width: int, height: int, data: bytes = b"") -> bytes:
    """Return a PNG that claims a size, whatever it holds."""
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + name + d + struct.pack(">I", zlib.crc32(name + d)) for name, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


PICTURES = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran=1"><script>window.ran=1</script></svg>',
    "html": b"<html><script>window.ran=1</script></html>",
    "empty": b"",
    "cut": _png(300, 300, zlib.compress(b"\0" * 100)),
    "bomb": _png(60_000, 60_000, zlib.compress(b"\0" * 1_000_000)),
    "endless": _png(2**31 - 1, 2**31 - 1),
    "nothing": _png(0, 0),
    "broken": b"\x89PNG\r\n\x1a\n" + b"\xff" * 500,
    "polyglot": b"GIF89a/*<script>window.ran=1</script>*/=1;",
    "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj",
    "eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 1 1\n(x) run",
}


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_no_picture_is_not_served_as_one(desk: tuple[LettersDesk, list[Ids]], name: str) -> None:
    served, _heavy = desk
    made = served.made(Made(host=f"{name}.example", screenshot=PICTURES[name]))
    viewer = served.client("viewer")
    for path in (
        f"/pictures/{made.visit}.webp",
        f"/pictures/{made.visit}/unlike/{made.visit}.webp",
        f"/pictures/{made.visit}/missed/{made.visit}.webp",
        f"/pictures/{made.visit}/window.webp",
    ):
        answer = viewer.get(path)
        assert answer.status in (200, 404), path
        assert PICTURES[name] not in answer.body or not PICTURES[name]
        if answer.status == 200:
            assert answer.headers["content-type"] == "image/webp"
            assert answer.body[8:12] == b"WEBP"
    page = viewer.get(f"/cases/{made.case}")
    assert page.status == 200
    assert strange(page.text) == []


def test_files_of_every_name_are_saved_as_bytes(desk: tuple[LettersDesk, list[Ids]]) -> None:
    served, _heavy = desk
    made = served.made(Made(host="named.example"))
    files = {
        "x.html": b"<script>window.ran=1</script>",
        "x.svg": PICTURES["svg"],
        "x.warc": b"WARC/1.1\r\nx: <script>\r\n",
    }
    folder = "000001/named"
    digest = write_evidence(served.settings.evidence_dir, folder, files)
    with served.store.transaction() as session:
        visit = session.get_one(VisitRow, made.visit)
        visit.folder, visit.manifest_sha256 = folder, digest
    admin = served.client("admin")
    for number in range(len(files)):
        answer = admin.get(f"/files/{made.visit}/{number}")
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment; ")
        assert ".bin" in answer.headers["content-disposition"]
        assert "sandbox" in answer.headers["content-security-policy"]


def test_typed_templates_are_printed_as_typed(desk: tuple[LettersDesk, list[Ids]]) -> None:
    served, _heavy = desk
    typed = "，".join([f"{{{{{SUM}}}}}", f"{{% print {SUM} %}}", f"${{{SUM}}}", f"#{{{SUM}}}", f"<%= {SUM} %>"])
    notice = served.letter("templates.example")
    assert save(served.client("chen"), notice, "涉嫌", f"{typed}，涉嫌").status == 303
    folder = served.settings.letters_dir
    pdfs = [path for path in folder.rglob("notice.pdf") if f"{SUM}" in _text(path)]
    words = [path for path in folder.rglob("notice.docx") if SUM in _document(path)]
    assert pdfs
    assert words
    for text in [*map(_text, pdfs), *map(_document, words)]:
        assert WORKED_OUT not in text
        assert f"${{{SUM}}}" in text


def _text(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return "".join(page.get_textpage().get_text_range() for page in document).replace("\r\n", "")


def _document(path: Path) -> str:
    with zipfile.ZipFile(path) as parts:
        return parts.read("word/document.xml").decode("utf-8")


@pytest.mark.parametrize(
    "text", ["x\r\nBcc: a@b.example", "x\nX-Evil: 1", "=?utf-8?q?x=0d=0ABcc:?=", "<script>", *templates()[:3]]
)
def test_a_mail_has_the_headers_that_it_should(text: str) -> None:
    about = {"case": 7, "target": text, "source": text, "word": text}
    subject, body = written({"id": "decision-7", "event": "case.decided", "at": "2026-11-22", "data": about})
    settings = Settings(mail_to=("desk@office.example",), mail_from="zhenwei@office.example")
    message = message_from_bytes(
        compose(settings, subject, body, "<x@office.example>").as_bytes(), policy=policy.default
    )
    assert {name.lower() for name in message} == {
        "from",
        "to",
        "subject",
        "date",
        "message-id",
        "auto-submitted",
        "content-type",
        "content-transfer-encoding",
        "mime-version",
    }
    assert message.get_content_type() == "text/plain"
    assert message["subject"] == "[甄伪] 人工研判 案件 7"
    assert WORKED_OUT not in body


def test_the_whole_pile_has_what_this_file_needs() -> None:
    assert set(SOME) <= {*everything(), *breakers()}
