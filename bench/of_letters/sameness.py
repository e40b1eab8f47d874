"""The same store drafted by two processes with other hash seeds, folders and time zones: how many files differ."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from bench.of_letters.made_up import MadeUp
from bench.of_names.figures import Findings
from zhenwei.config import Settings
from zhenwei.store.database import open_store

KEYS = ("different_bytes", "files_compared")
_DRAFT = """
import sys
from contextlib import closing
from pathlib import Path
from bench.of_letters.drafting import DAY
from bench.of_letters.made_up import watchlist
from takedown.draft import confirmed_cases, draft
from zhenwei.config import Settings
from zhenwei.store.database import open_store
settings = Settings(data_dir=Path(sys.argv[1]))
with closing(open_store(settings.database)) as store:
    with store.reading() as session:
        cases = confirmed_cases(session)
    draft(store, settings, watchlist(), cases, "chen", day=DAY)
"""


def look(*, quick: bool, data: Path | None) -> Findings:
    """Compare every file of every letter."""
    del data
    below = Path("var/bench")
    below.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=below) as root:
        one, two = Path(root) / "one", Path(root) / "another folder"
        settings = Settings(data_dir=one)
        with closing(open_store(settings.database)) as store:
            MadeUp(store, settings, 3 if quick else 12, 1 if quick else 4).fill()
        shutil.copytree(one, two)
        here = _drafted(one, PYTHONHASHSEED="1", TZ="Asia/Shanghai")
        there = _drafted(two, PYTHONHASHSEED="2", TZ="America/New_York")
    different = [name for name in sorted(here.keys() | there.keys()) if here.get(name) != there.get(name)]
    found = Findings({"different_bytes": len(different), "files_compared": len(here)})
    found.notes += different[:5]
    return found


def _drafted(data: Path, **environ: str) -> dict[str, bytes]:
    subprocess.run([sys.executable, "-c", _DRAFT, str(data)], env=os.environ | environ, check=True)
    letters = data / "letters"
    return {path.relative_to(letters).as_posix(): path.read_bytes() for path in letters.rglob("*") if path.is_file()}
