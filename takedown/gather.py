"""Rows and captures of a confirmed case → facts. Reads no reporter: who reported a site is nobody's business here."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from takedown import marks, trade
from takedown.access import access_of
from takedown.bearings import with_bearings
from takedown.captures import capture_facts, cited_captures, light_page
from takedown.claims import contacts_of, findings_of_opinion
from takedown.clean import defanged, plain
from takedown.facts import SiteFacts
from takedown.masking import printable
from takedown.organs import organ_facts
from takedown.papers import papers_in
from takedown.regimes import regimes_in
from zhenwei.clock import BEIJING
from zhenwei.errors import EvidenceError, NotAllowed
from zhenwei.sentences import said
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.letters import disowned
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import AssessmentRow, CaseRow, DecisionRow, VisitRow
from zhenwei.store.standing_words import last_standing
from zhenwei.types import Verdict, Word
from zhenwei.watchlist import Watchlist

SELLS_FROM = 50.0  # sale score from which a counterfeit site also concerns the market office


def gather(session: Session, case: CaseRow, watchlist: Watchlist, evidence: Path) -> SiteFacts:
    """Return the facts of a case that a person confirmed.

    Raises NotAllowed if nobody confirmed it or what was confirmed calls for no letter, EvidenceError if a capture that
    the letter would cite is missing or damaged, or if there is none.
    """
    decision = _confirmation(case)
    finding = _finding(case, decision)
    opinion = latest_assessment(session, case.site_id)
    captures = _captures(session, case, opinion, evidence)
    pages = [light_page(evidence, visit.folder) for visit in captures]
    text = "\n".join(marks.visible_text(page.html) for page in pages)
    contacts = contacts_of(opinion)
    spoken = _spoken(opinion, captures)
    alive_from, alive_to = _alive(session, case)
    registration = case.site.registration
    organ = watchlist.organs.get(case.target)
    title = next((visit.title for visit in captures if visit.title), "")
    regimes = regimes_in(spoken)
    rules = speaking_rules(opinion)
    access = access_of(
        pages, registration, case.site.registered_on, organ=organ, rules=rules, contacts=contacts, watchlist=watchlist
    )
    facts = SiteFacts(
        case=case.id,
        host=case.site.host,
        url=plain(case.url, 300),
        title=defanged(printable(title, 80, contacts)),
        finding=finding,
        sells=case.sale >= SELLS_FROM,
        organ=None if organ is None else organ_facts(session, organ, evidence),
        operator=case.operator,
        alive_from=alive_from,
        alive_to=alive_to,
        impersonation=case.impersonation,
        sale=case.sale,
        place=access.place,
        place_reasons=access.place_reasons,
        borrowed=access.borrowed,
        filing=access.filing,
        icp=access.icp,
        police_filing=access.police_filing,
        addresses=access.addresses,
        registrar=access.registrar,
        registered_on=access.registered_on,
        certificate=access.certificate,
        regimes=regimes,
        contacts=contacts,
        findings=findings_of_opinion(opinion, contacts),
        captures=tuple(capture_facts(evidence, visit, page) for visit, page in zip(captures, pages, strict=True)),
        confirmed_by=decision.by,
        confirmed_at=decision.at,
        disowned=case.id in disowned(session, [case.id]),
        papers=papers_in(spoken, regimes),
        sellers=tuple(defanged(printable(name, 60, contacts)) for name in trade.business_names(text, title)),
        credit_codes=trade.credit_codes(text),
        prices=tuple(plain(price, 30) for price in trade.prices(text)),
        site_codes=access.site_codes,
    )
    return with_bearings(facts, registration, rules, pages, spoken, watchlist)


def _captures(session: Session, case: CaseRow, opinion: AssessmentRow | None, evidence: Path) -> list[VisitRow]:
    try:
        return cited_captures(evidence, visits_of(session, case.site_id, opinion))
    except EvidenceError as error:
        raise EvidenceError(
            said(
                "案件 {case}（{host}）取证不完整，不能拟函：{error}；请恢复备份或者重新取证后再拟函",
                case=case.id,
                host=case.site.host,
                error=error,
            )
        ) from error


def speaking_rules(opinion: AssessmentRow | None) -> dict[str, str]:
    """Return the ids of the rules that gave points in an opinion, with what they said."""
    return {row.rule: row.detail for row in opinion.findings if row.points > 0} if opinion else {}


def _confirmation(case: CaseRow) -> DecisionRow:
    last = last_standing(case.decisions)
    if last is None or last.word != Word.CONFIRMED:
        raise NotAllowed(said("案件 {case} 未经人员确认（zhenwei cases decide）", case=case.id))
    return last


def _finding(case: CaseRow, decision: DecisionRow) -> Verdict:
    """Return what the person confirmed: the verdict they were shown; an unclear one leans to its higher score."""
    shown = Verdict(decision.verdict_shown)
    if shown is Verdict.UNCLEAR:
        sale = decision.sale_shown > decision.impersonation_shown
        return Verdict.SALE if sale else Verdict.COUNTERFEIT
    if not shown.flagged:
        raise NotAllowed(said("案件 {case} 确认时机器判断为 {verdict}，请重新研判", case=case.id, verdict=shown.value))
    return shown


def visits_of(session: Session, site_id: int, opinion: AssessmentRow | None) -> list[VisitRow]:
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


def _spoken(opinion: AssessmentRow | None, captures: list[VisitRow]) -> str:
    """Return the words that the site is judged by, and no more: a menu that names every trade offers none."""
    quotes = [f"{row.quote}\n{row.detail}" for row in opinion.findings if row.points > 0] if opinion else []
    return "\n".join([*quotes, *(visit.title for visit in captures)])
