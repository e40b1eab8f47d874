"""A store with visits that wait, in a folder of its own, and the fetching of them as the night does it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bench.of_crawl.farm import Farm
from zhenwei.address import host_of
from zhenwei.config import Settings
from zhenwei.stages.desk import Desk
from zhenwei.store.database import open_store
from zhenwei.store.leads import site_for
from zhenwei.store.models import AssessmentRow, VisitRow
from zhenwei.store.nights import open_night
from zhenwei.store.visits import plan_visits
from zhenwei.types import Profile
from zhenwei.watchlist import load_watchlist

CONCURRENCY = 32


def settings_for(farm: Farm, folder: Path, **more: object) -> Settings:
    """Return the settings of a deployment that may look at the farm, without any pause between requests."""
    values: dict[str, object] = {
        "data_dir": folder, "egress_allow": ("127.0.0.0/8",), "egress_ports": (str(farm.port),), "delay": 0.0,
        "dns_servers": (farm.dns,), "concurrency": CONCURRENCY, "host_night": 0, "host_day": 0,
        "sites_per_domain": 100_000,
    }  # fmt: skip
    return Settings.model_validate(values | more)


def desk_for(settings: Settings) -> Desk:
    """Return what the stages work with."""
    return Desk(settings, load_watchlist(None), open_store(settings.database))


def plan(desk: Desk, urls: Sequence[str]) -> int:
    """Leave each address waiting as one visit of the computer's profile; returns the night."""
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(host_of(url), []).append(url)
    with desk.store.transaction() as session:
        night = open_night(session).id
        for host, own in by_host.items():
            site = site_for(session, host)
            plan_visits(session, night, site.id, own, [Profile.DESKTOP])
    return night


@dataclass(frozen=True)
class Done:
    """Visits that ended well with a folder, and seconds from the first page to the last, and to the last opinion."""

    captured: int
    seconds: float
    judged_seconds: float


def done(desk: Desk, night: int) -> Done:
    """Return what the store says of a night."""
    at = VisitRow.captured_at
    query = select(func.count(), func.min(at), func.max(at)).where(
        VisitRow.night_id == night, VisitRow.outcome == "ok", VisitRow.folder != ""
    )
    with desk.store.reading() as session:
        count, first, last = session.execute(query).one()
        judged = session.scalar(select(func.max(AssessmentRow.made_at)).where(AssessmentRow.night_id == night)) or last
    if first is None or last is None or judged is None:
        return Done(0, 0.0, 0.0)
    return Done(int(count), (last - first).total_seconds(), (judged - first).total_seconds())
