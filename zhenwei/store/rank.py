"""In which order cases wait: by the harm of what they are, times how sure the machine is."""

from __future__ import annotations

from zhenwei.types import Verdict

# In tenths. A copy of the look-up makes false papers pass everywhere; a seller makes them one by one; a planted offer
# harms the owner of the site too. Unclear ones come after all flagged ones of the same certainty.
HARM = {
    Verdict.COUNTERFEIT: 10,
    Verdict.SALE: 9,
    Verdict.HIJACKED: 8,
    Verdict.UNCLEAR: 5,
    Verdict.BENIGN: 1,
    Verdict.OFFICIAL: 1,
}
NEW_VERDICT = 5
SECOND_SCORE = 0.25  # a copy that also sells is worse than either alone


def urgency_sql() -> str:
    """Return what the column ``urgency`` is made of (0 to 12500, the most urgent highest).

    The database computes it, so it is right whoever writes a row, in bulk too. A change here needs a migration: the
    database keeps the numbers.
    """
    harm = " ".join(f"WHEN '{verdict.value}' THEN {weight}" for verdict, weight in HARM.items())
    high = "CASE WHEN impersonation >= sale THEN impersonation ELSE sale END"
    low = "CASE WHEN impersonation >= sale THEN sale ELSE impersonation END"
    return (
        f"CAST(ROUND(CASE verdict {harm} ELSE {NEW_VERDICT} END * (10 * ({high}) + {10 * SECOND_SCORE} * ({low})))"
        " AS INTEGER)"
    )
