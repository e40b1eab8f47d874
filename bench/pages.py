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
import sys
from pathlib import Path

from rich.console import Console

from bench.of_pages.labelled import DEFAULT
from bench.of_pages.tables import tables
from bench.parts import as_json, gathered, print_notes

PARTS = ("classes", "copies", "bands", "keywords", "ngrams", "comparison", "speed")


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
    screen = Console(width=None if sys.stdout.isatty() else 150)
    found, broken = gathered("bench.of_pages", chosen.only or PARTS, quick=chosen.quick, data=data)
    if chosen.json:
        print(as_json(found))
    else:
        for table in tables(found):
            screen.print(table)
        print_notes(screen, found)
    if chosen.misses:
        for findings in found.values():
            for title, lines in findings.lists.items():
                print(f"\n{title} ({len(lines)})", *lines, sep="\n  ", file=sys.stderr)
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
