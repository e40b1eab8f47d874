"""One crawl over everything hostile at once: each visit ends as what it is, and a good host is captured as usual."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.crawler.crawler_farm import Deployment
from tests.crawler.hostile.answers import SALE
from tests.crawler.hostile.attacks_body import bodies, png
from tests.crawler.hostile.attacks_tls import Secure, put_up
from tests.crawler.hostile.attacks_walk import WALK
from tests.crawler.hostile.attacks_wire import WIRE
from tests.crawler.hostile.raw_farm import Attack, RawFarm, crawl_measured
from zhenwei.evidence.verify import verify
from zhenwei.store.models import VisitRow
from zhenwei.types import Profile

MOST = 600_000  # bytes of one answer
SECONDS = 4.0
MOST_MEMORY = 700_000  # KB of the whole crawler, whose code alone takes a third


@dataclass
class Night:
    own: Deployment
    farm: RawFarm
    attacks: dict[str, Attack]
    secure: dict[str, Secure]
    errors: str
    memory: int
    rows: dict[str, VisitRow]


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    with RawFarm() as farm:
        attacks = {**WIRE, **WALK, **bodies()}
        for host, attack in attacks.items():
            farm.attack(host, attack)
        secure = put_up(farm)
        farm.serve("healthy.example", "/", SALE + "<img src=/qr.png>")
        farm.serve("healthy.example", "/qr.png", png(1, 1), "image/png")
        own = Deployment(
            farm,
            tmp_path_factory.mktemp("hostile"),
            MAX_BYTES=str(MOST),
            TIMEOUT=str(SECONDS),
            CONCURRENCY="200",
        )
        own.plan(farm.raw_url(host) for host in attacks)
        own.plan(f"https://{host}:{farm.ports[host]}/" for host in secure)
        own.plan([farm.url("healthy.example")], (Profile.DESKTOP, Profile.PHONE))
        code, errors, memory = crawl_measured(own)
        assert code == 0, errors
        rows = {v.url.split("://")[1].split(":")[0]: v for v in own.visits() if v.profile == "desktop"}
        yield Night(own, farm, attacks, secure, errors, memory, rows)


def test_every_attack_ends_as_what_it_is(night: Night) -> None:
    ended = {host: night.rows[host].outcome for host in night.attacks}
    wanted = {host: attack.outcome.split("|") for host, attack in night.attacks.items()}
    assert {h: (ended[h], night.rows[h].error) for h in wanted if ended[h] not in wanted[h]} == {}
    assert [row.url for row in night.rows.values() if row.outcome != "ok" and not row.error] == []


def test_what_came_before_the_bound_is_kept(night: Night) -> None:
    kept = {host: bool(night.rows[host].folder) for host in night.attacks}
    assert {h for h, attack in night.attacks.items() if attack.page and not kept[h]} == set()
    for host in ("ten-gb.example", "dripping-body.example", "last-byte-missing.example", "bomb-brotli.example"):
        folder = night.own.folder / "evidence" / night.rows[host].folder
        assert "特种作业操作证" in (folder / "page.html").read_text("utf-8"), host


def test_nothing_is_reported_as_a_fault_of_the_program(night: Night) -> None:
    assert "Traceback" not in night.errors
    assert [row.url for row in night.rows.values() if row.outcome == "failed"] == []


def test_a_healthy_host_in_the_same_crawl_is_captured_as_usual(night: Night) -> None:
    rows = [v for v in night.own.visits() if "healthy" in v.url]
    assert [(v.outcome, v.error) for v in rows] == [("ok", "")] * 2
    pictures = night.own.folder / "evidence" / rows[0].folder / "pictures"
    assert [p.name for p in pictures.iterdir()] == ["001.png"]


def test_secure_hosts_end_as_what_they_are(night: Night) -> None:
    ended = {host: night.rows[host].outcome for host in night.secure}
    assert {h: ended[h] for h, one in night.secure.items() if ended[h] not in one.outcomes} == {}
    for host, one in night.secure.items():
        if one.verified is not None:
            said = night.own.record(night.rows[host], "tls")[host]
            assert isinstance(said, dict)
            assert said["verified"] is one.verified, host


def test_memory_and_disk_stay_within_their_bounds(night: Night) -> None:
    assert night.memory < MOST_MEMORY
    root = night.own.folder / "evidence"
    for row in night.own.visits():
        if row.folder:
            size = sum(file.stat().st_size for file in (root / row.folder).rglob("*") if file.is_file())
            # The answers of one visit as received, and its page once more as text (UTF-8: at most three for one).
            assert size < 2 * 3 * MOST + 3 * MOST, row.url
    outside = [p for p in night.own.folder.iterdir() if p.name not in _EXPECTED]
    assert outside == []


_EXPECTED = {"workers", "evidence", "zhenwei.db", "zhenwei.db-shm", "zhenwei.db-wal", "stderr.txt"}


def test_captures_of_attacks_verify(night: Night) -> None:
    assert verify(night.own.folder / "evidence") == []


def test_traps_are_not_walked_into(night: Night) -> None:
    asked: dict[str, int] = {}
    for host, _path in night.farm.asked_raw:
        asked[host] = asked.get(host, 0) + 1
    # robots.txt, the page, six frames, eight pictures, the favicon
    assert asked["calendar.example"] <= 17
    assert asked["frames.example"] <= 4
    assert asked["loop-growing.example"] <= 12
    assert asked["loop-slow.example"] <= 10  # ended by the time of a visit, before its hops
    assert asked["robots-cut.example"] == 2  # robots.txt was read as far as it goes: the one address, no icon
    assert max(asked.values()) <= 17
