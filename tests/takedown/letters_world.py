"""What the letter tests work on: a store with confirmed cases and real captures, and offices of a city that is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw
from sqlalchemy.orm import Session

from zhenwei.config import Settings
from zhenwei.evidence import Exchange, capture_folder, write_capture
from zhenwei.store.assessments import save_assessment
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import CaseRow, NightRow, SiteRow, VisitRow
from zhenwei.store.visits import finish_visit
from zhenwei.types import (
    Assessment,
    Contact,
    Finding,
    Hop,
    Lead,
    Outcome,
    Page,
    Profile,
    Side,
    Verdict,
    Word,
)
from zhenwei.watchlist import Office, Watchlist

MAY = datetime(2026, 5, 20, 1, 0, tzinfo=UTC)
NOVEMBER = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)
PHONE = "190-0000-4321"


def picture(color: str) -> bytes:
    """A screenshot of nothing in particular."""
    image = Image.new("RGB", (1280, 1600), "white")
    ImageDraw.Draw(image).rectangle((0, 0, 1280, 200), fill=color)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@dataclass
class World:
    """What a test works on, with a way to add confirmed cases."""

    store: Store
    settings: Settings
    watchlist: Watchlist
    numbers: Iterator[int]

    def case(
        self,
        host: str,
        verdict: Verdict = Verdict.COUNTERFEIT,
        *,
        confirmed: bool = True,
        html: str = "<title>查询</title><p>特种作业操作证查询",
        title: str = "特种作业操作证查询",
        target: str = "mem",
        sale: float = 10,
        operator: str = "",
        registration: dict[str, Any] | None = None,
        contacts: tuple[Contact, ...] = (),
        findings: tuple[Finding, ...] = (),
        alive: tuple[datetime, ...] = (MAY, NOVEMBER),
        screenshot: bytes = b"",
        organ: str = "",
        url: str = "",
    ) -> int:
        """Add a site with one capture a moment of ``alive`` and its case; return the case's id."""
        url = url or f"http://{host}/"
        with self.store.transaction() as session:
            night = NightRow(started_at=alive[0], summary={})
            session.add(night)
            add_lead(session, Lead(url, "hotline", "举报人王某说的"), reporter="举报人王某 190-0000-9999")
            site = site_for(session, host)
            site.first_seen, site.registration, site.organ = alive[0], registration or {}, organ
            session.flush()
            purpose = "official" if organ else "first"
            page = Page(url, url, Profile.DESKTOP, 200, html, alive[0], (Hop(url, 200, address="198.18.0.7"),))
            page = replace(page, rendered=True, screenshot=screenshot)
            faces = [replace(page, profile=list(Profile)[n % len(Profile)]) for n in range(len(alive))]
            visits = [
                self._visit(session, night, site, face, moment, title, purpose)
                for face, moment in zip(faces, alive, strict=True)
            ]
            if organ:
                return 0
            opinion = Assessment(verdict, 80 if verdict is Verdict.COUNTERFEIT else 5, sale, findings, contacts, target)
            save_assessment(session, night.id, site.id, visits, opinion)
            case = CaseRow(
                site_id=site.id,
                url=url,
                state="new",
                verdict=verdict.value,
                impersonation=opinion.impersonation,
                sale=sale,
                target=target,
                operator=operator,
                first_seen=alive[0],
                last_seen=alive[-1],
            )
            session.add(case)
            session.flush()
            if confirmed:
                decide(session, [case.id], Word.CONFIRMED, "chen", "与真实网站比对")
            return case.id

    def _visit(
        self, session: Session, night: NightRow, site: SiteRow, page: Page, moment: datetime, title: str, purpose: str
    ) -> VisitRow:
        """Add one look at the page at a moment."""
        profile = page.profile
        visit = VisitRow(night_id=night.id, site_id=site.id, url=page.url, profile=profile.value, rendered=True)
        visit.purpose = purpose
        session.add(visit)
        session.flush()
        folder = capture_folder(night.id, site.host, visit.id, profile, True)
        page = replace(page, captured_at=moment)
        exchange = Exchange(page.url, "GET", (), 200, "OK", (), page.html.encode(), moment)
        digest = write_capture(self.settings.evidence_dir, folder, page, [exchange])
        ended: dict[str, Any] = {"captured_at": moment, "title": title, "folder": folder, "manifest_sha256": digest}
        finish_visit(session, visit.id, Outcome.OK, **ended)
        return visit

    def state(self, case: int) -> str:
        """Return where a case stands."""
        with self.store.transaction() as session:
            return session.get_one(CaseRow, case).state


def offices() -> tuple[Office, ...]:
    """Offices of a city that does not exist."""
    names = {
        "cyberspace": "东江市互联网信息办公室",
        "market": "东江市市场监督管理局",
        "police": "东江市公安局",
        "telecom": "南岭省通信管理局",
    }
    return tuple(Office(recipient=r, region="330100", name=n, placeholder=False) for r, n in names.items())


def finding(
    rule: str = "R1", quote: str = "", side: Side = Side.IMPERSONATION, detail: str = "标题含受保护名称"
) -> Finding:
    """A finding worth printing."""
    return Finding(rule, 1, side, 40, detail, quote=quote, end=len(quote), url="http://x.example/")


def phone() -> Contact:
    """A seller's telephone, spelt with circled digits on the page."""
    return Contact("phone", PHONE, "190****4321", "电话①⑨0-0000-4321", 0, 10)
