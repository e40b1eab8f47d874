"""A names file that grows during a night, in step with the store: what is not in the store is not in the file.

Names are appended and flushed to the disk, then the store is told the new length together with the new position, in
one transaction. Killed in between, the file is longer than the store says, and is cut back when the unit goes on.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from zhenwei.store.database import Store
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import set_position

BYTES = "bytes"  # the key of the length in a unit's detail


class Ledger:
    """The names of one unit, with its detail and its source's position. Use it as a context."""

    def __init__(self, path: Path, store: Store, unit: UnitRow, source: str) -> None:
        self.path = path
        self.detail: dict[str, Any] = dict(unit.detail)
        self._store, self._unit, self._source = store, unit.id, source
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        self.whole = self._cut_back()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._file)

    def _cut_back(self) -> bool:
        """Go on behind what the store knows of. False if the file lost some of it, which then must be read again."""
        known = int(self.detail.get(BYTES, 0))
        whole = os.fstat(self._file).st_size >= known
        self.detail[BYTES] = known if whole else 0
        os.ftruncate(self._file, self.detail[BYTES])
        os.lseek(self._file, 0, os.SEEK_END)
        return whole

    @property
    def empty(self) -> bool:
        """True if no name has been kept."""
        return not self.detail[BYTES]

    def names(self) -> set[bytes]:
        """Return the names kept so far."""
        os.lseek(self._file, 0, os.SEEK_SET)
        parts = []
        while part := os.read(self._file, 1 << 20):
            parts.append(part)
        return set(b"".join(parts).split())

    def keep(self, names: Sequence[bytes], place: Mapping[str, object], detail: Mapping[str, object]) -> None:
        """Append names, then store position, detail and the new length in one transaction."""
        data = b"".join(name + b"\n" for name in names)
        if data:
            _write(self._file, data)
            os.fsync(self._file)
        self.detail |= {**detail, BYTES: int(self.detail[BYTES]) + len(data)}
        with self._store.transaction() as session:
            session.get_one(UnitRow, self._unit).detail = dict(self.detail)
            set_position(session, self._source, place)


def _write(file: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(file, view) :]
