"""Rows and captures of a confirmed case → facts. Reads no reporter: who reported a site is nobody's business here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown import marks
from takedown.bearings import with_bearings
from takedown.captures import capture_facts, own_addresses, own_hops, rendered_first, sound_captures
from takedown.clean import plain
from takedown.facts import ContactFacts, FindingFacts, OrganFacts, Place, SiteFacts
from takedown.masking import mask, mask_text
from takedown.regimes import regimes_in
from zhenwei.clock import BEIJING
from zhenwei.errors import EvidenceError, NotAllowed
from zhenwei.evidence import read_capture
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import AssessmentRow, CaseRow, DecisionRow, SiteRow, VisitRow
from zhenwei.types import Page, Verdict, Word
from zhenwei.watchlist import Watchlist

MOST_FINDINGS = 5
SELLS_FROM = 50.0  # sale score from which a counterfeit site also concerns the market office


def gather(session: Session, case: CaseRow, watchlist: Watchlist, evidence: Path) -> SiteFacts:
    """Return the facts of a case that a person confirmed.

    Raises NotAllowed if nobody confirmed it or what was confirmed calls for no letter, EvidenceError if none of its
    captures is whole.
    """
    decision = _confirmation(case)
    finding = _finding(case, decision)
    opinion = latest_assessment(session, case.site_id)
    visits = _visits(session, case.site_id, opinion)
    captures, damaged = sound_captures(evidence, visits)
    if not captures:
        raise EvidenceError(f"案件 {case.id}（{case.site.host}）没有完好的取证：{'；'.join(damaged) or '尚未取证'}")
    pages = [read_capture(evidence, visit.folder) for visit in captures]
    text = "\n".join(marks.visible_text(page.html) for page in pages)
    numbers = marks.filing_numbers(text)
    filing = marks.filing_of(numbers)
    contacts = _contacts(opinion)
    alive_from, alive_to = _alive(session, case)
    registration = case.site.registration
    organ = watchlist.organs.get(case.target)
    facts = SiteFacts(
        case=case.id,
        host=case.site.host,
        url=plain(case.url, 300),
        title=plain(next((v.title for v in captures if v.title), ""), 80),
        finding=finding,
        sells=case.sale >= SELLS_FROM,
        organ=None if organ is None else _organ(session, organ.slug, watchlist, evidence),
        operator=case.operator,
        alive_from=alive_from,
        alive_to=alive_to,
        impersonation=case.impersonation,
        sale=case.sale,
        place=Place.UNKNOWN,
        filing=filing,
        icp=tuple(plain(n, 40) for n in numbers[:5]),
        police_filing=tuple(plain(n, 40) for n in marks.police_numbers(text)[:5]),
        addresses=tuple(dict.fromkeys(address for page in pages for address in own_addresses(page))),
        registrar=plain(str(registration.get("registrar") or ""), 80),
        registered_on=case.site.registered_on,
        certificate=_certificate(pages),
        regimes=regimes_in(_spoken(opinion, captures)),
        contacts=contacts,
        findings=_findings(opinion, contacts),
        captures=tuple(capture_facts(evidence, visit, page) for visit, page in zip(captures, pages, strict=True)),
        confirmed_by=decision.by,
        confirmed_at=decision.at,
        left_out=damaged,
    )
    rules = {row.rule: row.detail for row in opinion.findings if row.points > 0} if opinion else {}
    return with_bearings(facts, registration, rules, pages, _spoken(opinion, captures), watchlist)


def _confirmation(case: CaseRow) -> DecisionRow:
    last = case.decisions[-1] if case.decisions else None
    if last is None or last.word != Word.CONFIRMED:
        raise NotAllowed(f"案件 {case.id} 未经人员确认（zhenwei cases decide）")
    return last


def _finding(case: CaseRow, decision: DecisionRow) -> Verdict:
    """Return what the person confirmed: the verdict they were shown; an unclear one leans to its higher score."""
    shown = Verdict(decision.verdict_shown)
    if shown is Verdict.UNCLEAR:
        sale = decision.sale_shown > decision.impersonation_shown
        return Verdict.SALE if sale else Verdict.COUNTERFEIT
    if not shown.flagged:
        raise NotAllowed(f"案件 {case.id} 确认时机器判断为 {shown.value}，请重新研判")
    return shown


def _visits(session: Session, site_id: int, opinion: AssessmentRow | None) -> list[VisitRow]:
    """Return the captured visits that the newest opinion rests on, else all of the site's."""
    query = select(VisitRow).where(VisitRow.site_id == site_id, VisitRow.folder != "").order_by(VisitRow.id)
    everything = list(session.scalars(query))
    chosen = [visit for visit in everything if opinion and visit.id in opinion.visits]
    return chosen or everything


