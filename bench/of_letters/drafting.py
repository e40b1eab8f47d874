"""How fast confirmed cases become packages, with and without PDF, and how much memory that takes.

The store is made up (bench/of_letters/made_up.py): two of three cases are counterfeits, every case has three captures
of 2.1 MB in all with screenshots, operators have three to four sites. ``--quick``: 30 cases of 9 operators instead of
1 000 of 300. Full: both runs on the same store, letters drafted anew.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from io import BytesIO
from pathlib import Path

from bench.of_crawl.memory import Watch
from bench.of_letters.made_up import MadeUp, watchlist
from bench.of_names.figures import Findings
from takedown.draft import draft
from zhenwei.config import Settings
from zhenwei.evidence.packages import verify_package
from zhenwei.store.database import open_store
from zhenwei.types import Notice
from zhenwei.watchlist import Watchlist

DAY = date(2026, 11, 22)
KEYS = (
    "seconds_per_1000_cases",
    "seconds_per_1000_cases_without_pdf",
    "letters_per_s",
    "letters_per_s_without_pdf",
    "ratio_to_plain_documents",
    "peak_mb",
    "growth_mb",
    "lost_letters",
    "packages_not_verified",
    "package_mb_mean",
    "packages_verified_per_s",
)


def look(*, quick: bool, data: Path | None) -> Findings:
    """Draft everything twice: without PDF, then with."""
    del data
    cases, operators = (30, 9) if quick else (1_000, 300)
    below = Path("var/bench")
    below.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=below) as root:
        settings = Settings(data_dir=Path(root))
        with closing(open_store(settings.database)) as store:
            numbers = MadeUp(store, settings, cases, operators).fill()
        begun = _saved(settings)
        offices = watchlist()
        bare, bare_s, _ = _drafted(settings, offices, numbers, pdf=False)
        plain_s = _plain_documents(len(bare))
        _restored(settings, begun)
        letters, took, memory = _drafted(settings, offices, numbers, pdf=True)
        verified_s, wrong = _verified(settings, letters)
        packages = [settings.letters_dir / letter.folder / "package.zip" for letter in letters]
        held = {number for letter in letters for number in letter.cases}
        pdfs = sum((package.parent / "notice.pdf").exists() for package in packages)
        found = Findings(
            {
                "seconds_per_1000_cases": round(took / cases * 1000, 1),
                "seconds_per_1000_cases_without_pdf": round(bare_s / cases * 1000, 1),
                "letters_per_s": round(len(letters) / took, 2),
                "letters_per_s_without_pdf": round(len(bare) / bare_s, 2),
                "ratio_to_plain_documents": round(plain_s / bare_s, 3),
                "peak_mb": round(memory.peak_mb),
                "growth_mb": round(memory.growth_mb),
                "lost_letters": len(set(numbers) - held) + abs(len(letters) - len(bare)),
                "packages_not_verified": wrong,
                "package_mb_mean": round(sum(p.stat().st_size for p in packages) / len(packages) / 1e6, 2),
                "packages_verified_per_s": round(len(letters) / verified_s, 1),
            }
        )
    found.notes.append(
        f"{cases} cases, {operators} operators, {len(letters)} letters, {pdfs} with PDF, {_workers()} workers"
    )
    found.notes.append("plain documents: python-docx, one process, a table of as many rows as a letter's annexes have")
    return found


def _workers() -> int:
    return os.cpu_count() or 1


def _drafted(
    settings: Settings, offices: Watchlist, cases: Sequence[int], *, pdf: bool
) -> tuple[list[Notice], float, Watch]:
    with closing(open_store(settings.database)) as store, Watch() as memory:
        begun = time.perf_counter()
        letters = draft(store, settings, offices, cases, "chen", workers=_workers(), day=DAY, pdf=pdf)
        return letters, time.perf_counter() - begun, memory


def _database(settings: Settings) -> str:
    return settings.database.removeprefix("sqlite:///")


def _saved(settings: Settings) -> Path:
    """Keep the store as it is, to draft from it again."""
    copy = settings.data_dir / "begun.db"
    with closing(sqlite3.connect(_database(settings))) as connection, closing(sqlite3.connect(copy)) as kept:
        connection.backup(kept)
    return copy


def _restored(settings: Settings, begun: Path) -> None:
    shutil.rmtree(settings.letters_dir)
    there = Path(_database(settings))
    for path in there.parent.glob(f"{there.name}*"):
        path.unlink()
    shutil.copyfile(begun, there)


def _verified(settings: Settings, letters: Sequence[Notice]) -> tuple[float, int]:
    begun = time.perf_counter()
    some = letters[:: max(1, len(letters) // 60)]
    wrong = sum(bool(verify_package(settings.letters_dir / letter.folder)[1]) for letter in some)
    return (time.perf_counter() - begun) * len(letters) / len(some), wrong


def _plain_documents(count: int) -> float:
    """Return the seconds in which python-docx alone writes so many documents with a table of 100 rows."""
    import docx

    some = max(2, min(count, 12))
    begun = time.perf_counter()
    for _ in range(some):
        document = docx.Document()
        document.add_paragraph("关于移送涉嫌仿冒机关网站线索的函")
        table = document.add_table(rows=0, cols=4)
        for number in range(100):
            cells = table.add_row().cells
            for cell, text in zip(cells, (str(number), "网页内容，page.html（HTML）", "42056", "0" * 64), strict=True):
                cell.text = text
        out = BytesIO()
        document.save(out)
        zipfile.ZipFile(BytesIO(out.getvalue())).close()
    return (time.perf_counter() - begun) / some * count
