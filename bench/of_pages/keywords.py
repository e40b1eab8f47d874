"""The first baseline: how many words of a list of sellers' words a page holds, at the best threshold there is.

The list (``lexicon_cert_ads.json``) was counted over such messages, these among them, and the threshold
is chosen with sight of the answers: the best that such a list can do.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from bench.of_names.figures import Findings, left_out
from bench.of_pages.labelled import LAWFUL, SALE, SPAM, Row, read

LIST = "lexicon_cert_ads.json"


def keys(name: str) -> tuple[str, ...]:
    """Return the keys of a baseline that tells offers from the rest."""
    return (
        f"{name}_recall_cert_sale",
        f"{name}_recall_cert_sale_work",
        *(f"{name}_false_alarms_{label}" for label in (*LAWFUL, SPAM)),
    )


KEYS = (*keys("keywords"), *keys("keywords_strict"))


def look(*, quick: bool, data: Path | None) -> Findings:
    """Count words in every page."""
    if data is None or not (data / LIST).exists():
        return left_out(KEYS, "keywords: the list is absent")
    words = list(json.loads((data / LIST).read_text("utf-8"))["doc_frequency"])
    rows = [row for label in (SALE, *LAWFUL, SPAM) for row in read(data, label)]
    counts = [float(sum(word in row.words for word in words)) for row in rows]
    best, strict = best_threshold(rows, counts), strict_threshold(rows, counts)
    found = Findings(figures("keywords", rows, counts, best) | figures("keywords_strict", rows, counts, strict))
    found.notes.append(f"keywords: {len(words)} words, at least {best:g} (best F1), {strict:g} (none lawful flagged)")
    return found


def best_threshold(rows: Sequence[Row], scores: Sequence[float]) -> float:
    """Return the threshold with the best F1, the higher one of equals."""

    def f1(least: float) -> float:
        told = [row.label == SALE for row, score in zip(rows, scores, strict=True) if score >= least]
        wanted = sum(row.label == SALE for row in rows)
        return 2 * sum(told) / (len(told) + wanted) if told else 0.0

    return max(sorted(set(scores)), key=lambda least: (round(f1(least), 9), least))


def strict_threshold(rows: Sequence[Row], scores: Sequence[float]) -> float:
    """Return the lowest score above that of every page that offers nothing."""
    highest = max((score for row, score in zip(rows, scores, strict=True) if row.label != SALE), default=0.0)
    return min((score for score in scores if score > highest), default=float("inf"))


def figures(name: str, rows: Sequence[Row], scores: Sequence[float], least: float) -> dict[str, float | int | None]:
    """Return recall and false alarms of a baseline at a threshold."""
    flagged = [(row, score >= least) for row, score in zip(rows, scores, strict=True)]

    def share(told: list[bool]) -> float | None:
        return round(sum(told) / len(told), 4) if told else None

    return {
        f"{name}_recall_cert_sale": share([yes for row, yes in flagged if row.label == SALE]),
        f"{name}_recall_cert_sale_work": share([yes for row, yes in flagged if row.label == SALE and row.work]),
    } | {f"{name}_false_alarms_{k}": sum(yes for row, yes in flagged if row.label == k) for k in (*LAWFUL, SPAM)}
