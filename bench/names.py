"""Names: what is found, at what price, how fast, beside other tools on the same lists.

    python bench/names.py [--quick] [--json] [--data FOLDER] [--only PART]... [--lists]

The labelled names are no part of the project; without them only what needs none is measured, and the rest is null.
Peers run in environments of their own below ``~/.cache/zhenwei-bench`` (or ``ZHENWEI_BENCH_CACHE``), made on first use.
Keys say unit and direction: ``recall_*``, ``found_*``, ``*_per_s`` and ``ratio_*`` more is better; ``false_alarms_*``,
``flagged_*``, ``*_mb``, ``*_ms`` and ``seconds`` less is.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.of_names.figures import Findings
from bench.of_names.goals import GOALS
from bench.of_names.labelled import DEFAULT
from bench.of_names.peers import OPENSQUAT_SETTINGS

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


def part(name: str, *, quick: bool, data: Path | None) -> Findings:
    """Run one part: ``look`` where a part has it, for its notes and lists, else ``measure``."""
    module = importlib.import_module(f"bench.of_names.{name}")
    if hasattr(module, "look"):
        found = module.look(quick=quick, data=data)
        assert isinstance(found, Findings)
        order = {key: number for number, key in enumerate(getattr(module, "KEYS", ()))}
        found.figures = dict(sorted(found.figures.items(), key=lambda row: order.get(row[0], len(order))))
        return found
    return Findings(module.measure(quick=quick, data=data))


def table(found: dict[str, Findings]) -> Table:
    """Return all the figures in one table: tools beside each other first, then a section a part."""
    result = Table("part", "figure", "value", "goal", title="zhenwei: names")
    result.columns[1].overflow = "fold"
    result.columns[2].justify = "right"
    figures = {key: value for findings in found.values() for key, value in findings.figures.items()}
    for who, recall, alarms in BESIDE:
        if figures.get(recall) is not None:
            price = f" at {figures[alarms]} in 10 000" if alarms else ""
            result.add_row("families found", who, f"{figures[recall]:.1%}{price}", "")
    for name, findings in found.items():
        result.add_section()
        first = name
        for key, value in findings.figures.items():
            result.add_row(first, key, "not measured" if value is None else f"{value:,}", GOALS.get(key, ""))
            first = ""
    return result


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
    screen, errors = Console(width=None if sys.stdout.isatty() else 130), Console(stderr=True)
    found: dict[str, Findings] = {}
    broken = 0
    for name in chosen.only or PARTS:
        begun = time.perf_counter()
        try:
            found[name] = part(name, quick=chosen.quick, data=data)
        except Exception as error:  # noqa: BLE001 - a part that breaks costs its own figures, not those of an hour's run
            broken += 1
            errors.print(f"{name} broke down: {type(error).__name__}: {error}", markup=False)
            continue
        found[name].figures[f"bench_seconds_{name}"] = round(time.perf_counter() - begun, 1)
        if errors.is_terminal:
            errors.print(f"{name}: {time.perf_counter() - begun:.0f} s")
    if chosen.json:
        print(json.dumps({key: value for findings in found.values() for key, value in findings.figures.items()}))
        return min(broken, 1)
    screen.print(table(found))
    for name, findings in found.items():
        for note in findings.notes:
            screen.print(f"{name}: {note}", markup=False, highlight=False)
    if chosen.lists:
        for findings in found.values():
            for title, names in findings.lists.items():
                screen.print(f"\n{title} ({len(names)})", *names, sep="\n  ", markup=False, highlight=False)
    return min(broken, 1)


if __name__ == "__main__":
    sys.exit(main())
