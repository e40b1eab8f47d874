"""Score: turn opinions into cases for people, and group the sites of one operator."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.stages.checks import follow_checks
from zhenwei.stages.desk import Desk
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.cases import cases_from_opinions
from zhenwei.store.models import CaseRow
from zhenwei.store.nights import current_night

# Contacts that tie sites to one operator. An address or a mail may be a platform's.
TYING = ("phone", "wechat", "qq", "telegram", "qr")


def score(desk: Desk) -> None:
    """Bring every case up to date with tonight's opinions."""
    with desk.store.transaction() as session:
        night = current_night(session)
        if night is None:
            return
        bar = desk.bar("更新案件")
        cases_from_opinions(session, night.id, desk.settings.queue_threshold)
        follow_checks(session, night.id)
        group_operators(session)
        bar.update(1, 1)


def group_operators(session: Session) -> None:
    """Give the sites that share a contact one operator id: ``op-`` and the smallest case number of the group."""
    cases = list(session.scalars(select(CaseRow).order_by(CaseRow.id)))
    ties: dict[tuple[str, str], list[int]] = defaultdict(list)
    for case in cases:
        opinion = latest_assessment(session, case.site_id)
        for contact in opinion.contacts if opinion else ():
            if contact["kind"] in TYING:
                ties[(contact["kind"], contact["value"])].append(case.id)
    groups = joined(ties.values())
    for case in cases:
        case.operator = f"op-{groups[case.id]}" if case.id in groups else ""


def joined(ties: Iterable[list[int]]) -> dict[int, int]:
    """Return, for each number that is tied to another, the smallest of its group (union-find)."""
    parent: dict[int, int] = {}

    def root(item: int) -> int:
        while parent.setdefault(item, item) != item:
            parent[item] = item = parent[parent[item]]
        return item

    for first, *others in ties:
        for other in others:
            low, high = sorted((root(first), root(other)))
            parent[high] = low
    return {item: root(item) for item in list(parent)}
