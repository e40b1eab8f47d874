"""The gate of the page detectors: per class and per rule nothing may sink below what it once reached.

    python bench/gate.py [--raise] [--data FOLDER] [--floors FILE]

Measures on the labelled pages and compares with ``bench/floors.toml``; names each figure that sank, and exits with 1.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.of_pages import classes, copies, floors
from bench.of_pages.judged import answers
from bench.of_pages.labelled import DEFAULT, LAWFUL, SALE, SPAM, digest
from bench.of_pages.rates import rates

FLOORS = Path(__file__).with_name("floors.toml")


def main() -> int:
    """Compare, or lift."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", dest="lift", action="store_true", help="lift floors to what was measured")
    parser.add_argument("--data", type=Path, default=DEFAULT, help="folder of the labelled pages")
    parser.add_argument("--floors", type=Path, default=FLOORS, help="file of the floors")
    chosen = parser.parse_args()
    if not chosen.data.is_dir():
        print(f"gate: no labelled pages at {chosen.data}", file=sys.stderr)
        return 1
    known, measured, seen = floors.read(chosen.floors), measure(chosen.data), digest(chosen.data)
    if known.data not in ("", seen):
        print("gate: the floors were measured on other pages than these", file=sys.stderr)
    if chosen.lift:
        known = floors.lifted(known, measured, seen)
        chosen.floors.write_text(floors.text(known), "utf-8")
    lines = floors.sunk(known, measured)
    for line in lines:
        print(f"gate: {line}", file=sys.stderr)
    count = sum(map(len, known.tables.values()))
    print(f"gate: {count} floors, {len(lines)} not held")
    return 1 if lines else 0


def measure(data: Path) -> dict[str, floors.Table]:
    """Return the figures that have floors, more is better for all: classes, then each rule."""
    measured = {"classes": _classes(data)}
    for name, rate in rates(data).items():
        measured[name] = {"recall": rate.recall}
        if rate.precision is not None:
            measured[name]["precision"] = rate.precision
    return measured


def _classes(data: Path) -> floors.Table:
    told = classes.look(quick=False, data=data).figures | copies.look(quick=False, data=data).figures
    table = {key: float(told[key] or 0) for key in told if key.startswith(("recall_", "right_"))}
    for label in (*LAWFUL, SPAM):
        alarms = told[f"false_alarms_{label}_as_sale" if label == SPAM else f"false_alarms_{label}"]
        table[f"spared_{label}"] = 1 - float(alarms or 0) / float(told[f"pages_{label}"] or 1)
    table["spared_at_home"] = 1 - float(told["false_alarms_at_home"] or 0) / float(told["pages_copies"] or 1)
    offers = [answer.row.label == SALE for answer in answers(data) if answer.offers]
    table["precision_offers"] = sum(offers) / len(offers) if offers else 0.0
    return table


if __name__ == "__main__":
    sys.exit(main())
