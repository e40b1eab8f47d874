"""A night in bad surroundings: one clear line, a non-zero exit where the whole is affected, nothing half-written."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lab.serve import Lab
from tests.zhenwei.little_world import write_world
from zhenwei.store.database import open_store
from zhenwei.store.nights import current_night


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with Lab(write_world(tmp_path_factory.mktemp("worlds") / "little")) as lab:
        yield lab


def _night(lab: Lab, data: Path, *words: str, largest_file: int = 0, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ZHENWEI_")}
    few = {"ZHENWEI_LOOKALIKE_BUDGET": "50", "ZHENWEI_SEARCH_BUDGET": "2"}
    environ = kept | lab.settings | few | {"ZHENWEI_DATA_DIR": str(data)} | more

    def limit() -> None:
        if largest_file:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.run(
        [sys.executable, "-m", "zhenwei", *(words or ("nightly", "--json"))],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )


def _one_line(ended: subprocess.CompletedProcess[str], *said: str) -> None:
    assert ended.returncode == 1, ended.stderr
    assert ended.stderr.count("\n") == 1, ended.stderr
    assert ended.stderr.startswith("zhenwei: ")
    for word in said:
        assert word in ended.stderr


def test_a_malformed_organ_file_is_named(lab: Lab, tmp_path: Path) -> None:
    organs = tmp_path / "watchlist" / "organs"
    organs.mkdir(parents=True)
    (organs / "bad.toml").write_text('name = "某局"\ndomains = ["x.gov.cn"]\ncolour = "red"\n', "utf-8")
    ended = _night(lab, tmp_path / "data", ZHENWEI_WATCHLIST_DIR=str(tmp_path / "watchlist"))
    _one_line(ended, "bad.toml", "colour")


def test_an_unreadable_database_is_named_and_left_alone(lab: Lab, tmp_path: Path) -> None:
    file = tmp_path / "zhenwei.db"
    file.write_bytes(b"not a database at all" * 500)
    ended = _night(lab, tmp_path)
    _one_line(ended, "zhenwei.db")
    assert file.read_bytes() == b"not a database at all" * 500


@pytest.mark.first
def test_a_full_disk_is_said_and_the_next_night_goes_on(lab: Lab, tmp_path: Path) -> None:
    ready = _night(lab, tmp_path, "init", "--admin", "admin", ZHENWEI_ADMIN_PASSWORD="correct horse")
    assert ready.returncode == 0, ready.stderr
    size = (tmp_path / "zhenwei.db").stat().st_size
    _one_line(_night(lab, tmp_path, largest_file=size + 40_000))
    again = _night(lab, tmp_path)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["visits"]["ok"] > 0


@pytest.mark.first
def test_no_network_is_said_and_never_reads_as_nothing_found(lab: Lab, tmp_path: Path) -> None:
    nowhere = "127.0.0.1:9"
    ended = _night(lab, tmp_path, ZHENWEI_EGRESS_PROXY=f"http://{nowhere}", ZHENWEI_DNS_SERVERS=nowhere)
    _one_line(ended, "网络")
    summary = json.loads(ended.stdout)
    assert {name.split(":")[0] for name in summary["sources"]} == {line.split(":")[0] for line in summary["silent"]}
    assert summary["stages"]["discover"]["leads"] == 0


def test_a_feed_of_rubbish_costs_only_itself(lab: Lab, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.gz"
    rubbish.write_bytes(b"\x1f\x8b" + os.urandom(5000))
    feeds = f"{lab.settings['ZHENWEI_FEED_URLS']},{rubbish.as_uri()}"
    ended = _night(lab, tmp_path / "data", ZHENWEI_FEED_URLS=feeds)
    assert ended.returncode == 0, ended.stderr
    summary = json.loads(ended.stdout)
    assert any("rubbish.gz" in line and "出错" in line for line in summary["silent"])
    assert summary["sources"][f"feeds:{lab.settings['ZHENWEI_FEED_URLS']}"]["results"] == 1


def test_without_a_browser_the_night_runs_and_says_so(lab: Lab, tmp_path: Path) -> None:
    ended = _night(lab, tmp_path, ZHENWEI_BROWSER_PATH=str(tmp_path / "no-such-browser"))
    assert ended.returncode == 0, ended.stderr
    summary = json.loads(ended.stdout)
    assert summary["visits"]["not_rendered"] > 0
    assert any("未找到浏览器" in line for line in summary["warnings"])
    listed = _night(lab, tmp_path, "cases", "list")
    assert listed.stdout
    assert all(json.loads(line)["not_rendered"] for line in listed.stdout.splitlines())


def test_a_single_stage_leaves_the_night_open(lab: Lab, tmp_path: Path) -> None:
    ended = _night(lab, tmp_path, "nightly", "--json", "--stage", "discover")
    assert ended.returncode == 0, ended.stderr
    assert json.loads(ended.stdout)["visits"] == {}
    store = open_store(f"sqlite:///{tmp_path / 'zhenwei.db'}")
    with store.reading() as session:
        assert current_night(session) is not None
    store.close()


def test_wrong_usage_exits_with_two(lab: Lab, tmp_path: Path) -> None:
    assert _night(lab, tmp_path, "nightly", "--limit", "many").returncode == 2
    assert _night(lab, tmp_path, "no-such-command").returncode == 2
    _one_line(_night(lab, tmp_path, "nightly", "--stage", "sleep"), "sleep")


def test_a_check_looks_now_and_leaves_the_nightly_store_alone(lab: Lab, tmp_path: Path) -> None:
    ended = _night(lab, tmp_path, "check", "dgz-banli.com", "http://px-school.com/")
    assert ended.returncode == 0, ended.stderr
    seller, school = (json.loads(line) for line in ended.stdout.splitlines())
    assert (seller["id"], seller["flagged"]) == ("dgz-banli.com", True)
    assert (school["id"], school["flagged"]) == ("http://px-school.com/", False)
    assert {c["profile"] for c in seller["captures"]} == {"desktop", "phone", "wechat", "spider", "from-search"}
    assert all(Path(folder, "manifest.json").is_file() for folder in seller["evidence"])
    assert _night(lab, tmp_path, "cases", "list").stdout == ""
