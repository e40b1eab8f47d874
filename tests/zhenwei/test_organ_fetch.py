"""``zhenwei organ learn --fetch``: an organ's own pages are visited through the one door and known again afterwards."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lab.serve import Lab

ORGAN = 'name = "某某办事机构"\ndomains = ["office.gov.cn"]\n'
MENU = "".join(f"<li><a href=/{i}>{name}栏目名称</a></li>" for i, name in enumerate("甲乙丙丁戊己庚辛壬癸"))
PAGE = f"<title>某某办事机构</title><ul>{MENU}</ul><p>任何单位和个人不得伪造、变造、转让、出租、出借许可证件。</p>"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    world = tmp_path_factory.mktemp("worlds") / "one"
    site = world / "sites" / "office.gov.cn"
    site.mkdir(parents=True)
    (world / "world.toml").write_text('today = "2026-11-21"\n', "utf-8")
    (site / "site.toml").write_text('truth = "official"\n', "utf-8")
    (site / "index.html").write_text(PAGE, "utf-8")
    return Lab(world)


def _run(lab: Lab, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ZHENWEI_")}
    own = {"ZHENWEI_DATA_DIR": str(folder / "data"), "ZHENWEI_WATCHLIST_DIR": str(folder / "watchlist")}
    command = [sys.executable, "-m", "zhenwei", "organ", *words]
    return subprocess.run(command, env=kept | lab.settings | own, capture_output=True, text=True, check=False)


def test_front_pages_are_fetched_and_learnt(lab: Lab, tmp_path: Path) -> None:
    organs = tmp_path / "watchlist" / "organs"
    organs.mkdir(parents=True)
    (organs / "office.toml").write_text(ORGAN, "utf-8")
    with lab:
        ended = _run(lab, tmp_path, "learn", "office", "--fetch")
    assert ended.returncode == 0, ended.stderr
    rows = [json.loads(line) for line in ended.stdout.splitlines()]
    assert {(row["url"], row["title"]) for row in rows} == {("http://office.gov.cn/", "某某办事机构")}
    kept = json.loads((organs / "office.pages.json").read_text("utf-8"))
    assert len(kept["pages"]) == 1
    assert not list((tmp_path / "data").glob("*.db"))
