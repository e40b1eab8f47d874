"""The genuine page's pictures: looked for once a process, since many letters show the same ones."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path

from takedown.captures import light_page, shot_of
from takedown.facts import Shot
from zhenwei.errors import EvidenceError
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.manifest import read_manifest
from zhenwei.evidence.names import inside
from zhenwei.evidence.record import SCREENSHOT, WINDOW

Shots = tuple[Shot, Shot, datetime]


def genuine_shots(evidence: Path, folder: str) -> Shots | None:
    """Return (whole page, window, time) of a capture of an organ's own page; None if it has none or is damaged.

    A damaged baseline is missing, not wrong: the letter then shows no genuine page beside.
    """
    try:
        changed = (inside(evidence, folder) / SCREENSHOT).stat().st_mtime_ns
    except (EvidenceError, OSError):
        return None
    return _look(evidence, folder, changed)


@lru_cache(maxsize=256)
def _look(evidence: Path, folder: str, _changed: int) -> Shots | None:
    try:
        path = inside(evidence, folder)
        manifest = read_manifest(path)
        whole = shot_of(folder, manifest, SCREENSHOT)
        window = shot_of(folder, manifest, WINDOW) or whole
        if whole is None or window is None:
            return None
        for shot in {whole, window}:
            if sha256((path / shot.name).read_bytes()) != shot.sha256:
                return None
        return whole, window, light_page(evidence, folder).captured_at
    except (EvidenceError, OSError):
        return None
