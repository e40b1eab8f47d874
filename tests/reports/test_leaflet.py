"""The leaflet: one page, genuine addresses from the watchlist, nothing that nobody has verified, no code to scan."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pdfplumber
import pytest

from takedown.reports.leaflet import Page, page_of
from takedown.reports.leaflet_docx import leaflet_docx
from takedown.reports.leaflet_pdf import leaflet_html, leaflet_pdf
from zhenwei.errors import BadInput, WatchlistError
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.reporting import Channel, Fact, Leaflet, Reporting, load_reporting

DAY = date(2026, 11, 22)
A4 = (595.3, 841.9)


def verified(words: Leaflet) -> Leaflet:
    facts = tuple(fact.model_copy(update={"verified": True, "verified_by": "wang"}) for fact in words.fact)
    return words.model_copy(update={"fact": facts})


def docx_text(page: Page) -> str:
    document = docx.Document(BytesIO(leaflet_docx(page)))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*cells, *(paragraph.text for paragraph in document.paragraphs)])


def test_addresses_come_from_the_watchlist(watchlist: Watchlist, reporting: Reporting) -> None:
    page = page_of(reporting.leaflet, watchlist, DAY)
    assert [place.address for place in page.main] == ["cx.mem.gov.cn", "yjt.zj.gov.cn"]
    assert {place.address for place in page.others} == {"cnse.samr.gov.cn", "zlaq.mohurd.gov.cn", "zscx.osta.org.cn"}
    for text in (docx_text(page), leaflet_html(page)):
        assert "cx.mem.gov.cn" in text
        assert "cnse.samr.gov.cn（待确认）" in text
        assert "cx.mem.gov.cn（待确认）" not in text
    assert any("cnse.samr.gov.cn" in line for line in page.left_out)


def test_an_organ_that_nobody_has_confirmed_is_marked(watchlist: Watchlist, reporting: Reporting) -> None:
    organs = {slug: organ.model_copy(update={"confirmed": False}) for slug, organ in watchlist.organs.items()}
    page = page_of(reporting.leaflet, replace(watchlist, organs=organs), DAY)
    assert not any(place.sure for place in page.main)
    assert "待确认" in leaflet_html(page)
    assert "cx.mem.gov.cn（待确认）" in docx_text(page)


def test_a_placeholder_sender_is_not_printed(watchlist: Watchlist, reporting: Reporting) -> None:
    sender = watchlist.sender.model_copy(update={"placeholder": True, "name": "（待填写：发文机关全称）"})
    page = page_of(reporting.leaflet, replace(watchlist, sender=sender), DAY)
    assert "待填写" not in docx_text(page)
    assert [place.address for place in page.main] == ["cx.mem.gov.cn"]


@pytest.mark.parametrize(
    ("day", "checked", "printed"),
    [(date(2026, 11, 22), False, False), (date(2026, 11, 22), True, True), (date(2026, 5, 31), True, False)],
)
def test_facts_are_printed_when_verified_and_from_their_day_on(
    watchlist: Watchlist, reporting: Reporting, day: date, checked: bool, printed: bool
) -> None:
    words = verified(reporting.leaflet) if checked else reporting.leaflet
    page = page_of(words, watchlist, day)
    assert ("自2026年6月1日起，" in leaflet_html(page)) is printed
    assert ("自2026年6月1日起，" in docx_text(page)) is printed
    assert any("条文未核实" in line for line in page.left_out) is (day >= date(2026, 6, 1) and not checked)


def test_it_is_one_page_of_a4_whatever_is_verified(watchlist: Watchlist, reporting: Reporting) -> None:
    for words in (reporting.leaflet, verified(reporting.leaflet)):
        data, problem = leaflet_pdf(page_of(words, watchlist, DAY))
        assert not problem
        with pdfplumber.open(BytesIO(data)) as pdf:
            (page,) = pdf.pages
            assert (page.width, page.height) == pytest.approx(A4, abs=0.5)
            assert page.images == []
            assert max(word["bottom"] for word in page.extract_words()) < page.height - 20
            assert "cx.mem.gov.cn" in page.extract_text()
            assert not page.annots
    assert data == leaflet_pdf(page_of(words, watchlist, DAY))[0]


def test_too_much_text_is_an_error_that_says_what_to_shorten(
    watchlist: Watchlist, reporting: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("takedown.reports.leaflet_pdf.SCALES", (1.0,))
    words = reporting.leaflet.model_copy(update={"step": ("请" * 190,) * 4})
    with pytest.raises(BadInput, match=r"report/leaflet\.toml"):
        leaflet_pdf(page_of(words, watchlist, DAY))


def test_it_bears_no_code_and_no_link(watchlist: Watchlist, reporting: Reporting) -> None:
    page = page_of(reporting.leaflet, watchlist, DAY)
    with zipfile.ZipFile(BytesIO(leaflet_docx(page))) as parts:
        assert not [name for name in parts.namelist() if "media" in name]
        assert b"hyperlink" not in parts.read("word/document.xml")
    assert "<img" not in leaflet_html(page)
    assert "href" not in leaflet_html(page)
    assert "不印二维码" in docx_text(page)
    assert leaflet_docx(page) == leaflet_docx(page)


def test_words_cannot_become_markup(watchlist: Watchlist, reporting: Reporting) -> None:
    channel = Channel(name="<b>1</b>", what="<script>x</script>")
    words = reporting.leaflet.model_copy(update={"channel": (channel,), "title": "<h1>真假</h1>"})
    html = leaflet_html(page_of(words, watchlist, DAY))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "（待确认）" in html


def test_the_file_has_a_checked_schema(tmp_path: Path) -> None:
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "leaflet.toml").write_text('title = "x"\nlead = "y"\nqr = "z"', "utf-8")
    with pytest.raises(WatchlistError, match=r"leaflet\.toml"):
        load_reporting(tmp_path)


def test_a_fact_names_its_source() -> None:
    with pytest.raises(ValueError, match="source"):
        Fact(text="某事", valid_from=date(2026, 6, 1), source="")
