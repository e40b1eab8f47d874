"""The report counts what the store holds, by Beijing dates, and names nobody."""

from __future__ import annotations

import json
from datetime import date

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from takedown import report
from takedown.draft import draft
from takedown.exchange import sent
from takedown.letterdesk import letter_desk
from takedown.life import approve
from tests.takedown.letters_world import NOVEMBER, World
from tests.takedown.test_documents import text_of
from zhenwei.cli.reports import app
from zhenwei.errors import BadInput


@pytest.mark.parametrize(("text", "last"), [("2026-11", 30), ("2028-02", 29), ("2026-12", 31)])
def test_months(text: str, last: int) -> None:
    period = report.month(text)
    assert (period.first.day, period.last.day) == (1, last)
    begin, end = period.bounds()
    assert begin.isoformat().endswith("-01T00:00:00+08:00")
    assert (end - begin).days == last


@pytest.mark.parametrize("text", ["2026", "2026-13", "november", ""])
def test_what_is_no_month(text: str) -> None:
    with pytest.raises(BadInput):
        report.month(text)


def test_counts_and_files(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(world.settings.data_dir))
    monkeypatch.chdir(world.settings.data_dir)
    case = world.case("shop.example", alive=(NOVEMBER,), title="=1+1")
    (notice,) = draft(world.store, world.settings, world.watchlist, [case], "chen", "police")
    desk = letter_desk(world.store, world.settings, world.watchlist)
    approve(desk, notice.id, "wang")
    sent(desk, notice.id, "chen")
    with world.store.transaction() as session:
        rows = dict(report.counts(session, report.Period(date(2026, 11, 1), date(2099, 1, 1))))
        assert rows["新发现疑似网站（个）"] == "1"
        assert rows["人工确认（次）"] == "1"
        assert rows["发往公安机关函件（件）"] == "1"
        assert rows["发往网信部门函件（件）"] == "0"
        assert report.counts(session, report.month("2025-01"))[0][1] == "0"
    result = CliRunner().invoke(app, ["month", "2026-11"])
    assert result.exit_code == 0, result.output
    document, ledger = json.loads(result.stdout)["files"]
    assert "新增线索" in text_of(docx.Document(document))
    values = [[c.value for c in row] for row in openpyxl.load_workbook(ledger)["台账"]]
    assert values[1][:2] == [str(case), "shop[.]example"]
    digest = CliRunner().invoke(app, ["digest"])
    assert "shop" not in digest.stdout
    assert json.loads(digest.stdout)["state"] == "sent"
