"""How many real look-alike names are found, by family, at how many false alarms; and what is never to be flagged.

Screened once with every score, with the folder of imitated organs laid over the built-in watchlist as a deployment does
it, once with that folder's organs alone, and once with the built-in watchlist alone (flags only).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.of_names.command import ORGANS, Screened, screened
from bench.of_names.figures import Figures, Findings, left_out
from bench.of_names.labelled import Family, Labelled, families, not_allowed, read_labelled, share
from bench.of_names.organs import alone, genuine_names
from bench.of_names.sweep import threshold_at

LEVELS = (1, 5)
GROUPS: tuple[tuple[str, Callable[[Family], bool]], ...] = (
    ("families", lambda family: True),
    ("cn_gov_families", lambda family: family.of_china),
    ("no_gov_families", lambda family: family.without_gov),
)
LABELS = ("cn_gov", "cn_gov_path", "cn_org", "other_gov")
KEYS = (
    *(f"{group}" for group, _ in GROUPS),
    "families_paths_apart",
    *(f"recall_{group}_{at}" for group, _ in GROUPS for at in ("at_1", "at_5", "default")),
    *(f"found_{group}_{at}" for group, _ in GROUPS for at in ("at_1", "at_5", "default")),
    *(f"recall_families_paths_apart_at_{level}" for level in LEVELS),
    *(f"recall_families_organs_alone_at_{level}" for level in LEVELS),
    *(f"threshold_at_{level}" for level in LEVELS),
    *(f"flagged_gov_cn_at_{level}" for level in LEVELS),
    *(f"flagged_phish_other_cn_at_{level}" for level in LEVELS),
    *(f"false_alarms_per_10k_{at}" for at in ("at_1", "at_5", "default")),
    "recall_cn_gov_families",
    "flagged_gov_cn_default",
    "flagged_phish_other_cn_default",
    "names_allowed_of_benign",
    *(f"recall_{label}" for label in LABELS),
    "names_benign",
    "names_gov_cn",
    "names_phish_other_cn",
    "false_alarms_benign",
    "false_alarms_gov_cn",
    "flagged_phish_other_cn",
)


def measure(*, quick: bool, data: Path | None) -> Figures:
    """Return the figures."""
    return look(quick=quick, data=data).figures


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure; the quick form takes every twelfth benign name and every fourth .gov.cn: its limits are coarser."""
    if data is None or not data.is_dir():
        return left_out(KEYS, "look-alike names: the labelled names are absent")
    labelled = read_labelled(data, every=12 if quick else 1, every_gov_cn=4 if quick else 1)
    found = Findings()
    overlaid = screened(labelled.names(), ORGANS)
    found.figures |= _quality(labelled, overlaid, found.lists)
    with tempfile.TemporaryDirectory() as folder:
        only = screened(labelled.names(), alone(Path(folder)))
    found.figures |= {
        f"recall_families_organs_alone_at_{level}": _recall(labelled, only, _threshold(labelled, only, level))[0]
        for level in LEVELS
    }
    found.figures |= _built_in(labelled, screened(labelled.names()), found.lists)
    found.notes.append(
        "a family: the pattern named in the data; of paths the account that holds them; else each name by itself"
    )
    if quick:
        found.notes.append(
            "quick: every twelfth benign name, so 1 in 10 000 allows none and 5 allow two; every fourth .gov.cn"
        )
    return found


def _quality(labelled: Labelled, seen: Screened, lists: dict[str, list[str]]) -> Figures:
    """Return recall by family at both limits and as flagged, and what else is flagged there."""
    grouped = families(labelled.lookalikes)
    apart = families(labelled.lookalikes, paths_apart=True)
    benign = not_allowed(labelled.benign, genuine_names())
    figures: Figures = {
        "families_paths_apart": len(apart),
        "names_allowed_of_benign": len(labelled.benign) - len(benign),
    }
    catchers: dict[str, Callable[[str], bool]] = {"default": seen.flagged}
    for level in LEVELS:
        threshold = _threshold(labelled, seen, level)
        catchers[f"at_{level}"] = _reaching(seen, threshold)
        figures[f"threshold_at_{level}"] = threshold
        caught, count = share(apart, catchers[f"at_{level}"])
        figures[f"recall_families_paths_apart_at_{level}"] = round(caught / count, 4)
    for group, belongs in GROUPS:
        for at, catches in catchers.items():
            caught, count = share(filter(belongs, grouped), catches)
            figures[group] = count
            figures[f"found_{group}_{at}"] = caught
            figures[f"recall_{group}_{at}"] = round(caught / count, 4) if count else None
    for at, catches in catchers.items():
        figures[f"flagged_gov_cn_{at}"] = sum(catches(row.name) for row in labelled.gov_cn)
        figures[f"flagged_phish_other_cn_{at}"] = sum(catches(row.name) for row in labelled.phish_other)
        alarms = [row.name for row in benign if catches(row.name)]
        figures[f"false_alarms_per_10k_{at}"] = round(10_000 * len(alarms) / len(benign), 2)
        missed = [f for f in grouped if not any(catches(name) for name in f.names)]
        lists[f"families missed, {at}"] = [_line(seen, max(f.names, key=seen.score)) for f in missed]
        alarms.sort(key=lambda name: -seen.score(name))
        lists[f"false alarms, {at}"] = [_line(seen, name) for name in alarms]
    figures["recall_cn_gov_families"] = figures["recall_cn_gov_families_at_1"]
    return figures


def _built_in(labelled: Labelled, seen: Screened, lists: dict[str, list[str]]) -> Figures:
    """Return what the built-in watchlist alone flags."""
    figures: Figures = {}
    for label in LABELS:
        names = [row.name for row in labelled.lookalikes if row.label == f"lookalike_{label}"]
        figures[f"recall_{label}"] = round(sum(map(seen.flagged, names)) / len(names), 4) if names else None
    for key, counted, rows in (
        ("benign", "false_alarms_benign", labelled.benign),
        ("gov_cn", "false_alarms_gov_cn", labelled.gov_cn),
        ("phish_other_cn", "flagged_phish_other_cn", labelled.phish_other),
    ):
        alarms = [row.name for row in rows if seen.flagged(row.name)]
        figures[f"names_{key}"] = len(rows)
        figures[counted] = len(alarms)
        lists[f"flagged with the built-in watchlist alone, {key}"] = [_line(seen, name) for name in alarms]
    return figures


def _threshold(labelled: Labelled, seen: Screened, level: float) -> float:
    benign = [seen.score(row.name) for row in not_allowed(labelled.benign, genuine_names())]
    return threshold_at(benign, [seen.score(name) for name in labelled.names()], level)


def _recall(labelled: Labelled, seen: Screened, threshold: float) -> tuple[float, int]:
    caught, count = share(families(labelled.lookalikes), _reaching(seen, threshold))
    return round(caught / count, 4), count


def _reaching(seen: Screened, threshold: float) -> Callable[[str], bool]:
    return lambda name: seen.score(name) >= threshold


def _line(seen: Screened, name: str) -> str:
    opinion = seen.opinions.get(name)
    if opinion is None:
        return f"{name}  (not read)"
    return f"{name}  {opinion.score:g} {opinion.target} {' '.join(opinion.rules)}"
