"""Cases: made from opinions, moved by people, ended by the site's own silence."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.sentences import said
from zhenwei.store.accounts import roles_said
from zhenwei.store.assessments import latest_assessment
from zhenwei.store.models import AccountRow, AssessmentRow, CaseRow, DecisionRow, SiteRow, VisitRow
from zhenwei.store.operators import leave_operator
from zhenwei.store.outcome_tables import CaseOpeningRow
from zhenwei.types import CaseState, Verdict, Word

DECIDERS = ("analyst", "reviewer", "admin")
# A person may say a word as long as no letter has gone out about the case.
OPEN_STATES = (CaseState.NEW, CaseState.CONFIRMED, CaseState.DISMISSED, CaseState.HOLD, CaseState.RESURFACED)


def cases_from_opinions(session: Session, night_id: int, threshold: float) -> int:
    """Bring cases up to date with the night's opinions that were not scored yet. Returns how many cases are new."""
    made = 0
    waiting = select(AssessmentRow).filter_by(night_id=night_id, scored=False).order_by(AssessmentRow.id)
    for opinion in session.scalars(waiting):
        made += _follow(session, opinion, threshold)
        opinion.scored = True
    return made


def _follow(session: Session, opinion: AssessmentRow, threshold: float) -> bool:
    verdict = Verdict(opinion.verdict)
    case = session.scalars(select(CaseRow).filter_by(site_id=opinion.site_id)).first()
    worth = verdict.flagged or (verdict is Verdict.UNCLEAR and max(opinion.impersonation, opinion.sale) >= threshold)
    if case is None:
        if not worth:
            return False
        case = CaseRow(
            site_id=opinion.site_id,
            url=_url_of(session, opinion),
            state=CaseState.NEW.value,
            verdict=opinion.verdict,
            impersonation=opinion.impersonation,
            sale=opinion.sale,
            target=opinion.target,
            first_seen=session.get_one(SiteRow, opinion.site_id).first_seen,
            last_seen=opinion.made_at,
        )
        session.add(CaseOpeningRow(case=case, at=now()))
        return True
    # Silence is not innocence: a visit that failed leaves the last opinion standing.
    if worth or _answered(session, opinion):
        case.verdict, case.target = opinion.verdict, opinion.target
        case.impersonation, case.sale = opinion.impersonation, opinion.sale
    if _answered(session, opinion):
        case.last_seen = opinion.made_at
    return False


def _answered(session: Session, opinion: AssessmentRow) -> bool:
    return any(v.outcome == "ok" for v in session.scalars(select(VisitRow).where(VisitRow.id.in_(opinion.visits))))


def _url_of(session: Session, opinion: AssessmentRow) -> str:
    """Return the address that the strongest finding speaks of, else the first one visited.

    A page at the end of a chain stands on another site: then it is the address that led there.
    """
    strongest = max((f for f in opinion.findings if f.url), key=lambda f: f.points, default=None)
    visits = list(session.scalars(select(VisitRow).where(VisitRow.id.in_(opinion.visits)).order_by(VisitRow.id)))
    own = session.get_one(SiteRow, opinion.site_id).host
    if strongest is not None:
        led = next((v.url for v in visits if v.final_url == strongest.url), "")
        return led if led and urlsplit(strongest.url).hostname not in (own, f"www.{own}") else strongest.url
    return visits[0].url if visits else f"http://{own}/"


def get_case(session: Session, case_id: int) -> CaseRow:
    """Return a case. Raises NoSuch."""
    case = session.get(CaseRow, case_id)
    if case is None:
        raise NoSuch(said("没有案件 {case}（用 zhenwei cases list 查看）", case=case_id))
    return case


def list_cases(session: Session, state: str = "", verdict: str = "", operator: str = "") -> list[CaseRow]:
    """Return cases, the most certain and harmful first."""
    query = select(CaseRow).order_by(CaseRow.impersonation.desc(), CaseRow.sale.desc(), CaseRow.id)
    if state:
        query = query.where(CaseRow.state == state)
    if verdict:
        query = query.where(CaseRow.verdict == verdict)
    if operator:
        query = query.where(CaseRow.operator == operator)
    return list(session.scalars(query))


def decide(session: Session, case_ids: Sequence[int], word: Word, by: str, why: str) -> list[DecisionRow]:
    """Add a person's word to each case and move it.

    Raises NotAllowed if the person may not decide or a letter is already under way, NoSuch for an unknown case.
    """
    account = session.scalars(select(AccountRow).filter_by(name=by)).first()
    if account is None or account.disabled:
        raise NotAllowed(said("没有可用的账号 {by!r}（用 zhenwei user add 建立）", by=by))
    if account.role not in DECIDERS:
        raise NotAllowed(
            said(
                "{by} 的角色是{role}，研判须为{roles}",
                by=by,
                role=roles_said([account.role]),
                roles=roles_said(DECIDERS),
            )
        )
    if not why.strip():
        raise NotAllowed(said("研判须写明理由（--why）"))
    rows = []
    for case_id in case_ids:
        case = get_case(session, case_id)
        if case.state not in OPEN_STATES:
            raise NotAllowed(
                said(
                    "案件 {case} 的状态为 {state}，函件已在办理，请先撤回（zhenwei notice reject）",
                    case=case_id,
                    state=case.state,
                )
            )
        opinion = latest_assessment(session, case.site_id)
        row = DecisionRow(
            case_id=case.id,
            by=by,
            at=now(),
            word=word.value,
            why=why.strip(),
            verdict_shown=case.verdict,
            impersonation_shown=case.impersonation,
            sale_shown=case.sale,
            rules_shown=sorted({f.rule for f in opinion.findings}) if opinion else [],
            state_before=case.state,
        )
        session.add(row)
        case.state = CaseState(word.value).value
        if word is Word.DISMISSED:
            leave_operator(session, case)
        rows.append(row)
    session.flush()
    return rows
