"""Pages: offers and copies found, what is lawful spared, beside three baselines; what a score is worth; how fast.

    python bench/pages.py [--quick] [--json] [--data FOLDER] [--only PART]... [--misses]

The labelled pages are no part of the project; without them only the speed is measured, and the rest is null. The
baselines' libraries come from an environment of their own below ``~/.cache/zhenwei-bench`` (or
``ZHENWEI_BENCH_CACHE``), made on first use. Keys say unit and direction: ``recall_*``, ``precision_*``, ``right_*``,
``*_per_s`` and ``ratio_*`` more is better; ``false_alarms_*``, ``wrong_*``, ``flagged_*``, ``*_bands_*``, ``*_seconds``
less is; ``pages_*``, ``pairs_*`` and ``*_threshold`` say what was measured.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from rich.console import Console

from bench.of_names.figures import Findings
from bench.of_pages.labelled import DEFAULT
from bench.of_pages.tables import tables

PARTS = ("classes", "copies", "bands", "keywords", "ngrams", "comparison", "speed")


def part(name: str, *, quick: bool, data: Path | None) -> Findings:
    """Run one part; its figures come in the order of its keys."""
    module = importlib.import_module(f"bench.of_pages.{name}")
    found = module.look(quick=quick, data=data)
    assert isinstance(found, Findings)
    order = {key: number for number, key in enumerate(module.KEYS)}
    found.figures = dict(sorted(found.figures.items(), key=lambda row: order[row[0]]))
    return found


def options() -> argparse.Namespace:
    """Return what the user asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="fewer pages where that takes long, same keys, within 50 s"
    )
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--data", type=Path, default=DEFAULT, help="folder of the labelled pages")
    parser.add_argument("--only", action="append", choices=PARTS, help="run this part only (may be repeated)")
    parser.add_argument("--misses", action="store_true", help="name the wrong answers on standard error")
    return parser.parse_args()


def main() -> int:
    """Print the tables, or one JSON object; 1 if a part broke down."""
    chosen = options()
    data = chosen.data if chosen.data.is_dir() else None
    screen, errors = Console(width=None if sys.stdout.isatty() else 150), Console(stderr=True, width=None)
    found: dict[str, Findings] = {}
    broken = 0
    for name in chosen.only or PARTS:
        begun = time.perf_counter()
        try:
            found[name] = part(name, quick=chosen.quick, data=data)
        except Exception as error:  # noqa: BLE001 - a part that breaks costs its own figures, not those of the others
            broken += 1
            errors.print(f"{name} broke down: {type(error).__name__}: {error}", markup=False)
            continue
        found[name].figures[f"bench_seconds_{name}"] = round(time.perf_counter() - begun, 1)
    if chosen.json:
        print(json.dumps({key: value for findings in found.values() for key, value in findings.figures.items()}))
    else:
        for table in tables(found):
            screen.print(table)
        for name, findings in found.items():
            for note in findings.notes:
                screen.print(f"{name}: {note}", markup=False, highlight=False)
    if chosen.misses:
        for findings in found.values():
            for title, lines in findings.lists.items():
                print(f"\n{title} ({len(lines)})", *lines, sep="\n  ", file=sys.stderr)
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
