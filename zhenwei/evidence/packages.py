"""Checking what letters hand over: a package as ZIP or folder, or a letter's own folder with the package in it.

First what verify.py checks (zhenwei.evidence.standalone), then every capture that lies in it as a whole, with its
chain, its WARC and its time stamp.
"""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

from zhenwei.evidence import standalone
from zhenwei.evidence.manifest import MANIFEST
from zhenwei.evidence.record import PAGE
from zhenwei.evidence.stamps import StampCheck
from zhenwei.evidence.verify import Problem, verify_capture

PACKAGE = "package.zip"


def is_package(path: Path) -> bool:
    """True for a ZIP, and for a folder whose manifest says that it is a package or a letter."""
    if path.is_file():
        return True
    try:
        content = json.loads((path / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(content, dict) and content.get("format") in standalone.FORMATS


def verify_package(path: Path, stamps: StampCheck | None = None) -> tuple[int, list[Problem]]:
    """Return (files compared, what does not match)."""
    report = standalone.check(path)
    problems = [Problem(_inside(path, name), what) for name, what in report.problems]
    checked = report.checked
    if not problems and path.is_dir() and (path / PACKAGE).is_file():
        more, found = verify_package(path / PACKAGE, stamps)
        return checked + more, found
    if not problems:
        problems = _captures(path, stamps or StampCheck())
    return checked, problems


def _inside(path: Path, name: str) -> Path:
    return path / "".join(c if c.isprintable() else "?" for c in name)


def _captures(path: Path, stamps: StampCheck) -> list[Problem]:
    """Check the captures; of a ZIP they are unpacked first. Its names were found safe before."""
    if path.is_dir():
        return [problem for folder in _whole(path) for problem in verify_capture(folder, stamps=stamps)]
    with tempfile.TemporaryDirectory(prefix="zhenwei-") as scratch:
        with zipfile.ZipFile(path) as archive:
            archive.extractall(scratch)
        found = _captures(Path(scratch), stamps)
        return [Problem(path / problem.path.relative_to(scratch), problem.what) for problem in found]


def _whole(path: Path) -> list[Path]:
    evidence = path / standalone.EVIDENCE
    return sorted(page.parent for page in evidence.rglob(PAGE) if (page.parent / MANIFEST).exists())
