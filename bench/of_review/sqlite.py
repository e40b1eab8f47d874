"""The desk on SQLite."""

from __future__ import annotations

from pathlib import Path

from bench.of_names.figures import Findings
from bench.of_review.desk import folder, keys, measure_desk

KEYS = keys("sqlite")


def look(*, quick: bool, data: Path | None) -> Findings:
    """Fill and measure."""
    del data
    with folder() as below:
        return measure_desk("sqlite", f"sqlite:///{below}/store.db", Path(below), quick=quick)
