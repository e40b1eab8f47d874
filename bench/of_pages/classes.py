"""Classes: how many offers are found, and what is taken for an offer or a copy though it is lawful."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bench.of_names.figures import Findings, left_out
from bench.of_pages.judged import Answer, answers
from bench.of_pages.labelled import LAWFUL, SALE, SPAM

KEYS = (
    "recall_cert_sale",
    "recall_cert_sale_work",
    "pages_cert_sale",
    "pages_cert_sale_work",
    *(f"false_alarms_{label}" for label in LAWFUL),
    f"false_alarms_{SPAM}_as_sale",
    *(f"pages_{label}" for label in (*LAWFUL, SPAM)),
)


def look(*, quick: bool, data: Path | None) -> Findings:
    """Judge every labelled page."""
    if data is None:
        return left_out(KEYS, "classes: the labelled pages are absent")
    told = answers(data)
    sale = [a for a in told if a.row.label == SALE]
    work = [a for a in sale if a.row.work]
    found = Findings(
        {
            "recall_cert_sale": share([a.said.flagged for a in sale]),
            "recall_cert_sale_work": share([a.said.flagged for a in work]),
            "pages_cert_sale": len(sale),
            "pages_cert_sale_work": len(work),
        }
    )
    alarms: list[Answer] = []
    for label in (*LAWFUL, SPAM):
        here = [a for a in told if a.row.label == label]
        wrong = [a for a in here if (a.offers if label == SPAM else a.said.flagged)]
        alarms += wrong
        found.figures[f"false_alarms_{label}_as_sale" if label == SPAM else f"false_alarms_{label}"] = len(wrong)
        found.figures[f"pages_{label}"] = len(here)
    found.lists["offers that were missed"] = [line(a) for a in sale if not a.said.flagged]
    found.lists["false alarms"] = [line(a) for a in alarms]
    return found


def share(answers: Sequence[bool]) -> float | None:
    """Return the share of true answers, or None of none."""
    return round(sum(answers) / len(answers), 4) if answers else None


def line(answer: Answer) -> str:
    """Return one answer for people: id, verdict, scores, reasons."""
    said = answer.said
    reasons = "; ".join(f"{f.rule} {f.points:g} {f.quote[:20]}".rstrip() for f in said.findings)
    return f"{answer.row.id}: {said.verdict.value} {said.impersonation:g}/{said.sale:g} {reasons}"
