"""Three workers share a night; two are killed, the database crashes and comes back: every visit ends once."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import select

from tests.conftest import lacking, own_server
from tests.crawler.crawler_farm import ROOT, Farm
from tests.postgres import OwnServer
from zhenwei.address import host_of
from zhenwei.evidence.names import capture_folder
from zhenwei.evidence.verify import verify
from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import site_for
from zhenwei.store.models import VisitRow
from zhenwei.store.nights import open_night
from zhenwei.store.visits import plan_visits
from zhenwei.types import Profile

HOSTS, PAGES, CONCURRENCY = 40, 6, 4
WORKERS = ("127.0.0.2", "127.0.0.3", "127.0.0.4")  # each asks from an address of its own


@dataclass
class Look:
    """One request for a page: by whom, and between which ticks of the farm's count."""

    path: str
    worker: str
    began: int
    ended: int = 0


@dataclass
class Watched:
    """What the farm saw, and a gate: answers are held back from a given number on, until it is opened further."""

    looks: dict[str, list[Look]] = field(default_factory=lambda: defaultdict(list))
    ticks: int = 0
    answered: int = 0
    most: int = 0
    seen: set[str] = field(default_factory=set)
    more: asyncio.Event = field(default_factory=asyncio.Event)

    def all_looks(self) -> list[tuple[str, Look]]:
        return [(host, look) for host, looks in list(self.looks.items()) for look in list(looks)]

    async def answer(self, most: int) -> int:
        """Open the gate for so many answers in all."""
        self.most = most
        self.more.set()
        return most

    async def page(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path in ("/robots.txt", "/favicon.ico"):
            return web.Response(status=404)
        assert request.transport is not None
        worker = str(request.transport.get_extra_info("peername")[0])
        self.seen.add(worker)
        self.ticks += 1
        look = Look(request.path, worker, self.ticks)
        self.looks[request.host.split(":")[0]].append(look)
        try:
            while self.answered >= self.most:
                self.more.clear()
                await self.more.wait()
            self.answered += 1
        finally:
            self.ticks += 1
            look.ended = self.ticks
        return web.Response(text=f"<title>{request.host}{request.path}</title><p>页面", content_type="text/html")


class Night:
    """A store on a server of its own, visits that wait, and workers as processes."""

    def __init__(self, farm: Farm, server: OwnServer, folder: Path, watched: Watched) -> None:
        self.farm, self.server, self.folder, self.watched = farm, server, folder, watched
        for number in range(HOSTS):
            farm.serve(f"h{number}.example", "*", watched.page)
        self.store: Store = open_store(server.url)
        with self.store.transaction() as session:
            self.number = open_night(session).id
            for number in range(HOSTS):
                host = f"h{number}.example"
                urls = [farm.url(host, f"/{page}") for page in range(PAGES)]
                plan_visits(session, self.number, site_for(session, host).id, urls, [Profile.SPIDER])

    def start(self, address: str) -> subprocess.Popen[bytes]:
        environ = self.farm.environment(
            self.folder, DATABASE_URL=self.server.url, CONCURRENCY=str(CONCURRENCY), TIMEOUT="120", LEASE_SECONDS="600"
        )
        command = [sys.executable, "-m", "scrapy", "crawl", "visit", "-s", f"DOWNLOAD_BIND_ADDRESS={address}"]
        return subprocess.Popen(command, cwd=ROOT, env=environ)

    def visits(self) -> list[VisitRow]:
        with self.store.reading() as session:
            return list(session.scalars(select(VisitRow).order_by(VisitRow.id)))


@pytest.fixture
def night(tmp_path: Path) -> Iterator[Night]:
    if find_spec("pgqueuer") is None:
        lacking("pgqueuer", "PgQueuer is not installed (uv sync --extra team)")
    with own_server() as server, Farm() as farm:
        made = Night(farm, server, tmp_path, Watched())
        yield made
        made.store.close()


def until(true: Callable[[], bool], workers: list[subprocess.Popen[bytes]]) -> None:
    """Wait for something that the workers bring about."""
    while not true():
        assert any(worker.poll() is None for worker in workers), "all workers ended before"
        for worker in workers:
            try:
                worker.wait(timeout=0.01)
            except subprocess.TimeoutExpired:
                continue


def kill(night: Night, number: int, worker: subprocess.Popen[bytes]) -> set[tuple[str, str]]:
    """Kill a worker; returns the pages that it had asked for and that are not in the store."""
    os.kill(worker.pid, signal.SIGKILL)
    worker.wait()
    stored = {visit.url for visit in night.visits() if visit.outcome}
    asked = {(host, look.path) for host, look in night.watched.all_looks() if look.worker == WORKERS[number]}
    return {(host, path) for host, path in asked if night.farm.url(host, path) not in stored}


@pytest.mark.postgres
@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_workers_and_the_database_are_lost_and_nothing_else(night: Night) -> None:
    watched = night.watched
    workers = [night.start(address) for address in WORKERS]
    until(lambda: len(watched.seen) == len(WORKERS), workers)
    night.farm.run(watched.answer(60))
    until(lambda: watched.answered == 60, workers)
    lost = Counter(kill(night, 0, workers[0]))
    night.farm.run(watched.answer(110))
    until(lambda: watched.answered == 110, workers[1:])
    night.server.stop()
    night.farm.run(watched.answer(130))
    night.server.start()
    until(lambda: watched.answered == 130, workers[1:])
    lost.update(kill(night, 1, workers[1]))
    night.farm.run(watched.answer(1_000_000))
    assert workers[2].wait() == 0
    looked_at_by_one_at_a_time(watched)
    ended_once_with_its_own_page(night)
    asked = Counter((host, look.path) for host, look in watched.all_looks())
    assert len(asked) == HOSTS * PAGES
    # Nothing but what a killed worker had asked for and not yet stored is asked for again, once for each loss.
    assert {page: times - 1 for page, times in asked.items() if times - 1 > lost[page]} == {}


def looked_at_by_one_at_a_time(watched: Watched) -> None:
    for host, looks in watched.looks.items():
        for look in looks:
            others = [o for o in looks if o.worker != look.worker and o.began < look.ended and look.began < o.ended]
            assert others == [], host


def ended_once_with_its_own_page(night: Night) -> None:
    visits = night.visits()
    assert Counter(visit.outcome for visit in visits) == {"ok": HOSTS * PAGES}
    evidence = night.folder / "evidence"
    for visit in visits:
        host = host_of(visit.url)
        assert visit.folder == capture_folder(night.number, host, visit.id, Profile.SPIDER, rendered=False)
        page = (evidence / visit.folder / "page.html").read_text("utf-8")
        assert page.startswith(f"<title>{visit.url.removeprefix('http://')}</title>")
        assert verify(evidence / visit.folder) == []
    # A hidden folder is what a killed worker left half-written.
    whole = [path for path in evidence.rglob("manifest.json") if not path.parent.name.startswith(".")]
    assert len(whole) == len(visits)
