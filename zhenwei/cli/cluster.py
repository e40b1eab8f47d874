"""``zhenwei screen --cluster``: the pieces of the local run, worked out on a Ray cluster."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detectors.names.blocks import Piece, lines_of, pieces
from detectors.names.lists import Tally, read_names
from detectors.names.opinion import NameOpinion
from zhenwei.cli.progress import bars
from zhenwei.cli.screening import Found, build, chunks, judge_names, names_of, opinions_of, scan_piece
from zhenwei.cluster.on_ray import spread
from zhenwei.errors import BadInput
from zhenwei.watchlist import Watchlist


@dataclass(frozen=True, slots=True)
class Part:
    """What one job screens: a range of a plain file, or a whole file (packed, or relative to an origin).

    ``size`` is the file's on the machine that cut it: one with another file under this path must not go unnoticed.
    """

    file: str
    size: int
    piece: Piece | None


def found(
    files: Sequence[str],
    watchlist: Watchlist,
    tally: Tally,
    address: str,
    cores: int,
    threshold: float,
    *,
    everything: bool,
) -> Iterator[NameOpinion]:
    """Yield what the local run yields for the same files, in the same order. Raises BadInput, ClusterFailed."""
    if "-" in files:
        raise BadInput("--cluster 需要文件或文件夹：标准输入只有本机能读")
    run = _all if everything else _hits
    with bars() as bar, contextlib.closing(run(files, watchlist, tally, address, cores, threshold, bar)) as opinions:
        # Closed here and not when somebody collects it: that ends what still runs after Ctrl-C.
        yield from opinions


def _hits(
    files: Sequence[str],
    watchlist: Watchlist,
    tally: Tally,
    address: str,
    cores: int,
    threshold: float,
    bar: Callable[[str], Any],
) -> Generator[NameOpinion, None, None]:
    line, done = bar("集群筛查（段）"), 0
    cut = list(parts(files))
    line.update(0, len(cut))
    jobs = ((part, threshold) for part in cut)
    with contextlib.closing(spread(scan_part, jobs, build, (watchlist,), address, cores)) as answers:
        for done, answer in enumerate(answers, 1):
            yield from opinions_of(answer, tally)
            line.update(done, len(cut))


def _all(
    files: Sequence[str],
    watchlist: Watchlist,
    tally: Tally,
    address: str,
    cores: int,
    _threshold: float,
    bar: Callable[[str], Any],
) -> Generator[NameOpinion, None, None]:
    """Send the names themselves: their opinions take more room than they do, whatever file they come from."""
    line = bar("集群筛查（批）")
    names = (name for file in files for name in read_names(lines_of(file), tally, file))
    jobs: Iterable[tuple[Any, ...]] = ((chunk,) for chunk in chunks(names))
    with contextlib.closing(spread(judge_names, jobs, build, (watchlist,), address, cores)) as answers:
        for done, answer in enumerate(answers, 1):
            yield from names_of(answer, tally)
            line.update(done, 0)


def parts(files: Iterable[str]) -> Iterator[Part]:
    """Cut files as the local run does. Raises BadInput for one that cannot be read here or is no list."""
    for file in files:
        for piece in pieces([file]):
            size = Path(file).stat().st_size
            if piece.data is not None:
                yield Part(file, size, None)
                break
            yield Part(file, size, piece)


def scan_part(part: Part, threshold: float) -> list[Found]:
    """Screen one part in a process that has called ``build``. Raises BadInput for a file that is not as it was cut."""
    try:
        size = Path(part.file).stat().st_size
    except OSError as error:
        raise BadInput(f"无法读取 {part.file}：{error.strerror}") from error
    if size != part.size:
        raise BadInput(f"{part.file} 在此处为 {size} 字节，应为 {part.size} 字节")
    cut: Iterable[Piece] = pieces([part.file]) if part.piece is None else [part.piece]
    return [scan_piece(piece, threshold) for piece in cut]
