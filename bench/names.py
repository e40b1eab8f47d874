"""Names: what is found, at what price, how fast, beside other tools on the same lists.

    python bench/names.py [--quick] [--json] [--data FOLDER] [--only PART]... [--lists]

The labelled names are no part of the project; without them only what needs none is measured, and the rest is null.
Peers run in environments of their own below ``~/.cache/zhenwei-bench`` (or ``ZHENWEI_BENCH_CACHE``), made on first use.
Keys say unit and direction: ``recall_*``, ``found_*``, ``*_per_s`` and ``ratio_*`` more is better; ``false_alarms_*``,
``flagged_*``, ``*_mb``, ``*_ms`` and ``seconds`` less is.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.of_names.figures import Findings
from bench.of_names.goals import GOALS
from bench.of_names.labelled import DEFAULT
from bench.of_names.peers import OPENSQUAT_SETTINGS
from bench.parts import add_figures, as_json, empty_table, gathered, print_notes

BESIDE = (
    *((f"Zhenwei, {at}", f"recall_families_{at}", f"false_alarms_per_10k_{at}") for at in ("at_1", "at_5", "default")),
    *(
        (f"openSquat, {at}", f"opensquat_recall_families_{at}", f"opensquat_false_alarms_per_10k_{at}")
        for at in OPENSQUAT_SETTINGS
    ),
    ("gov out of place", "gov_rule_recall_families", "gov_rule_false_alarms_per_10k"),
    ("dnstwist, variants", "dnstwist_recall_families", ""),
)
PARTS = ("lookalikes", "shapes", "peers", "speed", "expansion", "resolution", "ct", "cluster")


def table(found: dict[str, Findings]) -> Table:
    """Return all the figures in one table: tools beside each other first, then a section a part."""
    result = empty_table("zhenwei: names")
    figures = {key: value for findings in found.values() for key, value in findings.figures.items()}
    for who, recall, alarms in BESIDE:
        if figures.get(recall) is not None:
            price = f" at {figures[alarms]} in 10 000" if alarms else ""
            result.add_row("families found", who, f"{figures[recall]:.1%}{price}", "")
    return add_figures(result, found, GOALS)


def options() -> argparse.Namespace:
    """Return what the user asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller lists, same keys, within 50 s")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--data", type=Path, default=DEFAULT, help="folder of the labelled names")
    parser.add_argument("--only", action="append", choices=PARTS, help="run this part only (may be repeated)")
    parser.add_argument("--lists", action="store_true", help="print missed names and false alarms, too")
    return parser.parse_args()


def main() -> int:
    """Print one table, or one JSON object; 1 if a part broke down."""
    chosen = options()
    data = chosen.data if chosen.data.is_dir() else None
    screen = Console(width=None if sys.stdout.isatty() else 130)
    found, broken = gathered("bench.of_names", chosen.only or PARTS, quick=chosen.quick, data=data)
    if chosen.json:
        print(as_json(found))
        return min(broken, 1)
    screen.print(table(found))
    print_notes(screen, found)
    if chosen.lists:
        for findings in found.values():
            for title, names in findings.lists.items():
                screen.print(f"\n{title} ({len(names)})", *names, sep="\n  ", markup=False, highlight=False)
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
