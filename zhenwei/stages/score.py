"""Score: turn opinions into cases for people, and group the sites of one operator."""

from __future__ import annotations

from zhenwei.stages.checks import follow_checks
from zhenwei.stages.desk import Desk
from zhenwei.stages.moved import follow_moves
from zhenwei.stages.operators import group_operators
from zhenwei.stages.searchable import make_cases_findable, waiting_sites
from zhenwei.store.cases import cases_from_opinions
from zhenwei.store.nights import current_night


def score(desk: Desk) -> None:
    """Bring every case up to date with tonight's opinions."""
    with desk.store.transaction() as session:
        night = current_night(session)
        if night is None:
            return
        bar = desk.bar("更新案件")
        scored = waiting_sites(session, night.id)
        cases_from_opinions(session, night.id, desk.settings.queue_threshold)
        make_cases_findable(session, desk.settings.evidence_dir, scored)
        follow_checks(session, desk, night.id)
        ties = group_operators(session, desk.watchlist, night.id)
        follow_moves(session, desk, night.id, ties)
        bar.update(1, 1)
