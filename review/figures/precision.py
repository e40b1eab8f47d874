"""How often people agreed: of the cases in which a rule spoke, or that a source brought, how many were confirmed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Text, cast, select
from sqlalchemy.orm import Session

from zhenwei.store.models import CaseRow, DecisionRow, LeadRow
from zhenwei.store.standing_words import standing_word
from zhenwei.types import Word

MOST = 100_000  # decisions, the newest
CHUNK = 500
_CLEAR = (Word.CONFIRMED.value, Word.DISMISSED.value)


def count_precision(session: Session) -> dict[str, Any]:
    """Return ``rules`` and ``sources``: lists of [name, confirmed, dismissed], the most often judged first.

    The newest word on a case that was not taken back counts; a case that is on hold says nothing yet.
    """
    rows = session.execute(
        # As text: a hundred thousand lists are a few that come again and again.
        select(DecisionRow.case_id, DecisionRow.word, cast(DecisionRow.rules_shown, Text))
        .where(standing_word())
        .order_by(DecisionRow.id.desc())
        .limit(MOST)
        .execution_options(yield_per=2_000)
    )
    seen: set[int] = set()
    words: dict[int, str] = {}
    shown: Counter[tuple[str, str]] = Counter()
    for case, word, text in rows:
        if case in seen:
            continue
        seen.add(case)
        if word in _CLEAR:
            words[case] = word
            shown[text or "[]", word] += 1
    rules: Counter[tuple[str, str]] = Counter()
    for (text, word), number in shown.items():
        for rule in set(map(str, json.loads(text) or ())):
            rules[rule, word] += number
    return {"rules": _table(rules), "sources": _table(_sources(session, words))}


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
    names: Iterable[str] = {name for name, _ in counts}
    rows: Sequence[list[Any]] = [
        [name, counts.get((name, _CLEAR[0]), 0), counts.get((name, _CLEAR[1]), 0)] for name in names
    ]
    return sorted(rows, key=lambda row: (-(row[1] + row[2]), row[0]))