def _alive(session: Session, case: CaseRow) -> tuple[date, date]:
    """Return the first day (Beijing) on which the site answered, and the last on which it showed what it is for."""
    query = select(VisitRow.captured_at).where(VisitRow.site_id == case.site_id, VisitRow.outcome == "ok")
    moments = [moment for moment in session.scalars(query) if moment] or [case.first_seen, case.last_seen]
    # A site that answers with something else is not alive in this sense: the last capture of the offence counts.
    known = session.get(StandingRow, case.id)
    last = known.last_alive if known and known.last_alive else max(moments)
    return min(moments).astimezone(BEIJING).date(), last.astimezone(BEIJING).date()


def _contacts(opinion: AssessmentRow | None) -> tuple[ContactFacts, ...]:
    found: dict[tuple[str, str], ContactFacts] = {}
    for row in opinion.contacts if opinion else ():
        kind, value = str(row.get("kind", "")), plain(str(row.get("value", "")), 200)
        masked = plain(str(row.get("masked", "")), 200)
        if not masked or masked == value:  # never trust that somebody else has masked
            masked = mask(value)
        found.setdefault((kind, value), ContactFacts(kind, value, masked, plain(str(row.get("quote", "")), 200)))
    return tuple(found.values())


def _findings(opinion: AssessmentRow | None, contacts: tuple[ContactFacts, ...]) -> tuple[FindingFacts, ...]:
    rows = sorted(opinion.findings if opinion else (), key=lambda row: -row.points)
    best: dict[str, FindingFacts] = {}
    for row in rows:
        if row.points > 0 and row.rule not in best:
            detail = mask_text(plain(row.detail, 160), contacts)
            best[row.rule] = FindingFacts(
                row.rule, row.side, row.points, detail, plain(mask_text(plain(row.quote), contacts), 60)
            )
    return tuple(best.values())[:MOST_FINDINGS]


def _spoken(opinion: AssessmentRow | None, captures: list[VisitRow]) -> str:
    quotes = [row.quote for row in opinion.findings] if opinion else []
    return "\n".join([*quotes, *(visit.title for visit in captures)])


def _certificate(pages: list[Page]) -> str:
    for page in pages:
        for hop in own_hops(page):
            if hop.certificate:
                return plain(f"{hop.certificate.subject}；签发者 {hop.certificate.issuer}", 160)
    return ""


def _organ(session: Session, slug: str, watchlist: Watchlist, evidence: Path) -> OrganFacts:
    """Return the imitated organ, with the newest screenshot of its own pages if the baseline has one."""
    organ = watchlist.organs[slug]
    query = (
        select(VisitRow)
        .join(SiteRow)
        .where(SiteRow.organ == slug, VisitRow.purpose == "official", VisitRow.folder != "")
        .order_by(VisitRow.id.desc())
    )
    facts = OrganFacts(slug, organ.name, organ.domains, organ.confirmed, organ.region)
    official = list(session.scalars(query.limit(40)))
    # The look-up page is what counterfeits copy, so it comes first where it was captured.
    official.sort(key=lambda visit: (visit.url not in organ.lookups, *rendered_first(visit)))
    for visit in official:
        try:
            page = read_capture(evidence, visit.folder)
        except EvidenceError:
            continue  # a damaged baseline is missing, not wrong: the letter then shows no genuine page beside
        if page.screenshot:
            return OrganFacts(
                slug,
                organ.name,
                organ.domains,
                organ.confirmed,
                organ.region,
                page.screenshot,
                visit.url,
                page.captured_at,
            )
    return facts
