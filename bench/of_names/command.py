"""Runs ``zhenwei screen`` as a user does: the installed command, a file in, JSON Lines out, no setting but ours."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

WORKERS = 2
# Below this many names, starting more processes takes longer than screening.
_FEW = 20_000
ORGANS = Path(__file__).parent / "watchlist"


@dataclass(frozen=True)
class Opinion:
    """What the command said of a name."""

    score: float
    flagged: bool
    target: str
    rules: tuple[str, ...]


@dataclass
class Screened:
    """All opinions by name; a name that the command did not read scores nothing and is counted."""

    opinions: dict[str, Opinion] = field(default_factory=dict)

    def score(self, name: str) -> float:
        found = self.opinions.get(name)
        return found.score if found else 0.0

    def flagged(self, name: str) -> bool:
        found = self.opinions.get(name)
        return found.flagged if found else False


def command() -> list[str]:
    """Return the installed command of this interpreter's environment."""
    return [str(Path(sys.executable).with_name("zhenwei"))]


def environment(watchlist: Path | None) -> dict[str, str]:
    """Return the caller's environment without any setting of ours but the watchlist folder."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ZHENWEI_")}
    return kept | ({"ZHENWEI_WATCHLIST_DIR": str(watchlist)} if watchlist else {})


def screened(names: Iterable[str], watchlist: Path | None = None) -> Screened:
    """Screen names with the built-in watchlist, ``watchlist`` laid over it. Raises CalledProcessError."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "names.txt"
        lines = [f"{name}\n" for name in names]
        listed.write_text("".join(lines), "utf-8")
        workers = 1 if len(lines) < _FEW else WORKERS
        line = [*command(), "screen", str(listed), "--scores", "--workers", str(workers)]
        done = subprocess.run(line, cwd=folder, env=environment(watchlist), capture_output=True, check=True)
    found = Screened()
    for text in done.stdout.splitlines():
        row = json.loads(text)
        for key in (row["unicode"], row["domain"]):
            found.opinions[key] = _opinion(row)
    return found


def _opinion(row: Mapping[str, object]) -> Opinion:
    reasons = row["reasons"]
    assert isinstance(reasons, list)
    return Opinion(
        float(str(row["score"])), bool(row["flagged"]), str(row["target"]), tuple(reason["rule"] for reason in reasons)
    )
