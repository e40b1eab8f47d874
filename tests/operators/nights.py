"""Nights in a store, without a network: looks with given traits, judged and scored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.stages.operators import group_operators
from zhenwei.store.assessments import save_assessment
from zhenwei.store.cases import cases_from_opinions
from zhenwei.store.database import Store
from zhenwei.store.leads import site_for
from zhenwei.store.models import CaseRow, NightRow, OperatorEventRow, TieRow, VisitRow
from zhenwei.types import Assessment, CaseState, Trait, Verdict
from zhenwei.watchlist import Watchlist


@dataclass
class Nights:
    """A store over several nights; sites are named by their hosts."""

    store: Store
    watchlist: Watchlist
    night: int = 0

    def look(
        self, session: Session, host: str, traits: Iterable[tuple[str, str]], verdict: Verdict, organ: str = ""
    ) -> None:
        """One judged visit of a site in the open night."""
        url = f"http://{host}/"
        site = site_for(session, host)
        site.organ = organ
        visit = VisitRow(
            night_id=self.night, site_id=site.id, url=url, profile="desktop", outcome="ok", captured_at=now()
        )
        visit.folder = f"{self.night:06}/{host}/1-desktop"
        session.add(visit)
        session.flush()
        score = 80.0 if verdict.flagged else 0.0
        kept = tuple(Trait(kind, value, url, "desktop") for kind, value in traits)
        opinion = Assessment(verdict, score, score, (), (), "mem" if verdict is Verdict.COUNTERFEIT else "", kept)
        save_assessment(session, self.night, site.id, [visit], opinion)

    def run(self, sites: dict[str, tuple[Verdict, list[tuple[str, str]]]], organs: Iterable[str] = ()) -> None:
        """A whole night: these looks, then cases and operators in one transaction."""
        with self.store.transaction() as session:
            night = NightRow(started_at=now(), summary={})
            session.add(night)
            session.flush()
            self.night = night.id
            for host, (verdict, traits) in sites.items():
                self.look(session, host, traits, verdict, organ="mem" if host in set(organs) else "")
        self.score()

    def score(self) -> None:
        with self.store.transaction() as session:
            cases_from_opinions(session, self.night, 20)
            group_operators(session, self.watchlist, self.night)

    def say(self, host: str, state: CaseState) -> None:
        """A person's word by day."""
        with self.store.transaction() as session:
            self._case(session, host).state = state.value

    def number(self, host: str) -> int:
        with self.store.reading() as session:
            return self._case(session, host).id

    def operators(self) -> dict[str, str]:
        with self.store.reading() as session:
            return {case.site.host: case.operator for case in session.scalars(select(CaseRow)) if case.operator}

    def ties(self) -> list[tuple[str, str, str, str]]:
        """(older host, newer host, kind, strength)"""
        with self.store.reading() as session:
            host = {case.id: case.site.host for case in session.scalars(select(CaseRow))}
            rows = session.scalars(select(TieRow).order_by(TieRow.case_id, TieRow.other_id, TieRow.kind))
            return [(host[r.case_id], host[r.other_id], r.kind, r.strength) for r in rows]

    def events(self) -> list[tuple[str, str, str]]:
        with self.store.reading() as session:
            rows = session.scalars(select(OperatorEventRow).order_by(OperatorEventRow.id))
            return [(row.what, row.operator, row.other) for row in rows]

    @staticmethod
    def _case(session: Session, host: str) -> CaseRow:
        return next(case for case in session.scalars(select(CaseRow)) if case.site.host == host)
