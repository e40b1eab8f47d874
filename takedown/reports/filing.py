"""The files of a period's report: how they are called, how they are written, and the figures kept beside them."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from takedown.reports import periods
from takedown.reports.counted import CHARTED
from takedown.reports.monthly import Made, Row
from takedown.reports.periods import Period, Scheme
from zhenwei.errors import BadInput, StoreError
from zhenwei.sentences import said

FOLDER = "reports"  # within the data folder
REPORT, LEDGER, FIGURES = "report", "ledger", "figures"
ENDINGS: Mapping[str, str] = {REPORT: ".docx", LEDGER: ".xlsx", FIGURES: ".json"}
SPLIT = f"-{Scheme.SPLIT.value}"


@dataclass(frozen=True, slots=True)
class Filed:
    """What was made for a period. ``plan`` and ``all`` are empty where only the files are there (of older versions)."""

    period: Period
    kinds: tuple[str, ...]
    made_at: datetime
    day: date | None = None
    by: str = ""
    plan: Sequence[Row] = ()
    all: Sequence[Row] = ()
    months: Sequence[tuple[str, tuple[int, ...]]] = ()


def name_of(period: Period) -> str:
    """Return how a period's files are called: the two ways of counting a month do not take each other's."""
    return period.name if period.scheme is Scheme.CALENDAR else period.name + SPLIT


def period_of(name: str) -> Period:
    """Return the period that files are called by. Raises BadInput."""
    plain = name.removesuffix(SPLIT)
    scheme = Scheme.CALENDAR if plain == name else Scheme.SPLIT
    return periods.month(plain, scheme) if "-" in plain else periods.year(plain, scheme)


def file_report(folder: Path, made: Made, by: str = "") -> list[Path]:
    """Write a report and its ledger and return their paths; ``by``: who had it made. Raises StoreError.

    The figures go first and come last, so that none of an earlier making ever stand beside newer files.
    """
    try:
        (folder / file_name(FIGURES, made.figures.period)).unlink(missing_ok=True)
    except OSError as error:
        raise StoreError(said("无法写入 {folder}：{why}", folder=folder, why=error.strerror or error)) from error
    return write_files(folder, _files(made, by))[:-1]


def _files(made: Made, by: str) -> dict[str, bytes]:
    period = made.figures.period
    kept = {
        "day": made.day.isoformat(), "by": by,
        "plan": [[row.slug, *row.cells] for row in made.plan], "all": [[row.slug, *row.cells] for row in made.all],
        "months": [[one.name, *(int(values[slug] or 0) for slug in CHARTED)] for one, values in made.figures.months],
    }  # fmt: skip
    figures = json.dumps(kept, ensure_ascii=False, indent=1).encode()
    data = {REPORT: made.docx, LEDGER: made.xlsx, FIGURES: figures}
    return {file_name(kind, period): data[kind] for kind in ENDINGS}


def file_name(kind: str, period: Period) -> str:
    """Return what a file of a period is called."""
    return f"{kind}-{name_of(period)}{ENDINGS[kind]}"


def write_files(folder: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write files into a folder and return their paths. Raises StoreError if the disk refuses; no half file is left."""
    written = []
    for name, data in files.items():
        path = folder / name
        part = folder / f".{name}.{os.getpid()}.part"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            part.write_bytes(data)
            part.replace(path)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise StoreError(said("无法写入 {path}：{why}", path=path, why=error.strerror or error)) from error
        written.append(path)
    return written


def filed(folder: Path, period: Period) -> Filed | None:
    """Return what was made for a period, None if no report was."""
    kinds = tuple(kind for kind in (REPORT, LEDGER) if (folder / file_name(kind, period)).is_file())
    try:
        made_at = datetime.fromtimestamp((folder / file_name(REPORT, period)).stat().st_mtime, UTC)
    except OSError:
        return None
    try:
        kept = json.loads((folder / file_name(FIGURES, period)).read_text("utf-8"))
        return Filed(
            period, kinds, made_at, date.fromisoformat(kept["day"]), str(kept["by"]), _rows(kept["plan"]),
            _rows(kept["all"]), [(str(name), tuple(int(one) for one in rest)) for name, *rest in kept["months"]],
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError):
        return Filed(period, kinds, made_at)


def every_filed(folder: Path) -> list[Filed]:
    """Return what was made before, the newest first."""
    found = [one for period in _periods(folder) if (one := filed(folder, period)) is not None]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def _periods(folder: Path) -> Iterator[Period]:
    for path in folder.glob(f"{REPORT}-*{ENDINGS[REPORT]}"):
        try:
            yield period_of(path.stem.removeprefix(f"{REPORT}-"))
        except BadInput:
            continue  # somebody else's file


def _rows(kept: Sequence[Sequence[Any]]) -> list[Row]:
    return [Row(str(slug), tuple(str(cell) for cell in cells)) for slug, *cells in kept]
