"""The letters: from confirmed cases to packages, with and without PDF; memory; the same input, the same bytes.

    python bench/letters.py [--quick] [--json] [--only PART]...

A made-up store with evidence of realistic size; nothing leaves the machine. Keys say unit and direction: ``*_per_s``
and ``ratio_*`` more is better; ``seconds_*``, ``*_mb``, ``lost_*``, ``different_*`` less is.
"""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from bench.of_letters.goals import GOALS
from bench.parts import add_figures, as_json, empty_table, gathered, print_notes

PARTS = ("drafting", "sameness")


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
    screen = Console(width=None if sys.stdout.isatty() else 150)
    found, broken = gathered("bench.of_letters", chosen.only or PARTS, quick=chosen.quick, data=None)
    if chosen.json:
        print(as_json(found))
    else:
        screen.print(add_figures(empty_table("The letters"), found, GOALS))
        print_notes(screen, found)
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
