"""The commands of reports, as other programs call them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from tests.reports.little import Little
from tests.reports.test_counted import fill
from zhenwei.cli.reports import app
from zhenwei.config import Settings
from zhenwei.errors import BadInput, NotAllowed, StoreError
from zhenwei.store.database import open_store
from zhenwei.store.models import CaseRow


@pytest.fixture
def deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deployment's data folder over the world of test_counted, with one case that went down."""
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(tmp_path / "var"))
    monkeypatch.chdir(tmp_path)
    store = open_store(Settings(data_dir=tmp_path / "var").database)
    with store.transaction() as session:
        number = fill(session)
        session.get_one(CaseRow, number["a"]).state = "down"
        assert Little(session)
    store.close()
    return tmp_path / "var"


def run(*words: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, list(words), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_month_and_year(deployment: Path) -> None:
    (told,) = run("month", "2026-11")
    assert (told["from"], told["to"], told["period"]) == ("2026-11-01", "2026-11-30", "calendar")
    assert told["files"] == [
        str(deployment / "reports" / name) for name in ("report-2026-11.docx", "ledger-2026-11.xlsx")
    ]
    assert all(Path(file).stat().st_size > 1000 for file in told["files"])
    assert (told["counters"]["found"], told["counters"]["confirmed"], told["outcomes"]["fines"]) == (4, 2, None)
    (split,) = run("month", "2026-11", "--period", "21-20")
    assert (split["from"], split["to"]) == ("2026-10-21", "2026-11-20")
    assert split["files"][0].endswith("report-2026-11-21-20.docx")
    (whole,) = run("year", "2026")
    assert (whole["from"], whole["to"], whole["counters"]["found"]) == ("2026-01-01", "2026-12-31", 8)


def test_the_setting_decides_and_the_option_overrides(deployment: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHENWEI_REPORT_PERIOD", "21-20")
    assert run("month", "2026-01")[0]["from"] == "2025-12-21"
    assert run("month", "2026-01", "--period", "calendar")[0]["from"] == "2026-01-01"
    assert run("year", "2026")[0]["from"] == "2025-12-21"


def test_figures_are_entered_listed_and_added(deployment: Path) -> None:
    given = ("enter", "2026-11", "--office", "东江市公安局", "--field", "fines", "--by", "chen")
    (first,) = run(*given, "--value", "30000", "--note", "电话核对", "--source", "东公函〔2026〕12号")
    assert (first["value"], first["corrects"], first["note"]) == (30000, None, "电话核对")
    (second,) = run(*given, "--value", "35000.5")
    assert (second["value"], second["corrects"]) == (35000.5, first["entry"])
    assert [(row["value"], row["counts"]) for row in run("entries", "2026-11")] == [(30000, False), (35000.5, True)]
    assert run("month", "2026-11")[0]["outcomes"]["fines"] == 35000.5
    assert {"fines", "dens", "blocked", "persons", "rectified"} <= {row["field"] for row in run("fields")}


def test_a_name_that_may_be_misspelt_is_told_but_taken(deployment: Path) -> None:
    run("enter", "2026-11", "--office", "东江市公安局", "--field", "dens", "--by", "chen", "--value", "1")
    given = ["enter", "2026-11", "--office", "东江公安局", "--field", "dens", "--by", "chen", "--value", "1"]
    result: Result = CliRunner().invoke(app, given)
    assert result.exit_code == 0
    assert "此前填报用的是“东江市公安局”" in result.stderr


def test_the_digest_prints_drafts_and_is_approved(deployment: Path) -> None:
    assert run("digest") == [{"site": "aex****le", "finding": "counterfeit_site", "state": "down"}]
    (draft,) = run("digest", "--rule", "--by", "chen")
    assert (draft["state"], len(draft["files"])) == ("draft", 3)
    marked = next(file for file in draft["files"] if file.endswith(".marked.txt"))
    Path(marked).write_text(Path(marked).read_text("utf-8").replace("近期", "今年以来"), "utf-8")
    (edited,) = run("digest", "--edit", str(draft["digest"]), "--file", marked, "--by", "chen")
    with pytest.raises(NotAllowed):
        run("digest", "--approve", str(edited["digest"]), "--by", "chen")
    (public,) = run("digest", "--approve", str(edited["digest"]), "--by", "wang")
    assert [Path(file).name for file in public["files"]] == ["digest-2.docx", "digest-2.txt"]
    assert "今年以来" in Path(public["files"][1]).read_text("utf-8")
    before = [Path(file).read_bytes() for file in public["files"]]
    (again,) = run("digest", "--show", "2")
    assert [Path(file).read_bytes() for file in again["files"]] == before


def test_no_approval_stands_without_its_files(deployment: Path) -> None:
    (draft,) = run("digest", "--rule", "--by", "chen")
    (deployment / "reports" / "digest-1" / "digest-1.docx").mkdir()
    with pytest.raises(StoreError, match=r"digest-1\.docx"):
        run("digest", "--approve", "1", "--by", "wang")
    assert run("digest", "--show", str(draft["digest"]))[0]["state"] == "draft"


@pytest.mark.parametrize(
    "words",
    [
        ("digest", "--rule", "--approve", "1", "--by", "wang"), ("digest", "--approve", "1"),
        ("digest", "--edit", "1", "--by", "x"),
        ("month",), ("month", "2026-11", "--period", "weekly"), ("enter", "2026-11"),
    ],
)  # fmt: skip
def test_wrong_usage(deployment: Path, words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, list(words)).exit_code == 2


@pytest.mark.parametrize(
    "words", [("month", "2026-13"), ("year", "26"), ("digest", "--edit", "1", "--file", "/nowhere", "--by", "x")]
)
def test_wrong_input_is_one_line(deployment: Path, words: tuple[str, ...]) -> None:
    with pytest.raises(BadInput) as caught:
        run(*words)
    assert "\n" not in str(caught.value)


def test_the_leaflet(deployment: Path) -> None:
    (told,) = run("leaflet")
    assert [Path(file).name for file in told["files"]] == ["leaflet.docx", "leaflet.pdf"]
    assert Path(told["files"][1]).read_bytes().startswith(b"%PDF")
    assert any("条文未核实" in line for line in told["left_out"])
