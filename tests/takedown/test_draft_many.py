"""Many cases at once: one that cannot be drafted keeps nobody waiting; processes give what one gives; custody."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from takedown.citing import cite_letters
from takedown.draft import draft
from tests.takedown.letters_world import World, finding, phone, picture
from tests.takedown.test_life_commands import SENDER
from zhenwei.cli.notices import app
from zhenwei.config import Settings
from zhenwei.errors import EvidenceError, ZhenweiError
from zhenwei.evidence import verify
from zhenwei.store.database import open_store

DAY = date(2026, 11, 22)


def damaged(world: World, host: str) -> int:
    case = world.case(host)
    for page in world.settings.evidence_dir.rglob(f"{host}/*/page.html"):
        page.write_text("tampered")
    return case


def test_a_case_without_sound_evidence_keeps_nobody_waiting(world: World) -> None:
    good, bad, later = world.case("a.example"), damaged(world, "b.example"), world.case("c.example")
    faults: list[ZhenweiError] = []
    arguments = (world.store, world.settings, world.watchlist, [good, bad, later], "chen", "police")
    notices = draft(*arguments, pdf=False, on_fault=faults.append)
    assert [notice.cases for notice in notices] == [(good, later)]
    assert [type(fault) for fault in faults] == [EvidenceError]
    assert "b.example" in str(faults[0])
    assert (world.state(good), world.state(bad)) == ("drafted", "confirmed")
    with pytest.raises(EvidenceError, match=r"b\.example"):
        draft(*arguments, pdf=False)


@pytest.fixture
def run(world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    (tmp_path / "lists" / "recipients").mkdir(parents=True)
    (tmp_path / "lists" / "recipients" / "sender.toml").write_text(SENDER, "utf-8")
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(world.settings.data_dir))
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(tmp_path / "lists"))
    monkeypatch.setenv("ZHENWEI_WORKERS", "1")
    monkeypatch.chdir(tmp_path)
    return CliRunner()


def test_the_command_drafts_the_others_and_fails(world: World, run: CliRunner) -> None:
    world.case("a.example")
    for host in ("b.example", "c.example"):
        damaged(world, host)
    result = run.invoke(app, ["draft", "--confirmed", "--to", "police", "--by", "chen", "--no-pdf"])
    assert result.exit_code == 1
    assert len(result.stdout.splitlines()) == 1
    assert [line[:4] for line in result.stderr.splitlines()] == ["未起草：", "未起草："]


def test_day_and_no_pdf(world: World, run: CliRunner) -> None:
    world.case("a.example")
    options = ["draft", "--confirmed", "--to", "police", "--by", "chen", "--no-pdf", "--day"]
    assert run.invoke(app, [*options, "2026-13-01"]).exit_code == 2
    result = run.invoke(app, [*options, "2026-11-22"])
    assert (result.exit_code, result.stderr) == (0, "")
    folder = Path(json.loads(result.stdout)["folder"])
    assert not (folder / "notice.pdf").exists()
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert (manifest["dated"], manifest["pdf"]) == ("2026-11-22", "PDF 未生成：拟稿时选择不生成")


def everything(data: Path) -> dict[str, bytes]:
    letters = data / "letters"
    return {path.relative_to(letters).as_posix(): path.read_bytes() for path in letters.rglob("*") if path.is_file()}


def test_processes_give_what_one_process_gives(world: World, tmp_path: Path) -> None:
    cases = [world.case(f"{n}.example", screenshot=picture("red"), contacts=(phone(),), operator=n) for n in "abcd"]
    world.store.close()
    other = tmp_path / "other"
    shutil.copytree(world.settings.data_dir, other)
    ticks: list[tuple[int, int]] = []

    def tick(done: int, total: int) -> None:
        ticks.append((done, total))

    for data, workers in ((world.settings.data_dir, 1), (other, 2)):
        settings = Settings(data_dir=data)
        store = open_store(settings.database)
        draft(store, settings, world.watchlist, cases, "chen", workers=workers, day=DAY, pdf=False, tick=tick)
        assert ticks[-1][0] == ticks[-1][1] > 4
        store.close()
    assert everything(world.settings.data_dir) == everything(other)
    assert [path.name for path in (other / "letters").iterdir() if path.name.startswith(".")] == []


def test_a_capture_knows_which_letters_cite_it(world: World) -> None:
    case = world.case("a.example", findings=(finding(),))
    notices = draft(world.store, world.settings, world.watchlist, [case], "chen", pdf=False)
    logs = sorted(world.settings.evidence_dir.rglob("custody.jsonl"))
    assert len(logs) == 2
    for log in logs:
        lines = [json.loads(line) for line in log.read_text().splitlines()]
        assert [line["event"] for line in lines] == ["captured", *["cited"] * len(notices)]
        assert [line["detail"]["notice"] for line in lines[1:]] == [notice.id for notice in notices]
        assert {line["by"] for line in lines[1:]} == {"chen"}
    assert verify(world.settings.evidence_dir) == []
    before = [log.read_bytes() for log in logs]
    assert cite_letters(world.store, world.settings) == 0
    assert len(draft(world.store, world.settings, world.watchlist, [case], "chen", pdf=False)) == len(notices)
    assert [log.read_bytes() for log in logs] == before
    (journal,) = world.settings.evidence_dir.glob("*/journal.jsonl")
    events = [json.loads(line)["event"] for line in journal.read_text().splitlines()]
    assert events.count("cited") == len(notices) * 2
