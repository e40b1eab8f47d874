"""``zhenwei sources`` tells of each source how it is doing, also of those not yet asked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from zhenwei.clock import now
from zhenwei.store.database import open_store
from zhenwei.store.engines import QueryDone, save_query
from zhenwei.store.nights import close_night, finish_unit, open_night, plan_units, waiting_units


def run(folder: Path, *arguments: str, **more: str) -> str:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")}
    environ |= {
        "ZHENWEI_DATA_DIR": str(folder),
        "ZHENWEI_FEED_URLS": "/lists/a.txt,/lists/new.txt",
        "COLUMNS": "150",
    } | more
    command = [sys.executable, "-m", "zhenwei", "sources", *arguments]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_every_source_with_its_state(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'zhenwei.db'}")
    for names in (4038, 1200):
        with store.transaction() as session:
            night = open_night(session).id
            plan_units(session, night, "feeds", [("/lists/a.txt", "tonight", {}), ("/lists/gone.txt", "tonight", {})])
            for unit in waiting_units(session, night, "feeds"):
                finish_unit(session, unit.id, "results", detail={"names": names, "kind": "plain"})
            close_night(session, night, {})
    store.close()
    rows = {row["source"]: row for row in map(json.loads, run(tmp_path, "--format", "jsonl").splitlines())}
    assert {name: row["state"] for name, row in rows.items()} == {
        "/lists/a.txt": "shrunk", "/lists/gone.txt": "unused", "/lists/new.txt": "new",
    }  # fmt: skip
    assert rows["/lists/a.txt"]["said"] == "只有 1 200 个域名，不到平时 4 038 的一半"
    table = run(tmp_path)
    assert all(word in table for word in ("骤减", "已停用", "尚未读取", "feeds:/lists/a.txt", "1 200"))
    assert "/lists/a.txt" in run(tmp_path, "--bad")


def test_without_any_source_it_says_what_to_set(tmp_path: Path) -> None:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")}
    environ |= {"ZHENWEI_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "zhenwei", "sources"]
    done = subprocess.run(command, env=environ, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "FEED_URLS" in done.stderr


def test_engines_are_told_by_night(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'zhenwei.db'}")
    with store.transaction() as session:
        night = open_night(session).id
        plan_units(session, night, "search", [("baidu", f"1:{n}", {}) for n in range(5)])
        for unit, outcome in zip(
            waiting_units(session, night, "search"), ("results",) * 3 + ("blocked",) * 2, strict=True
        ):
            why = "" if outcome == "results" else "要求安全验证"
            save_query(session, unit.id, QueryDone("baidu", unit.key, 1, now(), outcome, why))
            finish_unit(session, unit.id, outcome, looked_at=10, detail={"why": why})
    store.close()
    row = json.loads(run(tmp_path, "--format", "jsonl", ZHENWEI_SEARCH_ENGINES="baidu").splitlines()[0])
    assert (row["spider"], row["state"]) == ("search", "partial")
    assert row["said"] == "5 次查询中 2 次没有应答（要求安全验证）；第 1 夜有结果 3、被拦截 2"
    assert row["nights"][0]["outcomes"] == {"results": 3, "blocked": 2}
