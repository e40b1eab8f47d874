"""``zhenwei offices`` and ``zhenwei notice routes``: what they print, and what they say where something is missing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.takedown.letters_world import World
from zhenwei.cli.notices import app as notices
from zhenwei.cli.offices import app as offices
from zhenwei.errors import WatchlistError
from zhenwei.types import Verdict

SENDER = 'name = "杭州市西湖区互联网信息办公室"\nshort = "西湖网信办"\ncode = "西网信"\nregion = "330106"\n'
CITY = '[[office]]\nrecipient = "cyberspace"\nregion = "330100"\nname = "杭州市互联网信息办公室"\n'


def row(recipient: str, region: str, name: str, more: str = "") -> str:
    return f'[[office]]\nrecipient = "{recipient}"\nregion = "{region}"\nname = "{name}"\n{more}\n'


@pytest.fixture
def lists(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A deployment's watchlist folder with a county's sender and the city's cyberspace office."""
    folder = tmp_path / "lists"
    (folder / "recipients").mkdir(parents=True)
    (folder / "recipients" / "sender.toml").write_text(SENDER, "utf-8")
    (folder / "recipients" / "330100.toml").write_text(CITY, "utf-8")
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(world.settings.data_dir))
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(folder))
    return folder


def run(app: Any, *words: str) -> list[dict[str, Any]]:
    ended = CliRunner().invoke(app, list(words))
    assert ended.exit_code == 0, (ended.output, ended.exception)
    return [json.loads(line) for line in ended.stdout.splitlines()]


def test_list_says_how_each_office_stands_to_the_sender(lists: Path) -> None:
    rows = run(offices, "list", "--to", "cyberspace")
    first = rows[0]
    assert (first["name"], first["relation"], first["place"]) == ("杭州市互联网信息办公室", "superior", "浙江省杭州市")
    assert len(rows) == 33
    assert {r["name"] for r in run(offices, "list", "--region", "330000", "--to", "police")} == {"浙江省公安厅"}
    printed = CliRunner().invoke(offices, ["list", "--format", "list", "--to", "telecom"]).stdout
    assert "330000\t浙江省\t浙江省通信管理局\t待核实" in printed
    assert CliRunner().invoke(offices, ["list", "--to", "army"]).exit_code == 2


def test_missing_are_named_by_place_and_file(lists: Path, world: World) -> None:
    rows = {r["recipient"]: r for r in run(offices, "list", "--missing")}
    assert set(rows) == {"police", "market", "housing"}
    assert rows["police"]["place"] == "浙江省杭州市西湖区"
    assert rows["police"]["file"] == "recipients/330106.toml"
    assert rows["police"]["instead"] == "浙江省公安厅"
    (lists / "recipients" / "330106.toml").write_text(row("police", "330106", "杭州市公安局西湖区分局"), "utf-8")
    world.case("s.example", Verdict.SALE, sale=80, html="<footer>粤公网安备44030000000001号 粤ICP备2026003711号")
    rows = {(r["recipient"], r["region"]): r for r in run(offices, "list", "--missing")}
    assert ("police", "330106") not in rows
    assert rows["market", "440300"]["cases"] == [1]
    printed = CliRunner().invoke(offices, ["list", "--missing", "--format", "list"]).stdout
    assert "缺 广东省深圳市\t市场监督管理局\t填入 recipients/440300.toml\t现由 广东省市场监督管理局 代收" in printed


def test_check_names_each_open_point(lists: Path) -> None:
    checked = 'verified_by = "李"\nverified_on = 2026-11-20'
    (lists / "recipients" / "330106.toml").write_text(
        row("police", "330106", "杭州市公安局西湖区分局", checked)
        + row("market", "330106", "宁波市市场监督管理局", checked)
        + row("market", "330106", "杭州市西湖区工商行政管理局", checked)
        + row("telecom", "330106", "西湖区通信管理局", checked)
        + row("housing", "330199", "杭州市某区住房和城乡建设局", checked),
        "utf-8",
    )
    said = [r["what"] for r in run(offices, "check") if r["region"] in ("330106", "330199")]
    assert not any("西湖区分局" in what for what in said)
    assert any("宁波市" in what and "不一致" in what for what in said)
    assert any("已更名，现为市场监督管理局" in what for what in said)
    assert any("多个同类收文单位" in what for what in said)
    assert any("通信管理局只设到省级" in what for what in said)
    assert any("330199 不是现行" in what for what in said)
    every = [r["what"] for r in run(offices, "check")]
    assert any("浙江省公安厅”尚未经人工核实" in what for what in every)
    assert not any("广东省" in what for what in every), "what ships for other provinces is nobody's business yet"


