"""Taking in a file of reports: opened, read through, and written in one transaction; for ``zhenwei leads add``."""

from __future__ import annotations

import csv
import hashlib
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select

from zhenwei.address import host_of
from zhenwei.config import Settings
from zhenwei.errors import BadInput
from zhenwei.intake.keeping import Keeper, Kept
from zhenwei.intake.reading import Reader
from zhenwei.intake.report import BadRow
from zhenwei.intake.vault import open_vault
from zhenwei.intake.waiting import Waiting
from zhenwei.store.database import Store
from zhenwei.store.report_in_tables import ReportBatchRow
from zhenwei.watchlist import load_watchlist

NAMED = 20  # bad rows that one message names
LARGEST = 1_000_000_000  # bytes
IN_MEMORY = 64_000_000  # bytes of standard input; more lies in a file without a name
EVERY = 250  # rows between two steps of the progress


@dataclass
class Faults:
    """Bad rows: the first ones by name, all of them counted and, where asked for, written into a file."""

    first: list[BadRow] = field(default_factory=list)
    count: int = 0

    def add(self, row: BadRow) -> None:
        """Take note of a bad row."""
        self.count += 1
        if len(self.first) < NAMED:
            self.first.append(row)

    def named(self) -> str:
        """Return the rows in one sentence."""
        lines = "；".join(f"{row.where}{row.what}" for row in self.first)
        return lines + (f"；另有 {self.count - len(self.first)} 行" if self.count > len(self.first) else "")


@contextmanager
def opened(file: Path) -> Iterator[BinaryIO]:
    """Yield a file, or standard input for ``-``, as a stream that can be read twice. Raises BadInput."""
    if str(file) == "-":
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as kept:
            while piece := sys.stdin.buffer.read(1 << 20):
                kept.write(piece)
                _bounded(kept.tell(), file)
            kept.seek(0)
            yield kept  # type: ignore[misc]
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise BadInput(f"无法读取文件 {file}：{error.strerror or error}") from error
    with stream:
        _bounded(stream.seek(0, 2), file)
        stream.seek(0)
        yield stream


def _bounded(size: int, file: Path) -> None:
    if size > LARGEST:
        raise BadInput(f"文件 {file.name} 超过 {LARGEST // 1_000_000} MB，请分成几份导入")


def digest_of(stream: BinaryIO) -> str:
    """Return the SHA-256 of a stream, which stands at its start again."""
    stream.seek(0)
    digest = hashlib.sha256()
    while piece := stream.read(1 << 20):
        digest.update(piece)
    stream.seek(0)
    return digest.hexdigest()


def read_through(reader: Reader, waiting: Waiting, bad_file: Path | None, tick: Callable[[int, int], None]) -> Faults:
    """Read a whole file: good rows wait, bad ones are noted. Raises BadInput if it is no table of reports."""
    faults = Faults()
    with _listing(bad_file) as write:
        for number, one in enumerate(reader, 1):
            if isinstance(one, BadRow):
                faults.add(one)
                write(one)
            else:
                waiting.add(one)
            if number % EVERY == 0:
                tick(number, 0)
    return faults


@contextmanager
def _listing(bad_file: Path | None) -> Iterator[Callable[[BadRow], object]]:
    if bad_file is None:
        yield lambda _row: None
        return
    try:
        with bad_file.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("工作表", "行", "原因"))
            yield lambda row: writer.writerow((_inert(row.sheet), row.line, row.what))
    except OSError as error:
        raise BadInput(f"无法写入文件 {bad_file}：{error.strerror or error}") from error


def _inert(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula: names of sheets come from outside."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@")) else cell


def write_batch(
    store: Store,
    settings: Settings,
    waiting: Waiting,
    source: str,
    by: str,
    sha256: str,
    skipped: int,
    tick: Callable[[int, int], None],
) -> Kept:
    """Write what waits, all of it or nothing. A file without reports leaves no batch."""
    if not waiting.count:
        return Kept()
    vault = open_vault(settings.reporter_key_file)
    with store.transaction() as session:
        keeper = Keeper(session, source, by, vault, sha256)
        for part in waiting.parts():
            keeper.keep(part)
            tick(keeper.kept.reports, waiting.count)
        return keeper.close(skipped)


def same_file(store: Store, sha256: str) -> str:
    """Return the receipt of the batch that the same bytes once were, or nothing."""
    with store.reading() as session:
        query = select(ReportBatchRow.number).filter_by(sha256=sha256).order_by(ReportBatchRow.id)
        return session.scalars(query.limit(1)).first() or ""


def genuine_in(settings: Settings) -> Callable[[str], bool]:
    """Return the question whether an address is a protected organ's own; the watchlist is read when first asked."""
    known: list[Callable[[str], object]] = []

    def genuine(url: str) -> bool:
        if not known:
            known.append(load_watchlist(settings.watchlist_dir).genuine_organ)
        return known[0](host_of(url)) is not None

    return genuine
