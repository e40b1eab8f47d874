"""From the files of one source to what is new in it since the last reading, and what the next reading must know.

A source keeps the names of its last reading as one packed, sorted file a part. Only names that were not in it are
handed on to be screened: all of them at the first reading, and again after the watchlist has changed.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

from crawler.feeds.entry import About
from crawler.feeds.ordered import Piece, Sorter, Writer, merged, without
from crawler.feeds.read import Tally, read_list
from zhenwei.errors import BadInput
from zhenwei.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a source as it is now. ``mark`` says which version of it; ``dated``: the date it claims."""

    key: str
    path: Path
    mark: Mapping[str, Any]
    name: str = ""
    dated: date | None = None


@dataclass(slots=True)
class Known:
    """What is known of a part from its last reading. ``snapshot``: its names, a file's name in the state folder."""

    mark: dict[str, Any] = field(default_factory=dict)
    names: int = 0
    shape: str = ""
    dated: str = ""
    snapshot: str = ""


@dataclass(slots=True)
class Brought:
    """What one night's reading of a source brought. ``fresh``: names in ``file``; ``problems``: parts not read."""

    known: dict[str, Known]
    file: Path | None = None
    fresh: int = 0
    read: list[int] = field(default_factory=list)  # names, each once, of the parts that were read
    changed: bool = False
    bad: int = 0
    shapes: set[str] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)

    @property
    def names(self) -> int | None:
        """How many names it holds: of zones all there are, of lists those of one; None if nothing was read."""
        if "zone" in {known.shape for known in self.known.values()}:
            return sum(known.names for known in self.known.values())
        return round(median(self.read)) if self.read else None


class Bringer:
    """Reads the parts of one source into ``folder``, whose files are named after the unit, with its state beside."""

    def __init__(self, folder: Path, state: Path, unit: int) -> None:
        self._folder, self._state, self._unit = folder, state, unit
        self._work = folder / f"{unit}.work"

    def bring(self, parts: Sequence[Part], before: Mapping[str, Known], *, everything: bool) -> Brought:
        """Read what has changed; with ``everything`` hand on every name.

        Raises BadInput if there is only one part and it is no list; of several, those that are none are named.
        """
        shutil.rmtree(self._work, ignore_errors=True)
        self._work.mkdir(parents=True)
        self._tidy(before)
        brought = Brought({})
        files: list[Path] = []
        abouts = Abouts(self._folder / f"{self._unit}.abouts.jsonl")
        try:
            for number, part in enumerate(parts):
                known = before.get(part.key)
                fresh = self._work / f"fresh-{number}.txt"
                try:
                    brought.known[part.key] = self._part(part, known, fresh, brought, abouts, everything=everything)
                except (BadInput, OSError) as error:
                    why = str(error) if isinstance(error, BadInput) else f"读不出来：{error.strerror}"
                    if len(parts) == 1:
                        raise BadInput(why) from error
                    brought.problems.append(f"{Path(part.key).name}：{why}")
                    if known is not None:
                        brought.known[part.key] = known
                    continue
                files.append(fresh)
            if parts and len(brought.problems) == len(parts):
                raise BadInput(f"没有一个文件可读：{'；'.join(brought.problems)}"[:500])
            abouts.close(keep=True)
            self._hand_on(files, brought)
        finally:
            abouts.close(keep=False)
            shutil.rmtree(self._work, ignore_errors=True)
        return brought

    def _part(
        self, part: Part, known: Known | None, fresh: Path, brought: Brought, abouts: Abouts, *, everything: bool
    ) -> Known:
        old = self._state / known.snapshot if known and known.snapshot else None
        old = old if old is not None and old.exists() else None
        if known is not None and old is not None and known.mark == dict(part.mark):
            if everything:
                _write(fresh, merged([old]))
            return known
        tally = Tally()
        snapshot = Writer(self._state / f"{_digest(part.key)}-{self._unit}.gz")
        try:
            pieces = _kept(self._sorted(part, tally, abouts), snapshot)
            new = _write(fresh, pieces if everything else without(pieces, old))
        except BaseException:
            snapshot.close(keep=False)
            raise
        snapshot.close(keep=True)
        if everything and old is not None:
            new = sum(len(piece) for piece in without(merged([snapshot.path]), old))
        brought.read.append(snapshot.count)
        brought.bad += tally.bad
        brought.shapes.add(tally.shape)
        brought.changed |= old is None or known is None or bool(new) or snapshot.count != known.names
        dated = tally.dated or part.dated
        return Known(
            dict(part.mark), snapshot.count, tally.shape, dated.isoformat() if dated else "", snapshot.path.name
        )

    def _sorted(self, part: Part, tally: Tally, abouts: Abouts) -> Iterator[Piece]:
        sorter = Sorter(self._work)
        for batch in read_list(part.path, tally, part.name or part.path.name):
            sorter.add(batch.names)
            abouts.add(batch.abouts)
        yield from sorter.pieces()

    def _hand_on(self, files: Sequence[Path], brought: Brought) -> None:
        there = [file for file in files if file.exists()]
        target = self._folder / f"{self._unit}.txt"
        if len(there) == 1:
            brought.fresh = sum(_lines(there[0]))
            there[0].replace(target)
        elif there:
            brought.fresh = _write(target, merged(there))
        if brought.fresh:
            brought.file = target
        else:
            target.unlink(missing_ok=True)

    def _tidy(self, before: Mapping[str, Known]) -> None:
        """Remove snapshots that no reading refers to: of parts that are gone, and of a night that was killed."""
        wanted = {known.snapshot for known in before.values()}
        for path in self._state.glob("*") if self._state.is_dir() else ():
            if path.name not in wanted:
                with suppress(OSError):
                    path.unlink()


