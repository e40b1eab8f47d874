"""Earlier decisions on cases like this one: what colleagues said when the same reasons lay before them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from review.views.names import HostName, host_name
from zhenwei.store.models import AssessmentRow, CaseRow, DecisionRow, TraitRow
from zhenwei.store.standing_words import standing_word

LOOKED_AT = 400  # of the newest decisions; bounded, whatever the store holds
OF_A_TRAIT = 40  # other sites that are looked at for each shared trait
MOST = 8
LEAST_ALIKE = 0.4
# A page of the same make speaks for itself; a shared account says who, the template says what.
TELLING = ("template", "layout", "icon", "statistics", "domain")


@dataclass(frozen=True, slots=True)
class Similar:
    """The newest word on another case. ``shared`` of ``rules`` reasons spoke there too; ``traits``: kinds shared."""

    case: int
    host: HostName
    word: str
    by: str
    at: datetime
    why: str
    shared: int
    rules: int
    same_organ: bool
    traits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """As much of a decision as it takes to compare."""

    id: int
    case: int
    site: int
    target: str
    verdict: str
    rules: frozenset[str]


def similar_decisions(session: Session, case: CaseRow, opinion: AssessmentRow | None) -> list[Similar]:
    """Return the most similar earlier decisions, one a case, the most alike first."""
    rules = frozenset(finding.rule for finding in opinion.findings) if opinion else frozenset[str]()
    traits = _sites_alike(session, case.site_id)
    newest: dict[int, _Known] = {}
    for one in _candidates(session, case, traits):
        newest.setdefault(one.case, one)
    scored = [(_alike(one, case, rules, traits), one) for one in newest.values()]
    best = sorted((pair for pair in scored if pair[0] >= LEAST_ALIKE), key=lambda pair: (-pair[0], -pair[1].id))[:MOST]
    query = select(DecisionRow).where(DecisionRow.id.in_([one.id for _, one in best]))
    rows = {
        row.id: row for row in session.scalars(query.options(joinedload(DecisionRow.case).joinedload(CaseRow.site)))
    }
    return [_similar(rows[one.id], one, case, rules, traits) for _, one in best]


def _candidates(session: Session, case: CaseRow, traits: Mapping[int, set[str]]) -> Iterator[_Known]:
    """Yield decisions on other cases that stand, the newest first within each of the two questions."""
    known = (
        select(
            DecisionRow.id, DecisionRow.case_id, CaseRow.site_id, CaseRow.target, DecisionRow.verdict_shown,
            DecisionRow.rules_shown,
        )
        .join(CaseRow, CaseRow.id == DecisionRow.case_id)
        .where(DecisionRow.case_id != case.id, standing_word())
        .order_by(DecisionRow.id.desc())
        .limit(LOOKED_AT)
    )  # fmt: skip
    questions = [known.where(CaseRow.site_id.in_(sorted(traits)[:LOOKED_AT])), known] if traits else [known]
    for query in questions:
        for number, other, site, target, verdict, rules in session.execute(query):
            yield _Known(number, other, site, target, verdict, frozenset(map(str, rules)))


def _sites_alike(session: Session, site_id: int) -> dict[int, set[str]]:
    """Return the kinds of traits that other sites share with this one, by site."""
    own = select(TraitRow.kind, TraitRow.value).where(TraitRow.site_id == site_id, TraitRow.kind.in_(TELLING))
    found: dict[int, set[str]] = {}
    for kind, value in session.execute(own.limit(OF_A_TRAIT)).all():
        query = select(TraitRow.site_id).where(TraitRow.kind == kind, TraitRow.value == value)
        for other in session.scalars(query.limit(OF_A_TRAIT)):
            if other != site_id:
                found.setdefault(other, set()).add(kind)
    return found


def _alike(one: _Known, case: CaseRow, rules: frozenset[str], traits: Mapping[int, set[str]]) -> float:
    """Return how alike (0 to 1.5): rules that spoke there and here, the organ, the verdict, what the sites share."""
    either = rules | one.rules
    alike = 0.6 * len(rules & one.rules) / len(either) if either else 0.0
    alike += 0.2 * (one.verdict == case.verdict) + 0.2 * bool(case.target and one.target == case.target)
    return alike + 0.5 * bool(traits.get(one.site))


def _similar(
    row: DecisionRow, one: _Known, case: CaseRow, rules: frozenset[str], traits: Mapping[int, set[str]]
) -> Similar:
    return Similar(
        case=one.case,
        host=host_name(row.case.site.host),
        word=row.word,
        by=row.by,
        at=row.at,
        why=row.why,
        shared=len(rules & one.rules),
        rules=len(rules),
        same_organ=bool(case.target and one.target == case.target),
        traits=tuple(sorted(traits.get(one.site, ()))),
    )
