"""A store that tests fill row by row, so that everything has the moment that the test says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from zhenwei.clock import BEIJING
from zhenwei.store.looks_tables import LookRow
from zhenwei.store.models import (
    AccountRow,
    AssessmentRow,
    CaseRow,
    DecisionRow,
    LeadRow,
    NightRow,
    NoticeCaseRow,
    NoticeEventRow,
    NoticeRow,
    SiteRow,
)
from zhenwei.store.outcome_tables import CaseOpeningRow


def at(text: str) -> datetime:
    """Return a Beijing moment: ``2026-11-05`` (noon) or ``2026-11-05 23:59``."""
    day, _, time = text.partition(" ")
    return datetime.fromisoformat(f"{day}T{time or '12:00'}:00").replace(tzinfo=BEIJING)


@dataclass
class Little:
    """What tests do with a session."""

    session: Session
    nights: list[int] = field(default_factory=list)

    def people(self) -> None:
        """One account of each role, and a second analyst."""
        for name, role in (
            ("vera", "viewer"), ("chen", "analyst"), ("li", "analyst"), ("wang", "reviewer"), ("zhao", "admin"),
        ):  # fmt: skip
            self.session.add(AccountRow(name=name, role=role, created_at=at("2026-01-01")))
        self.session.flush()

    def case(
        self, host: str, seen: str, *, opened: str = "", verdict: str = "counterfeit_site", target: str = "mem",
        source: str = "lookalikes", reference: str = "", operator: str = "",
    ) -> int:  # fmt: skip
        """Add a site with its lead and its case; without ``opened`` as cases were before openings were kept."""
        moment = at(seen)
        site = SiteRow(host=host, registrable=host, first_seen=moment, registration={})
        self.session.add(site)
        self.session.flush()
        url = f"http://{host}/"
        lead = LeadRow(site_id=site.id, source=source, url=url, reference=reference, why="", first_seen=moment)
        lead.last_seen = moment
        self.session.add(lead)
        row = CaseRow(
            site_id=site.id, url=url, state="new", verdict=verdict, impersonation=80, sale=20, target=target,
            operator=operator, first_seen=moment, last_seen=moment,
        )  # fmt: skip
        self.session.add(row)
        self.session.flush()
        if opened:
            self.session.add(CaseOpeningRow(case_id=row.id, at=at(opened)))
        self.session.flush()
        return row.id

    def say(self, case: int, when: str, word: str = "confirmed", by: str = "chen") -> None:
        """Add a decision, and bring the case where a decision brings it today."""
        row = self.session.get_one(CaseRow, case)
        self.session.add(
            DecisionRow(
                case_id=case, by=by, at=at(when), word=word, why="比对", verdict_shown=row.verdict,
                impersonation_shown=80, sale_shown=20,
            )
        )  # fmt: skip
        row.state = word
        self.session.flush()

    def letter(self, cases: Sequence[int], to: str = "cyberspace", **events: str) -> int:
        """Add a letter; events by name with their moments, as ``sent="2026-11-05"``."""
        drafted = at(next(iter(events.values())))
        row = NoticeRow(
            recipient=to, office=f"东江市{to}", kind="disposal", title="关于某事的函", folder="", drafted_by="chen",
            drafted_at=drafted, state=list(events)[-1],
        )  # fmt: skip
        row.cases = [NoticeCaseRow(case_id=case) for case in cases]
        row.events = [NoticeEventRow(at=at(when), by="chen", event=event) for event, when in events.items()]
        self.session.add(row)
        self.session.flush()
        return row.id

    def look(self, case: int, when: str, event: str = "", *, shows: bool = False) -> None:
        """Add a decided look in a night of its own."""
        self.session.add(
            LookRow(
                night_id=self.night(when), case_id=case, at=at(when), shows=shows, event=event,
                standing="alive" if shows else "down",
            )
        )  # fmt: skip
        self.session.flush()

    def opinion(self, case: int, when: str, verdict: str, target: str = "mem") -> None:
        """Add an opinion of the machine in a night of its own, and bring the case up to date with it."""
        row = self.session.get_one(CaseRow, case)
        self.session.add(
            AssessmentRow(
                night_id=self.night(when), site_id=row.site_id, made_at=at(when), verdict=verdict, impersonation=50,
                sale=50, target=target, scored=True,
            )
        )  # fmt: skip
        row.verdict, row.target = verdict, target
        self.session.flush()

    def night(self, when: str) -> int:
        """Add a night."""
        night = NightRow(started_at=at(when) - timedelta(hours=1), summary={})
        self.session.add(night)
        self.session.flush()
        return night.id
