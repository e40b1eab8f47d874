"""What the benchmarks of many parts share: each part by itself, one table of all figures, notes and lists."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.of_names.figures import Findings

Found = dict[str, Findings]


def run_parts(doc: str | None, package: str, parts: Sequence[str], goals: Mapping[str, str], title: str) -> int:
    """Run a benchmark that needs no data, as the user asked: a table or one JSON object; 1 if a part broke down."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="smaller, same keys, within 50 s")
    parser.add_argument("--json", action="store_true", help="one JSON object")
    parser.add_argument("--only", action="append", choices=parts, help="run this part only (may be repeated)")
    chosen = parser.parse_args()
    screen = Console(width=None if sys.stdout.isatty() else 150)
    found, broken = gathered(package, chosen.only or parts, quick=chosen.quick, data=None)
    if chosen.json:
        print(as_json(found))
    else:
        screen.print(add_figures(empty_table(title), found, goals))
        print_notes(screen, found)
    return min(broken, 1)


def gathered(package: str, names: Iterable[str], *, quick: bool, data: Path | None) -> tuple[Found, int]:
    """Run the parts; return what each found, and how many broke down (said on standard error)."""
    errors = Console(stderr=True)
    found: Found = {}
    broken = 0
    for name in names:
        begun = time.perf_counter()
        try:
            found[name] = _part(package, name, quick=quick, data=data)
        except Exception as error:  # noqa: BLE001 - a part that breaks costs its own figures, not those of an hour's run
            broken += 1
            errors.print(f"{name} broke down: {type(error).__name__}: {error}", markup=False)
            continue
        found[name].figures[f"bench_seconds_{name}"] = round(time.perf_counter() - begun, 1)
        if errors.is_terminal:
            errors.print(f"{name}: {time.perf_counter() - begun:.0f} s")
    return found, broken


def _part(package: str, name: str, *, quick: bool, data: Path | None) -> Findings:
    """Run one part: ``look`` where a part has it, for its notes and lists, else ``measure``."""
    module = importlib.import_module(f"{package}.{name}")
    if not hasattr(module, "look"):
        return Findings(module.measure(quick=quick, data=data))
    found = module.look(quick=quick, data=data)
    assert isinstance(found, Findings)
    order = {key: number for number, key in enumerate(getattr(module, "KEYS", ()))}
    found.figures = dict(sorted(found.figures.items(), key=lambda row: order.get(row[0], len(order))))
    return found


def as_json(found: Found) -> str:
    """Return all figures as one JSON object."""
    return json.dumps({key: value for findings in found.values() for key, value in findings.figures.items()})


def empty_table(title: str) -> Table:
    """Return the table of figures without rows."""
    table = Table("part", "figure", "value", "goal", title=title)
    table.columns[1].overflow = "fold"
    table.columns[2].justify = "right"
    return table


def add_figures(table: Table, found: Found, goals: Mapping[str, str]) -> Table:
    """Add a section a part."""
    for name, findings in found.items():
        table.add_section()
        first = name
        for key, value in findings.figures.items():
            table.add_row(first, key, "not measured" if value is None else f"{value:,}", goals.get(key, ""))
            first = ""
    return table


def print_notes(screen: Console, found: Found) -> None:
    """Print what the parts say of their figures."""
    for name, findings in found.items():
        for note in findings.notes:
            screen.print(f"{name}: {note}", markup=False, highlight=False)
