"""Screening the lists of names that spiders brought, a block at a time: killed, it goes on behind the last one.

The leads of some blocks and how far they reach are one transaction. A list may hold a hundred million names.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from detectors.names import NameOpinion, Screener
from detectors.names.blocks import whole_lines
from detectors.names.lists import count_lines
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.stages.desk import Bar, Desk
from zhenwei.store.leads import add_lead
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import finish_unit, finished_units, plan_units, waiting_units
from zhenwei.types import Lead

LIST_SPIDERS = ("feeds", "ctlog", "certstream")
SCREEN = "screen"
BLOCK = 1 << 20
BLOCKS_AT_ONCE = 32  # between two notes of how far it got
KEPT_NIGHTS = 2
_ANY = 0.1  # what scores nothing is never a lead


@dataclass(frozen=True, slots=True)
class Beside:
    """What a list said of a name beside the name."""

    url: str = ""
    note: str = ""


def screen_lists(desk: Desk, night: int) -> None:
    """Judge the names of every list of the night; leave a lead for each that is worth a look."""
    with desk.store.transaction() as session:
        brought = [unit for spider in LIST_SPIDERS for unit in finished_units(session, night, spider, "results")]
        files = [
            (u.source, u.detail["file"], {"spider": u.spider, "take": u.detail.get("take", "")})
            for u in brought
            if u.detail.get("file")
        ]
        plan_units(session, night, SCREEN, files)
        waiting = waiting_units(session, night, SCREEN)
    if not waiting:
        return
    screener = Screener(desk.watchlist)
    bar = desk.bar("筛查域名")
    for unit in waiting:
        _screen_list(desk, screener, unit, bar)


def tidy_lists(data_dir: Path, night: int) -> None:
    """Remove what the nights before the last one brought: it has been screened, and the store knows the outcome."""
    for folder in (data_dir / "feeds").glob("*"):
        if folder.name.isdigit() and int(folder.name) <= night - KEPT_NIGHTS:
            shutil.rmtree(folder, ignore_errors=True)


def _screen_list(desk: Desk, screener: Screener, unit: UnitRow, bar: Bar) -> None:
    path = Path(unit.key)
    everything = unit.detail.get("take") == "all"
    done = dict(unit.detail.get("done") or {"at": 0, "names": 0, "refused": 0, "found": 0})
    try:
        size = path.stat().st_size
        with path.open("rb") as names:
            names.seek(done["at"])
            hits: list[NameOpinion] = []
            for number, block in enumerate(whole_lines(names, BLOCK), 1):
                desk.check()
                found, refused = opinions(screener, block, least=desk.settings.screen_threshold, everything=everything)
                hits += found
                done["at"] += len(block)
                done["names"] += block.count(b"\n") + (not block.endswith(b"\n"))
                done["refused"] += refused
                bar.update(done["at"], size)
                if number % BLOCKS_AT_ONCE == 0:
                    _save(desk, unit, hits, done, end=False)
                    hits = []
    except OSError as error:
        with desk.store.transaction() as session:
            finish_unit(
                session, unit.id, "error", detail={"why": said("名单文件读不出来：{error}", error=error.strerror)}
            )
        return
    _save(desk, unit, hits, done, end=True)


def opinions(
    screener: Screener, block: bytes, *, least: float, everything: bool = False
) -> tuple[list[NameOpinion], int]:
    """Judge a block of names, one a line. Returns those with ``least`` points (or all), and how many lines are none."""
    if not everything:
        return list(screener.scan(block, max(least, _ANY))), count_lines(block).rubbish
    found, refused = [], 0
    for line in filter(None, block.split(b"\n")):
        try:
            found.append(screener.screen(line.decode("utf-8", "replace")))
        except BadInput:
            refused += 1  # one line of rubbish must not stop this night, and every night that goes on with it
    return found, refused


def _save(desk: Desk, unit: UnitRow, hits: list[NameOpinion], done: dict[str, int], *, end: bool) -> None:
    path = Path(unit.key)
    beside = _beside(path.with_name(path.stem + ".abouts.jsonl"), {hit.domain.split("/")[0] for hit in hits})
    done["found"] += len(hits)
    with desk.store.transaction() as session:
        for hit in hits:
            _add(session, hit, unit, beside)
        if not end:
            session.get_one(UnitRow, unit.id).detail = {**unit.detail, "done": dict(done)}
            return
        finish_unit(
            session,
            unit.id,
            "results" if done["found"] else "nothing",
            looked_at=done["names"],
            found=done["found"],
            detail={"refused": done["refused"], "done": dict(done)},
        )


def _add(session: Session, opinion: NameOpinion, unit: UnitRow, beside: dict[str, Beside]) -> None:
    said = beside.get(opinion.domain) or beside.get(opinion.domain.split("/")[0]) or Beside()
    lead = _lead(opinion, str(unit.detail["spider"]), unit.source, said)
    try:
        add_lead(session, lead)
    except BadInput:  # the address beside the name is none; the name itself is
        add_lead(session, _lead(opinion, lead.source, unit.source, Beside(note=said.note)))


def _lead(opinion: NameOpinion, spider: str, source: str, near: Beside) -> Lead:
    reasons = "；".join(reason.detail for reason in opinion.reasons)
    why = (
        said("域名与受保护名称相似（{score:.0f} 分）：{reasons}", score=opinion.score, reasons=reasons)
        if opinion.score
        else said("来自清单 {source}", source=source)
    )
    return Lead(
        url=near.url or f"http://{opinion.domain}/",
        source=spider,
        why=said("{why}（清单备注：{words}）", why=why, words=near.note) if near.note else why,
        detail={"list": source, "target": opinion.target, "score": f"{opinion.score:.0f}"},
    )


def _beside(path: Path, hosts: Collection[str]) -> dict[str, Beside]:
    """Return what the list said of some hosts, by name with path and by host; the first word on each counts."""
    if not hosts or not path.exists():
        return {}
    found: dict[str, Beside] = {}
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            host = str(row["name"]).split("/")[0]
            if host in hosts:
                said = Beside(row["url"], row["note"])
                found.setdefault(row["name"], said)
                found.setdefault(host, said)
    return found
