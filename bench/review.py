"""The analysts' desk with a million cases, on SQLite and on PostgreSQL: pages, bare SQL, fifty analysts, first paint.

    python bench/review.py [--quick] [--json] [--only PART]...

A seeded store below var/bench (PostgreSQL: a server of its own in a temporary folder), gone at the end and on Ctrl-C;
nothing leaves the machine. Times are taken by a client on loopback, so they hold the way there too.
Keys say unit and direction: ``*_ms``, ``ratio_*``, ``*_errors`` less is better; ``*_per_s`` more is.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from rich.console import Console

from bench.of_review.goals import GOALS
from bench.parts import add_figures, as_json, empty_table, gathered, print_notes

PARTS = ("sqlite", "postgresql")


def options() -> argparse.Namespace:
    """Return what the user asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="fewer cases, same keys, within 50 s")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--only", action="append", choices=PARTS, help="run this part only (may be repeated)")
    return parser.parse_args()


def main() -> int:
    """Print the table, or one JSON object; 1 if a part broke down."""
    chosen = options()
    # Being told to end is ended like Ctrl-C: folders and servers go.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    screen = Console(width=None if sys.stdout.isatty() else 150)
    found, broken = gathered("bench.of_review", chosen.only or PARTS, quick=chosen.quick, data=None)
    if chosen.json:
        print(as_json(found))
    else:
        screen.print(add_figures(empty_table("The desk"), found, GOALS))
        print_notes(screen, found)
    return min(broken, 1)


if __name__ == "__main__":
    # A script's own folder comes first among the places that are searched, and this file is called like the product's
    # package: without it, ``import review`` finds the product.
    sys.path = [place for place in sys.path if Path(place).resolve() != Path(__file__).resolve().parent]
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
