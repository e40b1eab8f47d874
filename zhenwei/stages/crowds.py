"""Crowds: a domain with endless subdomains must not fill a night. What has to wait is said in the night's summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.store.models import SiteRow, UnitRow
from zhenwei.store.nights import PLAN

CROWD = "crowd"
_NAMED = 5


class Crowd:
    """Lets at most ``most`` sites of each registrable domain into a night; ``left`` counts the others by domain.

    A site that is left out keeps its leads and is looked at in a later night, when those before it have been.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._in: Counter[str] = Counter()
        self.left: Counter[str] = Counter()

    def admits(self, site: SiteRow) -> bool:
        """Count a site in, or out."""
        if self._in[site.registrable] >= self._most:
            self.left[site.registrable] += 1
            return False
        self._in[site.registrable] += 1
        return True

    def note(self, session: Session, night: int, stage: str) -> None:
        """Write down what a stage has left for later, in place of what it wrote before."""
        ended = delete(UnitRow).where(UnitRow.night_id == night, UnitRow.spider == PLAN, UnitRow.source == CROWD)
        session.execute(ended.where(UnitRow.key.startswith(f"{stage}:", autoescape=True)))
        for domain, count in self.left.items():
            session.add(
                UnitRow(
                    night_id=night, spider=PLAN, source=CROWD, key=f"{stage}:{domain}", outcome="results",
                    detail={"left": count, "most": self._most}, done_at=now(),
                )
            )  # fmt: skip


def said_of_crowds(session: Session, night: int) -> Iterator[str]:
    """Yield one sentence on the domains of which not everything was looked at, the largest named."""
    query = select(UnitRow).filter_by(night_id=night, spider=PLAN, source=CROWD)
    left: Counter[str] = Counter()
    most = 0
    for unit in session.scalars(query):
        left[unit.key.partition(":")[2]] += int(unit.detail["left"])
        most = int(unit.detail["most"])
    if left:
        named = "、".join(f"{domain}（{count} 个）" for domain, count in left.most_common(_NAMED))
        more = f"等 {len(left)} 个域名" if len(left) > _NAMED else ""
        yield f"同一注册域名下的网站每晚最多查看 {most} 个，其余留待以后：{named}{more}"
