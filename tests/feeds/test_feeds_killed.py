"""Lists killed at every step, night after night, leave what undisturbed nights leave: nothing lost, nothing twice."""

from __future__ import annotations

import gzip
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.crawler.crawler_farm import ROOT, Farm
from tests.feeds.list_server import ListServer
from tests.feeds.test_feed_nights import Nights
from zhenwei.store.models import LeadRow, PositionRow, SourceRow, UnitRow
from zhenwei.store.nights import close_night, open_night, plan_units
from zhenwei.watchlist.sources import load_sources

# Where the spider and then the screening are killed, in this order, each time going on with what the last one left.
CRAWLS = [
    ("crawler.feeds.download:Download._store", 2, "after"),
    ("crawler.feeds.ordered:Sorter._spill", 2, "after"),
    ("crawler.feeds.ordered:Writer.close", 2, "after"),
    ("crawler.feeds.bring:Bringer.bring", 1, "after"),
    ("crawler.pipelines.store:_save_unit", 1, "after"),
]
SCREENS = [
    ("zhenwei.stages.lists:_add", 1, "after"),
    ("zhenwei.stages.lists:_save", 2, "after"),
]


def zone(serial: int, count: int) -> bytes:
    head = f"test. 900 in soa a.nic.test. n.nic.test. {serial} 1 2 3 4\n"
    names = sorted({f"n{n:04d}" for n in range(count)} | {f"cx-mem-gov{n}" for n in range(0, count, 100)})
    return (head + "".join(f"{name}.test. 900 in ns ns1.x.example.\n" for name in names)).encode()


def run(own: Nights, place: str = "nowhere", count: int = 0, when: str = "", *, action: str = "crawl") -> int:
    command = [sys.executable, "-m", "tests.feeds.killed", place, str(count), when, action]
    return subprocess.run(command, cwd=ROOT, env=own.environ, check=False, capture_output=True, timeout=120).returncode


def plan(own: Nights) -> None:
    with own.store.transaction() as session:
        sources = load_sources(own.settings.feed_urls, own.settings.watchlist_dir)
        plan_units(session, open_night(session).id, "feeds", [(s.name, "tonight", {}) for s in sources])


def left(own: Nights) -> dict[str, Any]:
    """What the nights left, without moments and paths."""
    with own.store.reading() as session:
        positions = {row.source: row.value for row in session.scalars(select(PositionRow))}
        snapshots = {
            f"{source}{key}": gzip.decompress(
                next((own.folder / "feeds" / "state").rglob(part["snapshot"])).read_bytes()
            )
            for source, value in positions.items()
            for key, part in value["parts"].items()
        }
        return {
            "units": sorted(
                (
                    u.night_id,
                    u.spider,
                    u.source,
                    u.outcome,
                    u.looked_at,
                    u.found,
                    u.detail.get("names"),
                    u.detail.get("fresh"),
                )
                for u in session.scalars(select(UnitRow))
            ),
            "leads": sorted((r.source, r.url, r.why) for r in session.scalars(select(LeadRow))),
            "sources": sorted(
                (s.source, s.night_id, s.units, s.answered, s.amount, s.history, s.silent_nights, s.kind)
                for s in session.scalars(select(SourceRow))
            ),
            "snapshots": snapshots,
            "files": sorted(
                p.name.split("-")[0]
                for p in (own.folder / "feeds").rglob("*")
                if p.suffix in (".part", ".raw", ".work")
            ),
        }


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _night(own: Nights) -> None:
    """Run, or finish, one night without a kill."""
    plan(own)
    assert run(own) == 0
    assert run(own, action="screen") == 0
    with own.store.transaction() as session:
        close_night(session, open_night(session).id, {})


@pytest.mark.slow
@pytest.mark.timeout(1800)  # many whole runs, and nothing here depends on how fast they are
def test_kills_at_every_step_leave_what_calm_nights_leave(tmp_path: Path) -> None:
    with Farm() as farm:
        server, listed = ListServer(b""), ListServer(b"".join(b"https://l%d.example/x\n" % n for n in range(400)))
        farm.serve("zones.example", "/test.zone", server)
        farm.serve("lists.example", "/list.txt", listed)
        urls = f"{farm.url('zones.example', '/test.zone')},{farm.url('lists.example', '/list.txt')}"
        calm = Nights(farm, _folder(tmp_path / "calm"), FEED_URLS=urls)
        server.body = zone(2026112101, 500)
        _night(calm)
        # A database that is open here must not be read by another handle of this process: its locks would end with it.
        calm.store.close()
        shutil.copytree(tmp_path / "calm", tmp_path / "stormy")
        calm, stormy = (Nights(farm, tmp_path / name, FEED_URLS=urls) for name in ("calm", "stormy"))
        server.body = zone(2026112102, 1000)
        listed.body += b"https://zscx-mem-gov.example/y\n"
        _night(calm)
        plan(stormy)
        for moment in CRAWLS:
            assert run(stormy, *moment) == -signal.SIGKILL, moment
        assert run(stormy) == 0
        for moment in SCREENS:
            assert run(stormy, *moment, action="screen") == -signal.SIGKILL, moment
        _night(stormy)
        found = [left(own) for own in (calm, stormy)]
        assert len(found[0]["leads"]) == 11
        for what, rows in found[0].items():
            assert found[1][what] == rows, what
        for own in (calm, stormy):
            own.store.close()
