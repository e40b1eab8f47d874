"""``zhenwei laws`` lists, shows, checks and records; JSON Lines and tables; exit codes of the contract."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from zhenwei.cli import main
from zhenwei.clock import today

LAW = 'title = "东江市网络交易规定"\nshort = "东江规定"\nvalid_from = {}\nsource = "本市公报"\nrank = "local"\n'


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    returncode: int
    stdout: str
    stderr: str


Run = Callable[..., Done]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command in this process, with the folder laid over the built-in watchlist."""
    for name in [name for name in os.environ if name.startswith("ZHENWEI_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("COLUMNS", "150")
    monkeypatch.chdir(tmp_path)

    def call(*words: str, overlay: bool = True) -> Done:
        if overlay:
            monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(tmp_path))
        monkeypatch.setattr(sys, "argv", ["zhenwei", "laws", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Done(int(ended.value.code or 0), told.out, told.err)

    return call


def rows(done: Done) -> list[dict[str, Any]]:
    assert (done.returncode, done.stderr) == (0, "")
    return [json.loads(line) for line in done.stdout.splitlines()]


def laid(folder: Path, name: str, content: str) -> None:
    (folder / "laws").mkdir(exist_ok=True)
    (folder / "laws" / f"{name}.toml").write_text(content, "utf-8")


def test_the_table_in_json_lines_and_for_people(run: Run, tmp_path: Path) -> None:
    found = {row["law"]: row for row in rows(run(overlay=False))}
    assert found["order-30"]["valid_to"] == "2026-05-31"
    assert (found["order-30"]["unverified"], found["order-30"]["by"]) == (4, "order-19")
    assert list(found) == [row["law"] for row in rows(run("list", overlay=False))]
    assert found["criminal"]["rank"] == "law"
    on = {row["law"] for row in rows(run("--on", "2026-05-31"))}
    assert {"order-30", "cybersecurity-2025"} <= on
    assert not {"order-19", "cybersecurity-2016"} & on
    table = run("--format", "table").stdout
    assert all(word in table for word in ("编号", "施行期间", "2010-07-01 至 2026-05-31", "4，待核实4", "未录入"))


def test_what_is_unverified_or_stale(run: Run, tmp_path: Path) -> None:
    old = today() - timedelta(days=400)
    laid(tmp_path, "ours", LAW.format("2020-01-01") + f"""
[[article]]
number = "3"
gist = "要点。"
verified = true
verified_by = "张某"
verified_on = {old}
""")  # fmt: skip
    found = {(row["law"], row["article"]) for row in rows(run("--unverified"))}
    assert {("order-30", "36"), ("order-19", "")} <= found
    assert ("criminal", "280") not in found
    stale = rows(run("--stale"))
    assert [(row["law"], row["article"], row["verified_by"]) for row in stale] == [("ours", "3", "张某")]
    assert ("order-30", "36") not in {(r["law"], r["article"]) for r in rows(run("--unverified", "--on", "2026-06-01"))}
    assert "已逾一年，请复核" in run("check").stdout
    assert "待核实" in run("--unverified", "--format", "table").stdout


def test_what_is_about_to_change(run: Run, tmp_path: Path) -> None:
    soon = today() + timedelta(days=20)
    laid(tmp_path, "ours", LAW.format(soon))
    found = [row for row in rows(run("--changing", "20")) if row["law"] == "ours"]
    assert [(row["what"], row["day"], row["days"]) for row in found] == [("begins", soon.isoformat(), 20)]
    assert "ours" not in {row["law"] for row in rows(run("--changing", "19"))}
    assert "起施行" in run("--changing", "20", "--format", "table").stdout


def test_one_law_with_its_articles(run: Run, tmp_path: Path) -> None:
    row = rows(run("show", "cybersecurity-2025"))[0]
    assert {"old": "46", "new": "48", "penalty": None, "said": ""} in row["renumbered"]
    shown = run("show", "cybersecurity-2025", "--format", "table").stdout
    assert all(
        words in shown for words in ("第四十八条", "46→48", "日期待核对", "项目核读", "线索移送函（公安）", "第二款：")
    )
    articles = {article["number"]: article["letters"] for article in row["article"]}
    assert "disposal" in articles["48"]
    assert articles["32"] == []


def test_a_person_records_a_verification(run: Run, tmp_path: Path) -> None:
    words = ("verify", "order-30", "36", "--by", "张某", "--source", "应急管理部网站文本", "--on", "2026-11-20")
    done = run(*words)
    row = json.loads(done.stdout)
    assert "提醒：第 36 条不会自动引用" in done.stderr
    assert (row["law"], row["article"], row["verified_on"]) == ("order-30", "36", "2026-11-20")
    assert Path(row["file"]).is_relative_to(tmp_path)
    left = {(r["law"], r["article"]) for r in rows(run("--unverified"))}
    assert ("order-30", "36") not in left
    assert ("order-30", "40") in left
    told = run("verify", "order-30", "30", "--by", "张某", "--source", "应急管理部网站文本")
    assert "没有函件以此为依据" in told.stderr
    told = run("verify", "internet-information-2011", "12", "--by", "张某", "--source", "公报")
    assert told.stderr == ""


WRONG = [
    (("show", "nosuch"), 1, "没有法律 nosuch"),
    (("verify", "order-30", "36"), 2, "--by"),
    (("verify", "order-30", "--by", "张某", "--source", "x"), 2, "条号"),
    (("verify", "order-30", "99", "--by", "张某", "--source", "x"), 1, "没有第 99 条"),
    (("verify", "order-30", "36", "--by", "张某", "--source", "x", "--on", "2999-01-01"), 2, "晚于今天"),
    (("--on", "2026-02-30"), 2, "应为日期"),
    (("--changing", "-1"), 2, "--changing"),
    (("--unverified", "--changing", "3"), 2, "不能与"),
    (("--unverified", "show", "criminal"), 2, "子命令之后"),
    (("--format", "xml"), 2, "--format"),
]


@pytest.mark.parametrize(("words", "code", "says"), WRONG)
def test_how_it_fails(run: Run, tmp_path: Path, words: tuple[str, ...], code: int, says: str) -> None:
    done = run(*words)
    assert (done.returncode, done.stdout) == (code, "")
    assert says in done.stderr.splitlines()[-1]
    assert list(tmp_path.rglob("*.toml")) == []


def test_without_a_folder_of_its_own_nothing_is_recorded(run: Run, tmp_path: Path) -> None:
    done = run("verify", "order-30", "36", "--by", "张某", "--source", "x", overlay=False)
    assert done.returncode == 1
    assert "WATCHLIST_DIR" in done.stderr


def test_check_lists_doubts_and_fails_on_faults(run: Run, tmp_path: Path) -> None:
    found = {(row["law"], row["article"]): row["what"] for row in rows(run("check"))}
    assert "待核实" in found["order-30", "36"]
    assert "尚未录入" in found["order-19", ""]
    laid(tmp_path, "ours", LAW.format("2020-01-01") + "valid_to = 2019-01-01\n")
    done = run("check")
    assert done.returncode == 1
    assert "ours.toml 的 valid_to 有误" in done.stderr
    assert len(done.stderr.splitlines()) == 1