class Abouts:
    """The addresses and notes that stand beside the names, one JSON object a line; no file if there are none."""

    def __init__(self, path: Path) -> None:
        self._writer: Writer | None = None
        self._path = path
        path.unlink(missing_ok=True)

    def add(self, abouts: Sequence[About]) -> None:
        """Add some."""
        if not abouts:
            return
        if self._writer is None:
            self._writer = Writer(self._path)
        rows = ({"name": about.name.decode("ascii"), "url": about.url, "note": about.note} for about in abouts)
        self._writer.write([json.dumps(row, ensure_ascii=False).encode("utf-8", "replace") for row in rows])

    def close(self, *, keep: bool) -> None:
        """Put the file in place, or drop it."""
        if self._writer is not None:
            self._writer.close(keep=keep)
            self._writer = None


def known_parts(position: Mapping[str, Any]) -> dict[str, Known]:
    """Read what the last reading left in the store; whatever does not fit any more counts as never read."""
    found = {}
    for key, value in dict(position.get("parts") or {}).items():
        with suppress(TypeError):
            found[str(key)] = Known(**value)
    return found


def position_of(brought: Brought, watch: str) -> dict[str, Any]:
    """Return what the next reading must know, as plain values."""
    return {"watch": watch, "parts": {key: asdict(known) for key, known in brought.known.items()}}


def watch_digest(watchlist: Watchlist) -> str:
    """Return a digest of all that decides what a name is worth: names, cleared hosts, and this program's version."""
    organs = [organ.model_dump_json() for organ in watchlist.organs.values()]
    lawful = [row.model_dump_json() for row in watchlist.lawful]
    lexicon = [group.model_dump_json() for group in watchlist.lexicon.values()]
    try:
        program = version("zhenwei")
    except PackageNotFoundError:  # run from a folder that was never installed
        program = ""
    return _digest("\n".join([program, *organs, *lawful, *lexicon]))


def state_folder(data_dir: Path, source: str) -> Path:
    """Return where the snapshots of a source lie; its name may hold anything."""
    return data_dir / "feeds" / "state" / _digest(source)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _kept(pieces: Iterator[Piece], writer: Writer) -> Iterator[Piece]:
    for piece in pieces:
        writer.write(piece)
        yield piece


def _write(path: Path, pieces: Iterator[Piece]) -> int:
    writer = Writer(path)
    try:
        for piece in pieces:
            writer.write(piece)
    except BaseException:
        writer.close(keep=False)
        raise
    writer.close(keep=True)
    return writer.count


def _lines(path: Path) -> Iterator[int]:
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            yield block.count(b"\n")
