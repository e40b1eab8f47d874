"""In which order cases wait: by the harm of what they are, times how sure the machine is."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, case

from zhenwei.store.models import CaseRow
from zhenwei.types import CaseState, Verdict

# A copy of the look-up makes false papers pass everywhere; a seller makes them one by one; a planted offer harms the
# owner of the site too. Unclear ones come after all flagged ones of the same certainty.
HARM = {
    Verdict.COUNTERFEIT: 1.0,
    Verdict.SALE: 0.9,
    Verdict.HIJACKED: 0.8,
    Verdict.UNCLEAR: 0.5,
    Verdict.BENIGN: 0.1,
    Verdict.OFFICIAL: 0.1,
}
SECOND_SCORE = 0.25  # a copy that also sells is worse than either alone
WAITING = (CaseState.NEW, CaseState.RESURFACED)


def urgency() -> ColumnElement[Any]:
    """Return the number (about 0 to 125) that the queue is sorted by, highest first."""
    high = case((CaseRow.impersonation >= CaseRow.sale, CaseRow.impersonation), else_=CaseRow.sale)
    low = case((CaseRow.impersonation >= CaseRow.sale, CaseRow.sale), else_=CaseRow.impersonation)
    harm = case(*((CaseRow.verdict == verdict.value, weight) for verdict, weight in HARM.items()), else_=0.5)
    return harm * (high + SECOND_SCORE * low)
