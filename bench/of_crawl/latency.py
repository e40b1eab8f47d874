"""How soon a lead is judged while the night runs: from the moment it is stored to that of its assessment.

The night has visits under way all the time, at servers that answer after 0.3 seconds. Beside it a lead to a page of
its own host is stored every now and then, as the search or a person's report would; all its profiles look at its site.
Both moments are those in the store. Hosts rest for no delay between two requests, which is a matter of manners.
"""

from __future__ import annotations

import tempfile
import threading
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles

from sqlalchemy import select

from bench.of_crawl.farm import Farm
from bench.of_crawl.night import desk_for, settings_for
from bench.of_names.figures import Findings
from zhenwei.address import host_of
from zhenwei.stages.desk import Desk
from zhenwei.stages.gather import gather
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import AssessmentRow, LeadRow
from zhenwei.store.nights import open_night
from zhenwei.store.visits import plan_visits
from zhenwei.types import Lead, Profile

KEYS = ("lead_to_assessment_seconds", "lead_to_assessment_seconds_95", "leads_stored")
LEADS, BACKLOG = 60, 6_000
_QUICK_LEADS, _QUICK_BACKLOG = 4, 80
# Between two leads: what a night of some thousand leads an hour has.
_EVERY = 0.7
_SOURCE = "12377"


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure one night."""
    del data
    leads, backlog = (_QUICK_LEADS, _QUICK_BACKLOG) if quick else (LEADS, BACKLOG)
    with Farm() as farm, tempfile.TemporaryDirectory(prefix="zhenwei-bench-") as folder:
        # The search lasts as long as leads come.
        desk = desk_for(settings_for(farm, Path(folder)))
        _backlog(desk, farm, backlog)
        gather(desk, search=lambda _desk: _report(desk, farm, leads))
        seconds = sorted(_seconds(desk))
        desk.store.close()
    if len(seconds) != leads:
        raise RuntimeError(f"{len(seconds)} of {leads} leads were judged")
    return Findings(
        {
            "lead_to_assessment_seconds": round(median(seconds), 2),
            "lead_to_assessment_seconds_95": round(quantiles(seconds, n=20)[-1], 2),
            "leads_stored": leads,
        }
    )


def _backlog(desk: Desk, farm: Farm, count: int) -> None:
    with desk.store.transaction() as session:
        night = open_night(session).id
        for host in range(count // 20):
            name = f"slow-{host}.example.net"
            urls = [f"http://{name}:{farm.port}/slow/{host * 20 + page}" for page in range(20)]
            plan_visits(session, night, site_for(session, name).id, urls, [Profile.DESKTOP])


def _report(desk: Desk, farm: Farm, leads: int) -> None:
    pause = threading.Event()
    while not _warm(desk):  # the night runs once something has been judged
        pause.wait(_EVERY)
    for number in range(leads):
        pause.wait(_EVERY)
        url = f"http://lead-{number}.example.net:{farm.port}/p/{number}"
        with desk.store.transaction() as session:
            add_lead(session, Lead(url=url, source=_SOURCE, why="bench"))


def _warm(desk: Desk) -> bool:
    with desk.store.reading() as session:
        return bool(session.scalar(select(AssessmentRow.id).limit(1)))


def _seconds(desk: Desk) -> list[float]:
    """Return the seconds between each lead and the first opinion of its site that rests on its page."""
    with desk.store.reading() as session:
        stored = {host_of(lead.url): lead.first_seen for lead in session.scalars(select(LeadRow))}
        judged: dict[str, datetime] = {a.site.host: a.made_at for a in session.scalars(select(AssessmentRow))}
    return [(judged[host] - at).total_seconds() for host, at in stored.items() if host in judged]
