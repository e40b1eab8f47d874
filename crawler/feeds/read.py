"""Reading one file of names, whatever its shape: the one entry to this package's readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

from crawler.feeds.entry import Batch
from crawler.feeds.flat import read_filter, read_hosts, read_plain
from crawler.feeds.objects import read_document, read_lines
from crawler.feeds.shape import Shape, shape_of
from crawler.feeds.sheet import read_sheets
from crawler.feeds.table import read_table
from crawler.feeds.text import Lines, blocks
from crawler.feeds.unpack import Stream, is_sheet, unpacked
from crawler.feeds.zone import Zone, zone_hint
from zhenwei.errors import BadInput

ENOUGH = 200  # bad lines after which a list without names is given up
_FLAT = {
    Shape.PLAIN: read_plain,
    Shape.HOSTS: read_hosts,
    Shape.FILTER: read_filter,
    Shape.TABLE: read_table,
    Shape.JSONL: read_lines,
}


@dataclass
class Tally:
    """What was read so far: names (repeated ones too), addresses without a name, lines that are neither."""

    shape: str = ""
    names: int = 0
    numbers: int = 0
    bad: int = 0
    dated: date | None = None

    def check(self, *, at_end: bool = False) -> None:
        """Raise BadInput where most of what was read is no list of names."""
        if self.bad > (0 if at_end and not self.names + self.numbers else 5) and (
            (at_end or self.bad > ENOUGH) and self.bad > self.names + self.numbers
        ):
            total = self.names + self.numbers + self.bad
            raise BadInput(f"不是域名清单：{total} 行中有 {self.bad} 行不是域名")


def read_list(path: Path, tally: Tally, name: str = "") -> Iterator[Batch]:
    """Yield the names of a file as they are read. ``name``: what the source calls it, for the zone's name.

    Raises BadInput with one sentence for what is no list, is broken, or unpacks without end; OSError from the disk.
    What was yielded before an error is not to be used.
    """
    found: Iterable[Batch]
    if is_sheet(path):
        tally.shape = Shape.SHEET.value
        found = read_sheets(path)
    else:
        found = _read_streams(path, tally, zone_hint(name or path.name))
    for batch in found:
        tally.names += len(batch.names)
        tally.numbers += batch.numbers
        tally.bad += batch.bad
        tally.check()
        yield batch
    tally.check(at_end=True)


def _read_streams(path: Path, tally: Tally, hint: str) -> Iterator[Batch]:
    with unpacked(path) as streams:
        for stream in streams:
            yield from _read_stream(stream, tally, hint)


def _read_stream(stream: Stream, tally: Tally, hint: str) -> Iterator[Batch]:
    texts = blocks(stream)
    first = next(texts, b"")
    if not first.strip():
        first += b"".join(block for block, _ in zip(texts, range(8), strict=False))
    shape = shape_of(first)
    tally.shape = tally.shape or shape.value
    if shape is Shape.JSON:
        yield from read_document(chain([first], texts))
        return
    lines = Lines(chain([first], texts))
    if shape is Shape.ZONE:
        zone = Zone(hint)
        yield from zone.read(lines.pieces())
        tally.dated = zone.dated or tally.dated
    else:
        yield from _FLAT[shape](lines)
    tally.bad += lines.cut