def test_routes_tells_which_letters_and_why_and_drafts_nothing(lists: Path, world: World) -> None:
    case = world.case("fake.example", html="<p>查询 粤ICP备2026003711号", registration={"host_country": "US"})
    rows = {r["kind"]: r for r in run(notices, "routes", str(case))}
    assert set(rows) == {"disposal", "police-clue", "confirmation", "filing-check"}
    up = rows["disposal"]
    assert (up["office"], up["document"]) == ("杭州市互联网信息办公室", "请示")
    assert any("境外" in reason for reason in up["reasons"])
    assert up["places"][str(case)][:2] == ["abroad", "查询到的接入国家或者地区：US"]
    assert "网络安全法" in up["law"]
    assert "第（一）项" in rows["police-clue"]["indications"][0]
    assert rows["filing-check"]["office"] == "广东省通信管理局"
    assert not list(world.settings.letters_dir.glob("*-*"))
    assert {r["kind"] for r in run(notices, "routes", "--confirmed", "--to", "police")} == {"police-clue"}
    assert CliRunner().invoke(notices, ["routes"]).exit_code == 2


def test_routes_shows_a_missing_office_where_a_draft_is_an_error(lists: Path, world: World) -> None:
    (lists / "recipients" / "330106.toml").write_text(
        row("police", "330106", "（待填写：公安机关）", "placeholder = true"), "utf-8"
    )
    case = world.case("fake.example")
    rows = [r for r in run(notices, "routes", str(case)) if "missing" in r]
    assert rows == [
        {"recipient": "police", "missing": "浙江省杭州市西湖区的公安机关", "file": "recipients/330106.toml"}
    ]
    ended = CliRunner().invoke(notices, ["draft", str(case), "--by", "chen"])
    assert isinstance(ended.exception, WatchlistError)
    assert "浙江省杭州市西湖区的公安机关" in str(ended.exception)
    assert "\n" not in str(ended.exception)
    assert world.state(case) == "confirmed"
    assert not list(world.settings.letters_dir.glob("*-*"))
    (lists / "recipients" / "sender.toml").write_text(SENDER + "placeholder_offices = true\n", "utf-8")
    drafted = run(notices, "draft", str(case), "--by", "chen", "--to", "police")
    manifest = json.loads((Path(drafted[0]["folder"]) / "manifest.json").read_text("utf-8"))
    assert manifest["office_placeholder"] is True
    assert "为占位" in (Path(drafted[0]["folder"]) / "drafter-notes.md").read_text("utf-8")


def test_add_fills_the_gap_that_was_named(lists: Path) -> None:
    file = lists / "recipients" / "330106.toml"
    file.write_text("# 西湖区\n" + row("police", "330106", "（待填写：公安机关）", "placeholder = true"), "utf-8")
    (added,) = run(offices, "add", "police", "330106", "杭州市公安局西湖区分局", "--by", "李某")
    assert (added["verified"], added["verified_by"], added["file"]) == (True, "李某", str(file))
    assert file.read_text("utf-8").startswith("# 西湖区")
    assert "待填写" not in file.read_text("utf-8")
    run(offices, "add", "market", "330106", "杭州市西湖区市场监督管理局")
    rows = run(offices, "list", "--region", "330106")
    assert {r["recipient"]: r["name"] for r in rows} == {
        "police": "杭州市公安局西湖区分局", "market": "杭州市西湖区市场监督管理局",
    }  # fmt: skip
    assert {r["recipient"] for r in run(offices, "list", "--missing")} == {"housing"}


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("police", "330106", "西湖区公安分局"), "请加 --replace"),
        (("police", "990000", "某市公安局"), "region"),
        (("police", "330106", "（待填写：公安机关）"), "待填写"),
        (("police", "330106", "某"), "name"),
        (("police", "330106", "某公安局", "--relation", "boss"), "relation"),
    ],
)
def test_add_refuses_what_does_not_fit(lists: Path, words: tuple[str, ...], error: str) -> None:
    file = lists / "recipients" / "330106.toml"
    file.write_text(row("police", "330106", "杭州市公安局西湖区分局"), "utf-8")
    before = file.read_bytes()
    ended = CliRunner().invoke(offices, ["add", *words])
    assert isinstance(ended.exception, WatchlistError)
    assert error in str(ended.exception)
    assert file.read_bytes() == before
    assert sorted(p.name for p in file.parent.glob("*.toml")) == ["330100.toml", "330106.toml", "sender.toml"]


def test_add_replaces_where_it_is_told_to(lists: Path) -> None:
    run(offices, "add", "police", "330106", "杭州市公安局西湖区分局")
    run(offices, "add", "police", "330106", "杭州市公安局西湖分局", "--replace")
    assert [r["name"] for r in run(offices, "list", "--region", "330106")] == ["杭州市公安局西湖分局"]
    assert CliRunner().invoke(offices, ["add", "army", "330106", "某部队"]).exit_code == 2
