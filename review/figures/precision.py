"""How often people agreed: of the cases in which a rule spoke, or that a source brought, how many were confirmed.

Whoever confirms or dismisses a case judges the verdict that is shown. So a rule that speaks for an imitation is counted
over the cases shown as a counterfeit alone, a rule that speaks for a sale over those shown as a sale or as a planted
one: a confirmed sale does not make a word about imitation right, nor does a dismissed one make it wrong.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from detectors.rules import every_rule
from detectors.weights import weights
from zhenwei.store.models import CaseRow, DecisionRow, LeadRow
from zhenwei.store.standing_words import standing_word
from zhenwei.types import Side, Verdict, Word

MOST = 100_000  # decisions, the newest
CHUNK = 500
_CLEAR = (Word.CONFIRMED.value, Word.DISMISSED.value)
# The side that a verdict speaks of; the other verdicts name none.
_SIDES: Mapping[str, Side] = {
    Verdict.COUNTERFEIT.value: Side.IMPERSONATION,
    Verdict.SALE.value: Side.SALE,
    Verdict.HIJACKED.value: Side.SALE,
}


def count_precision(session: Session) -> dict[str, Any]:
    """Return lists of [name, confirmed, dismissed], the most often judged first, and ``sideless``.

    ``rules``: rules that give points, over the cases of their own side; ``others``: rules that give none, that take
    points off, or that are no more, over all cases; ``sources``: over all cases; ``sideless``: how many cases had a
    verdict of neither side. The newest word on a case that was not taken back counts; a case that is on hold says
    nothing yet.
    """
    rows = session.execute(
        # As text: a hundred thousand lists are a few that come again and again.
        select(DecisionRow.case_id, DecisionRow.word, DecisionRow.verdict_shown, cast(DecisionRow.rules_shown, Text))
        .where(standing_word())
        .order_by(DecisionRow.id.desc())
        .limit(MOST)
        .execution_options(yield_per=2_000)
    )
    seen: set[int] = set()
    words: dict[int, str] = {}
    shown: Counter[tuple[str, Side | None, str]] = Counter()
    for case, word, verdict, text in rows:
        if case in seen:
            continue
        seen.add(case)
        if word in _CLEAR:
            words[case] = word
            shown[text or "[]", _SIDES.get(verdict), word] += 1
    return {
        **_rules(shown),
        "sources": _table(_sources(session, words)),
        "sideless": sum(number for (_text, side, _word), number in shown.items() if side is None),
    }


def sides_of_rules() -> dict[str, Side]:
    """Return which side each rule speaks for that may give points."""
    return {
        name: rule.side for name, rule in every_rule().items() if rule.side is not Side.NOTE and weights().counts(name)
    }


def _rules(shown: Mapping[tuple[str, Side | None, str], int]) -> dict[str, list[list[Any]]]:
    speaks_for = sides_of_rules()
    rules: Counter[tuple[str, str]] = Counter()
    others: Counter[tuple[str, str]] = Counter()
    for (text, side, word), number in shown.items():
        for rule in set(map(str, json.loads(text) or ())):
            if rule not in speaks_for:
                others[rule, word] += number
            elif speaks_for[rule] is side:
                rules[rule, word] += number
    return {"rules": _table(rules), "others": _table(others)}


def _sources(session: Session, words: Mapping[int, str]) -> Counter[tuple[str, str]]:
    found: Counter[tuple[str, str]] = Counter()
    cases = sorted(words)
    for start in range(0, len(cases), CHUNK):
        rows = session.execute(
            select(CaseRow.id, LeadRow.source)
            .join(LeadRow, LeadRow.site_id == CaseRow.site_id)
            .where(CaseRow.id.in_(cases[start : start + CHUNK]))
            .distinct()
        )
        found.update((source, words[case]) for case, source in rows)
    return found


def _table(counts: Mapping[tuple[str, str], int]) -> list[list[Any]]:
    names = {name for name, _ in counts}
    rows = [[name, counts.get((name, _CLEAR[0]), 0), counts.get((name, _CLEAR[1]), 0)] for name in names]
    return sorted(rows, key=lambda row: (-(row[1] + row[2]), row[0]))
