"""The second baseline: logistic regression on character n-grams (scikit-learn), learned from the same labelled pages.

Never tested on what it learned from: by source (all pages of one repository are held back together: what it meets is
new to it, as the web will be), and by chance in five parts (the usual way, which flatters it: pages of one source are
alike). Its threshold is one half, and the one with the best F1, chosen with sight of the answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.of_names.environment import NoPeer
from bench.of_names.figures import Findings, left_out
from bench.of_pages.keywords import best_threshold, figures, keys
from bench.of_pages.labelled import LAWFUL, SALE, SPAM, Row, read
from bench.of_pages.peers import peer

_WAYS = ("by_source", "by_chance")
KEYS = tuple(key for way in _WAYS for at in ("", "_best") for key in keys(f"ngrams_{way}{at}"))
_SEED = 20261122
# Sources with fewer pages are held back together.
_FEW = 25


def look(*, quick: bool, data: Path | None) -> Findings:
    """Learn and test; the quick form reads the first 400 characters of a page instead of 20 000."""
    if data is None:
        return left_out(KEYS, "ngrams: the labelled pages are absent")
    rows = [row for label in (SALE, *LAWFUL, SPAM) for row in read(data, label)]
    found = Findings(dict.fromkeys(KEYS))
    try:
        counts = _counts([row.words[: 400 if quick else 20_000] for row in rows], 1 << (14 if quick else 18))
        model, splits = _model(), {"by_source": list(_by_source(rows)), "by_chance": list(_by_chance(rows))}
    except NoPeer as reason:
        found.notes.append(f"ngrams are left out: {reason}")
        return found
    wanted = [row.label == SALE for row in rows]
    for way, parts in splits.items():
        scores = [0.0] * len(rows)
        for held in parts:
            rest = sorted(set(range(len(rows))) - set(held))
            model.fit(counts[rest], [wanted[i] for i in rest])
            for place, score in zip(held, model.predict_proba(counts[held])[:, 1], strict=True):
                scores[place] = float(score)
        best = best_threshold(rows, scores)
        found.figures |= figures(f"ngrams_{way}", rows, scores, 0.5) | figures(f"ngrams_{way}_best", rows, scores, best)
        found.notes.append(f"ngrams {way}: {len(parts)} parts, best threshold {best:.3f}")
    return found


def _counts(texts: Sequence[str], size: int) -> Any:
    """Count n-grams of one to three characters. Hashed: nothing is learned here, so nothing leaks between parts."""
    hashing = peer("sklearn.feature_extraction.text").HashingVectorizer
    return hashing(analyzer="char", ngram_range=(1, 3), n_features=size, alternate_sign=False, norm=None).transform(
        texts
    )


def _model() -> Any:
    texts, linear, pipes = (peer(f"sklearn.{part}") for part in ("feature_extraction.text", "linear_model", "pipeline"))
    logistic = linear.LogisticRegression(
        class_weight="balanced", C=10.0, solver="liblinear", tol=1e-3, random_state=_SEED
    )
    return pipes.make_pipeline(texts.TfidfTransformer(sublinear_tf=True), logistic)


def _by_source(rows: Sequence[Row]) -> Iterator[list[int]]:
    """Yield the places of the pages of each source; of small sources together."""
    places: dict[str, list[int]] = {}
    for place, row in enumerate(rows):
        places.setdefault(row.held_by, []).append(place)
    small = [place for group in places.values() if len(group) < _FEW for place in group]
    yield from [group for group in places.values() if len(group) >= _FEW]
    if small:
        yield small


def _by_chance(rows: Sequence[Row]) -> Iterator[list[int]]:
    folds = peer("sklearn.model_selection").StratifiedKFold(5, shuffle=True, random_state=_SEED)
    for _, held in folds.split(rows, [row.label == SALE for row in rows]):
        yield [int(place) for place in held]
