"""Reports that were read and wait until the whole file is known to be good.

They hold names, so they lie in a file without a name, encrypted with a key that only this process has.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from types import TracebackType
from typing import Self

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from zhenwei.intake.report import Report

PART = 500  # reports that are held in memory


class Waiting:
    """``with Waiting() as waiting``: ``add`` reports one by one, then take them out in ``parts``."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed in __exit__
        self._key = AESGCM(AESGCM.generate_key(256))
        self._held: list[Report] = []
        self._sizes: list[int] = []
        self.count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def add(self, report: Report) -> None:
        """Put a report in."""
        self._held.append(report)
        self.count += 1
        if len(self._held) >= PART:
            self._write()

    def parts(self) -> Iterator[list[Report]]:
        """Yield all reports in order, some hundred at once."""
        self._file.seek(0)
        for number, size in enumerate(self._sizes):
            rows = json.loads(self._key.decrypt(_nonce(number), self._file.read(size), None))
            yield [_report(row) for row in rows]
        self._file.seek(0, os.SEEK_END)
        if self._held:
            yield list(self._held)

    def _write(self) -> None:
        rows = [asdict(report) for report in self._held]
        for row in rows:
            row["reported_at"] = row["reported_at"].isoformat() if row["reported_at"] else None
        data = self._key.encrypt(_nonce(len(self._sizes)), json.dumps(rows, ensure_ascii=False).encode(), None)
        self._sizes.append(self._file.write(data))
        self._held.clear()


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")


def _report(row: dict[str, object]) -> Report:
    moment = row["reported_at"]
    told = {"reported_at": datetime.fromisoformat(str(moment)) if moment else None}
    return Report(**{**row, **told, "addresses": tuple(row["addresses"])})  # type: ignore[arg-type]
