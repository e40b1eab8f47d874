"""How well and how fast names are screened, on real names kept beside the checkout.

    python bench/names.py [--quick] [--json] [--data FOLDER]

The names are not part of the project; without them only the speed over made-up names is measured, and the rest is null.
Keys say unit and direction: ``*_per_s`` and ``recall_*`` more is better, ``false_alarms_*`` and ``*_ms`` less is.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import random
import string
import time
from collections.abc import Iterable
from pathlib import Path

from detectors.names import Screener, expand
from zhenwei.errors import BadInput
from zhenwei.watchlist import load_watchlist

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "names"
Figures = dict[str, float | int | None]


def rows(path: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file, packed or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    return list(csv.DictReader(io.StringIO(text)))


def flagged(screener: Screener, names: Iterable[str]) -> list[str]:
    """Return the names that reach the threshold; what is no host name counts as not flagged."""
    found = []
    for name in names:
        try:
            if screener.screen(name).flagged:
                found.append(name)
        except BadInput:
            continue
    return found


def quality(screener: Screener, data: Path) -> tuple[Figures, list[str]]:
    """Return recall per kind and false alarms, and the false alarms by name."""
    figures: Figures = {}
    lookalikes = rows(data / "domains_lookalike.csv")
    for label, key in (
        ("lookalike_cn_gov", "recall_cn_gov"),
        ("lookalike_cn_gov_path", "recall_cn_gov_path"),
        ("lookalike_cn_org", "recall_cn_org"),
        ("lookalike_other_gov", "recall_other_gov"),
    ):
        names = [row["domain"] for row in lookalikes if row["label"] == label]
        figures[key] = round(len(flagged(screener, names)) / len(names), 4) if names else None
    alarms = []
    for file, key in (("domains_gov_cn.csv.gz", "gov_cn"), ("domains_benign.csv.gz", "benign")):
        names = [row["domain"] for row in rows(data / file)]
        found = flagged(screener, names)
        figures[f"names_{key}"] = len(names)
        figures[f"false_alarms_{key}"] = len(found)
        alarms += found
    others = [row["domain"] for row in rows(data / "domains_phish_other_cn.csv")]
    figures["flagged_phish_other_cn"] = len(flagged(screener, others))
    return figures, alarms


def made_up(count: int) -> list[str]:
    """Return names like those of a day's registrations, always the same."""
    rng = random.Random(20261121)
    syllables = [c + v for c in "bcdfghjklmnpqrstwxyz" for v in ("a", "e", "i", "o", "u", "ang", "en", "ing", "ong")]
    suffixes = ("com", "cn", "com.cn", "net", "top", "xyz", "vip", "shop")
    found = []
    for _ in range(count):
        word = "".join(rng.choice(syllables) for _ in range(rng.randint(2, 5)))
        tail = "".join(rng.choice(string.digits) for _ in range(rng.choice((0, 0, 0, 2, 3))))
        found.append(f"{word}{tail}.{rng.choice(suffixes)}")
    return found


def speed(screener: Screener, names: list[str]) -> Figures:
    """Return names per second on one core: the filter alone as ``zhenwei screen`` uses it, and with every score."""
    start = time.perf_counter()
    survivors = [name for name in names if not screener.passes(name)]
    flagged(screener, survivors)
    middle = time.perf_counter()
    sample = names[: len(names) // 5]
    flagged(screener, sample)
    end = time.perf_counter()
    return {
        "names_per_s": round(len(names) / (middle - start)),
        "names_per_s_with_scores": round(len(sample) / (end - middle)),
        "judged_share": round(len(survivors) / len(names), 4),
    }


def measure(data: Path, *, quick: bool) -> tuple[Figures, list[str]]:
    """Run the whole comparison."""
    watchlist = load_watchlist()
    start = time.perf_counter()
    screener = Screener(watchlist)
    figures: Figures = {"build_ms": round((time.perf_counter() - start) * 1000)}
    figures |= speed(screener, made_up(100_000 if quick else 1_000_000))
    variants = [variant.domain for variant in expand(watchlist)]
    figures["variants"] = len(variants)
    figures["variants_recaught"] = round(len(flagged(screener, variants[:5000])) / min(5000, len(variants)), 4)
    keys = ("recall_cn_gov", "recall_cn_gov_path", "recall_cn_org", "recall_other_gov")
    if not data.is_dir():
        return figures | dict.fromkeys((*keys, "false_alarms_gov_cn", "false_alarms_benign")), []
    found, alarms = quality(screener, data)
    return figures | found, alarms


def main() -> None:
    """Print one table, or one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer made-up names, same keys")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the real names")
    options = parser.parse_args()
    figures, alarms = measure(options.data, quick=options.quick)
    if options.json:
        print(json.dumps(figures))
        return
    for key, value in figures.items():
        print(f"{key:28} {'not measured' if value is None else value}")
    for name in alarms:
        print(f"false alarm: {name}")
    if not options.data.is_dir():
        print(f"{options.data} is absent: only what needs no real names was measured")


if __name__ == "__main__":
    main()
