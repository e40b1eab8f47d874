"""The monthly report at the desk: made beside it by the command's own rules, read as a page, taken away, made again."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from typer.testing import CliRunner

from review import making
from review.making import Full, Makings
from review.messages import load_messages
from review.views.monthly import GROUP_NAMES
from takedown.reports.counted import COUNTERS
from takedown.reports.filing import FOLDER, every_filed, name_of, period_of
from takedown.reports.periods import month
from tests.review.browsing import browsing
from tests.review.review_desk import ServedDesk
from zhenwei.cli.reports import app
from zhenwei.clock import today
from zhenwei.store.account_tables import AuditRow

SIZE = {"width": 1280, "height": 720}
MADE = 60_000  # milliseconds that a report of a small desk may take, with a process that starts
LAST = month("2026-10")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        served.case()
        yield served


def made(desk: ServedDesk, name: str, *words: str) -> None:
    """Make a report by the command."""
    environ = {
        "ZHENWEI_DATA_DIR": str(desk.settings.data_dir),
        "ZHENWEI_WATCHLIST_DIR": str(desk.settings.watchlist_dir),
    }
    result = CliRunner(env=environ).invoke(app, ["month", name, *words], catch_exceptions=False)
    assert result.exit_code == 0


@pytest.mark.browser
def test_a_report_is_made_read_and_taken_away(desk: ServedDesk, chromium: Browser) -> None:
    with browsing(chromium, desk, "reviewer", viewport=SIZE) as (page, watch):
        page.goto("/")
        page.get_by_role("navigation").get_by_role("link", name="月报").click()
        expect(page.locator("main")).to_contain_text("还没有生成过报告")
        page.get_by_label("年份").select_option("2026")
        page.get_by_label("月份").select_option("11")
        page.get_by_role("button", name="生成", exact=True).click()
        page.wait_for_url("**/monthly/2026-11")
        expect(page.get_by_role("heading", name="主要指标")).to_be_visible(timeout=MADE)
        expect(page.locator("[data-chart=columns][data-drawn] canvas")).to_have_count(1)
        expect(page.locator("main")).to_contain_text("报告是草稿")
        found = page.locator("table.figures tr", has=page.get_by_role("rowheader", name="新增线索", exact=True))
        expect(found.first).to_contain_text("1")
        with page.expect_download() as taken:
            page.get_by_role("link", name="报告（DOCX）").click()
        assert taken.value.suggested_filename == "report-2026-11.docx"
        page.goto("/monthly")
        row = page.locator("table.queue tbody tr")
        expect(row).to_contain_text("2026年11月月报")
        expect(row).to_contain_text("reviewer")
        assert watch.said == []
    with desk.store.reading() as session:
        acts = {(row.who, row.act, row.detail) for row in session.scalars(select(AuditRow))}
    assert ("reviewer", "POST /monthly", "period=2026-11 scheme=calendar") in acts
    assert ("reviewer", "GET /monthly/{name}/{kind}", "") in acts


def test_the_files_are_those_of_the_command(desk: ServedDesk, tmp_path: Path) -> None:
    made(desk, "2026-10")
    folder = desk.settings.data_dir / FOLDER
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    makings = Makings(desk.settings)
    one = makings.start(LAST, "reviewer")
    while one.under_way:
        makings._threads[0].join()
    makings.close()
    assert (one.state, one.why) == (making.MADE, "")
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert before.keys() == after.keys() == {"report-2026-10.docx", "ledger-2026-10.xlsx", "figures-2026-10.json"}
    assert [name for name in before if before[name] != after[name]] == ["figures-2026-10.json"]
    figures = json.loads(after["figures-2026-10.json"])
    assert figures == json.loads(before["figures-2026-10.json"]) | {"by": "reviewer"}
    assert figures["day"] == today().isoformat()


def test_the_page_shows_what_the_document_prints(desk: ServedDesk) -> None:
    made(desk, "2026-11")
    client = desk.client("admin")
    text = client.get("/monthly/2026-11").text
    answer = client.get("/monthly/2026-11/report")
    assert answer.headers["content-disposition"].startswith('attachment; filename="report-2026-11.docx"')
    with zipfile.ZipFile(BytesIO(answer.body)) as document:
        words = document.read("word/document.xml").decode()
    rows = json.loads((desk.settings.data_dir / FOLDER / "figures-2026-11.json").read_text("utf-8"))["plan"]
    assert rows
    for _slug, label, *_cells in rows:
        assert label in words
        assert label in text
    assert client.get("/monthly/2026-11/ledger").body[:2] == b"PK"
    assert "（命令行）" in client.get("/monthly").text


def test_who_may_not(desk: ServedDesk) -> None:
    made(desk, "2026-10")
    for role in ("viewer", "analyst"):
        client = desk.client(role)
        assert {client.get(f"/monthly{path}").status for path in ("", "/2026-10", "/2026-10/ledger")} == {403}
        assert 'href="/monthly"' not in client.get("/").text


@pytest.mark.parametrize(
    "path",
    [
        "/monthly/2026-13", "/monthly/2026", "/monthly/..", "/monthly/2026-10/figures", "/monthly/2026-10/x",
        "/monthly/2026-09/report", "/monthly/%2e%2e%2fzhenwei/report", "/monthly/2026-10-21-20",
    ],
)  # fmt: skip
def test_there_is_no_other(desk: ServedDesk, path: str) -> None:
    made(desk, "2026-10")
    assert desk.client("admin").get(path).status == 404


@pytest.mark.parametrize(
    "fields", [{}, {"year": "2026", "month": "13"}, {"year": "x"}, {"year": "2026", "scheme": "x"}, {"year": "1999"}]
)
def test_what_is_no_period(desk: ServedDesk, fields: dict[str, str]) -> None:
    client = desk.client("reviewer")
    answer = client.post("/monthly", token=client.get("/monthly").field("token"), **fields)
    assert answer.status == 400
    assert "请选择年份和月份" in answer.text


def test_both_ways_of_counting_and_files_without_figures(desk: ServedDesk) -> None:
    made(desk, "2026-10")
    made(desk, "2026-10", "--period", "21-20")
    folder = desk.settings.data_dir / FOLDER
    (folder / "figures-2026-10.json").write_text("[]", "utf-8")
    (folder / "report-somebody.docx").write_bytes(b"x")
    os.utime(folder / "report-2026-10.docx", (1, 1))
    assert [name_of(one.period) for one in every_filed(folder)] == ["2026-10-21-20", "2026-10"]
    client = desk.client("admin")
    assert "没有随附数字" in client.get("/monthly/2026-10").text
    assert "（21日至20日）" in client.get("/monthly/2026-10-21-20").text
    assert period_of("2026-10-21-20").first.isoformat() == "2026-09-21"


def test_figures_of_a_strange_file_are_text(desk: ServedDesk) -> None:
    made(desk, "2026-10")
    kept = desk.settings.data_dir / FOLDER / "figures-2026-10.json"
    hostile = "<img src=x onerror=alert(1)>"
    row = [hostile] * 7
    values = {"day": "2026-11-01", "by": hostile, "plan": [row], "all": [row], "months": [[hostile, 1, 2, 3, 4]]}
    kept.write_text(json.dumps(values), "utf-8")
    text = desk.client("admin").get("/monthly/2026-10").text
    assert "&lt;img" in text
    assert "<img" not in text
    for broken in ("{", "null", json.dumps(values | {"day": 1}), json.dumps(values | {"all": [[]]})):
        kept.write_text(broken, "utf-8")
        assert desk.client("admin").get("/monthly/2026-10").status == 200


def test_why_a_report_was_not_made_is_said(desk: ServedDesk) -> None:
    assert desk.settings.watchlist_dir is not None
    (desk.settings.watchlist_dir / "report").mkdir()
    (desk.settings.watchlist_dir / "report" / "campaign.toml").write_text("wrong = <b>", "utf-8")
    client = desk.client("admin")
    client.post("/monthly", token=client.get("/monthly").field("token"), year="2026", month="10")
    while client.get("/monthly/2026-10/standing").headers.get("hx-refresh") is None:
        pass
    answer = client.get("/monthly/2026-10")
    assert answer.status == 200
    assert "没有生成" in answer.text
    assert str(desk.settings.watchlist_dir) not in answer.text


def test_one_at_a_time_and_not_without_end(desk: ServedDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "MOST", 2)
    makings = Makings(desk.settings, seconds=0.0)
    try:
        first = makings.start(LAST, "a")
        assert makings.start(LAST, "b") is first or not first.under_way
        makings._one.acquire()
        waiting = [makings.start(month(f"2026-0{number}"), "a") for number in (1, 2)]
        with pytest.raises(Full):
            makings.start(month("2026-03"), "a")
        assert [one.state for one in waiting] == [making.WAITING, making.WAITING]
    finally:
        makings.close()
    assert first.state == making.LATE


def test_counters_and_groups_are_called_as_they_are_printed() -> None:
    texts = load_messages()["zh"].texts
    assert {counter.slug: texts[f"counter.{counter.slug}"] for counter in COUNTERS} == {
        counter.slug: counter.label for counter in COUNTERS
    }
    assert {group: texts[f"figures.{name}"] for group, name in GROUP_NAMES.items()} == {
        name: name for name in GROUP_NAMES
    }
