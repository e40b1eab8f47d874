"""What the newest opinion says of a site, fit for a letter: contacts and findings, masked, short, on one line."""

from __future__ import annotations

from collections.abc import Iterable

from takedown.clean import plain
from takedown.facts import ContactFacts, FindingFacts
from takedown.masking import mask, mask_text
from zhenwei.store.models import AssessmentRow
from zhenwei.types import Side

MOST_A_SIDE = 4
LONGEST_QUOTE, LONGEST_DETAIL = 60, 160
_SIDES = (Side.IMPERSONATION.value, Side.SALE.value)


def contacts_of(opinion: AssessmentRow | None) -> tuple[ContactFacts, ...]:
    """Return each contact once; none is believed to be masked already."""
    found: dict[tuple[str, str], ContactFacts] = {}
    for row in opinion.contacts if opinion else ():
        kind, value = str(row.get("kind", "")), plain(str(row.get("value", "")), 200)
        masked = plain(str(row.get("masked", "")), 200)
        if not masked or masked == value or mask_text(masked) != masked:
            masked = mask(value)
        found.setdefault((kind, value), ContactFacts(kind, value, masked, plain(str(row.get("quote", "")), 200)))
    return tuple(found.values())


def findings_of_opinion(opinion: AssessmentRow | None, contacts: Iterable[ContactFacts]) -> tuple[FindingFacts, ...]:
    """Return the best finding of each rule that speaks for the offence, the weightiest of either side."""
    contacts = tuple(contacts)
    best: dict[str, FindingFacts] = {}
    for row in sorted(opinion.findings if opinion else (), key=lambda row: -row.points):
        if row.points <= 0 or row.rule in best:
            continue
        best[row.rule] = FindingFacts(
            rule=row.rule,
            side=row.side,
            points=row.points,
            detail=mask_text(plain(row.detail, LONGEST_DETAIL), contacts),
            quote=plain(mask_text(plain(row.quote), contacts), LONGEST_QUOTE),
        )
    sides = [[finding for finding in best.values() if finding.side == side][:MOST_A_SIDE] for side in _SIDES]
    return tuple(finding for side in sides for finding in side)
