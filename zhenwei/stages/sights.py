"""The visits of a look, read back from the evidence and made into what the pure decision takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.dns.parking import parking_of, service_name
from crawler.page.shell import is_shell
from detectors.operators.shared import Shared
from detectors.standing.notices import notice_of
from detectors.standing.values import Notice, Sight, Sign
from zhenwei.address import host_of
from zhenwei.errors import BadInput, EvidenceError
from zhenwei.evidence.capture import read_capture
from zhenwei.stages.offence import last_shown, offends, showing, visits_of
from zhenwei.store.models import AssessmentRow, CaseRow, VisitRow
from zhenwei.types import ANSWERED, Outcome, Page, Profile


@dataclass(frozen=True)
class Reader:
    """Reads the sights of cases. ``shared`` tells who owns a host and which hosts are everybody's."""

    evidence_dir: Path
    shared: Shared

    def sights(self, session: Session, case: CaseRow, night_id: int) -> list[tuple[VisitRow, Sight]]:
        """Return the night's visits of a case's site with what each saw; empty while some still wait."""
        query = select(VisitRow).filter_by(night_id=night_id, site_id=case.site_id).order_by(VisitRow.id)
        visits = list(session.scalars(query))
        if any(not visit.outcome for visit in visits):
            return []
        shows = showing_tonight(session, case, night_id)
        decisive = last_shown(session, case.site_id).profiles
        found = []
        for visit in visits:
            sight = self._sight(visit, case)
            own = _bare(visit.url) == _bare(case.url)
            due = not decisive or Profile(visit.profile) in decisive
            found.append((visit, replace(sight, own=own, shows=visit.id in shows, decisive=due)))
        return found

    def _sight(self, visit: VisitRow, case: CaseRow) -> Sight:
        bare = Sight(Outcome(visit.outcome), visit.status, error=visit.error)
        if visit.outcome not in ANSWERED and not visit.folder:
            return bare
        try:
            page = read_capture(self.evidence_dir, visit.folder)
        except EvidenceError as error:
            return replace(bare, outcome=Outcome.FAILED, error=str(error)[:200])
        how, host = self._left(page, case.site.host)
        parked = parking_of(ns=(host,), cname=(host,)) if host else ""
        return replace(
            bare,
            notice=Notice(Sign.PARKED, parked, service_name(parked), "") if parked else notice_of(page),
            ended=host,
            ended_url=end_of(page) if host else "",
            page=True,
            how=how,
            lawful=bool(host) and self.shared.is_service(host),
            shell=is_shell(page),
        )

    def _left(self, page: Page, own: str) -> tuple[str, str]:
        """Return the kind of the hop that left the owner's names and the host at which the chain ended, or nothing."""
        try:
            # Also an address that was led to and not asked, or did not answer, is where visitors are sent.
            ended = host_of(end_of(page))
        except BadInput:
            return "", ""
        mine = self.shared.owner(own)
        if self.shared.owner(ended) == mine:
            return "", ""
        for hop in page.chain:
            try:
                if self.shared.owner(host_of(hop.url)) != mine:
                    return hop.kind, ended
            except BadInput:
                continue
        return "script", ended  # a browser went there without a hop of its own


def end_of(page: Page) -> str:
    """Return the address at which a chain ended, answered or not."""
    return page.chain[-1].url if page.chain else page.final_url or page.url


def showing_tonight(session: Session, case: CaseRow, night_id: int) -> set[int]:
    """Return the visits of a night that show what the case is about."""
    query = select(AssessmentRow).filter_by(night_id=night_id, site_id=case.site_id)
    return {visit.id for opinion in session.scalars(query) for visit in showing_captures(session, case, opinion)}


def showing_captures(session: Session, case: CaseRow, opinion: AssessmentRow) -> Iterator[VisitRow]:
    """Yield the captures of an assessment that show what the case is about."""
    if offends(opinion, case):
        yield from showing(opinion, visits_of(session, opinion))


def _bare(url: str) -> str:
    return url.split("://", 1)[-1].rstrip("/")
