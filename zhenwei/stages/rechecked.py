"""What the recheck of a night has found, for its summary: counts, and by name what has changed."""

from __future__ import annotations

from collections import Counter

from sqlalchemy.orm import Session

from detectors.operators.kinds import name_of
from detectors.standing.names import ENOUGH
from zhenwei.clock import shown
from zhenwei.stages.again import WAYS
from zhenwei.store.looks import looks_of_night, moves_of_night, standings_of
from zhenwei.store.looks_tables import LookRow, StandingRow

EVENTS = {"gone": "已下线", "back": "重新出现", "moved": "改为跳转他处"}


def standings_tonight(session: Session, night: int) -> dict[str, int]:
    """Return how many cases were found standing how."""
    return dict(sorted(Counter(look.standing for look in looks_of_night(session, night)).items()))


def what_became(session: Session, night: int) -> list[str]:
    """Return one line for each case that is newly gone, back or moved, and each new address."""
    changed = [look for look in looks_of_night(session, night) if look.event]
    known = standings_of(session, [look.case_id for look in changed])
    said = [_line(look, known.get(look.case_id)) for look in changed]
    for move in moves_of_night(session, night):
        how = WAYS.get(move.how) or f"{name_of(move.how)}相同（{move.value}）"
        said.append(f"案件 {move.case_id} {move.case.site.host}：疑似迁移至 {move.site.host}（{how}）")
    return said


def _line(look: LookRow, row: StandingRow | None) -> str:
    alive = f"；最近一次见涉案内容 {shown(row.last_alive)}" if row and row.last_alive and look.event == "gone" else ""
    return f"案件 {look.case_id} {look.case.site.host}：{EVENTS[look.event]}（{look.why}{alive}）"


def too_few_resolvers(session: Session, night: int) -> list[str]:
    """Say so if names were checked with one resolver only: then no name is ever believed to be gone."""
    asked = [len(look.answers) for look in looks_of_night(session, night) if look.answers]
    if asked and max(asked) < ENOUGH:
        return ["复查只问了一个 DNS 解析器，域名失效无法认定：请设置 RECHECK_DNS_SERVERS（另一家的解析器）"]
    return []
