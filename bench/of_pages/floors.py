"""Floors: what was reached once. Read, compared, lifted; never lowered by a program.

The file is TOML: ``data`` (digest of the pages that were measured), ``[classes]`` (figures where more is better), and a
table a rule with ``precision`` and ``recall``. Who has a reason to lower one edits the file, and the change is seen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

# What a figure may vary by without having sunk: the last digit that is written.
_SLACK = 1e-9
_DIGITS = 4
Table = dict[str, float]


@dataclass
class Floors:
    """``tables``: "classes", then one a rule ("P101"); each maps a figure to its floor."""

    data: str = ""
    tables: dict[str, Table] = field(default_factory=dict)


def read(path: Path) -> Floors:
    """Return the floors of a file, or none if there is no file. Raises tomllib.TOMLDecodeError."""
    if not path.exists():
        return Floors()
    raw = tomllib.loads(path.read_text("utf-8"))
    tables = {"classes": dict(raw.get("classes", {}))} | {k: dict(v) for k, v in raw.get("rules", {}).items()}
    return Floors(str(raw.get("data", "")), tables)


def sunk(floors: Floors, measured: Mapping[str, Table]) -> list[str]:
    """Return a line for each figure below its floor, each floor whose figure is gone, each figure without a floor."""
    lines = []
    for name, table in floors.tables.items():
        for key, floor in table.items():
            now = measured.get(name, {}).get(key)
            if now is None:
                lines.append(f"{name} {key}: was {floor:g}, is not measured any more")
            elif round(now, _DIGITS) < floor - _SLACK:
                lines.append(f"{name} {key}: {now:.{_DIGITS}f}, floor {floor:g}")
    for name, table in measured.items():
        lines += [f"{name} {key}: no floor yet (--raise)" for key in table if key not in floors.tables.get(name, {})]
    return lines


def lifted(floors: Floors, measured: Mapping[str, Table], data: str) -> Floors:
    """Return floors lifted to what was measured; none is lower than before, and none is lost."""
    names = sorted({*floors.tables, *measured}, key=lambda name: (name != "classes", name))
    tables: dict[str, Table] = {}
    for name in names:
        old, new = floors.tables.get(name, {}), measured.get(name, {})
        keys = [*old, *(key for key in new if key not in old)]
        tables[name] = {key: max(old.get(key, 0.0), _down(new.get(key, 0.0))) for key in keys}
    return Floors(data, tables)


def text(floors: Floors) -> str:
    """Return the file's text."""
    lines = [
        "# What the labelled pages reached once: `python bench/gate.py` fails below these and names what sank,",
        "# `python bench/gate.py --raise` lifts them. No program lowers one; who must, edits this file and says why.",
        f'data = "{floors.data}"',
    ]
    for name, table in floors.tables.items():
        lines += ["", f"[{name}]" if name == "classes" else f"[rules.{name}]"]
        lines += [f"{key} = {value:g}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def _down(value: float) -> float:
    """Round down to the digits that are written: a floor never lies above what was measured."""
    scale = float(f"1e{_DIGITS}")
    return int(value * scale + _SLACK) / scale
