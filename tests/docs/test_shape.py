"""Small files with one idea, short functions: held, not hoped for."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).parents[2]
PACKAGES = ("crawler", "detectors", "review", "takedown", "zhenwei", "lab", "bench", "docs", "tests")
LONGEST_FILE, LONGEST_FUNCTION, USUAL_FILE = 500, 60, 100


def _files() -> list[Path]:
    found = [path for package in PACKAGES for path in sorted((REPOSITORY / package).rglob("*.py"))]
    # A migration lists every column of its day, made by Alembic.
    return [path for path in found if "versions" not in path.parts]


def test_files_are_small() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in _files()}
    assert {p: n for p, n in lengths.items() if n > LONGEST_FILE} == {}
    assert median(lengths.values()) < USUAL_FILE


def test_functions_are_short() -> None:
    long = [
        f"{path}:{node.lineno} {node.name}"
        for path in _files()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > LONGEST_FUNCTION
    ]
    assert long == []
