"""``zhenwei screen --cluster``: what the command gives to the cluster, and how it shows progress."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from detectors.names import NameOpinion
from detectors.names.lists import Tally
from zhenwei.cli.progress import bars
from zhenwei.cluster.on_ray import screened_on_ray
from zhenwei.cluster.pieces import PIECE_BYTES, PIECE_BYTES_WITH_SCORES, cut, files_in
from zhenwei.cluster.work import Answered, Asked
from zhenwei.errors import BadInput
from zhenwei.watchlist import load_watchlist


def screened_on_cluster(
    paths: Sequence[str],
    overlay: Path | None,
    address: str,
    *,
    tally: Tally,
    workers: int,
    threshold: float,
    everything: bool,
) -> Iterator[NameOpinion | str]:
    """Yield what ``zhenwei.cli.screening.screened`` yields for the same files, worked out on a Ray cluster."""
    if not paths or "-" in paths:
        raise BadInput("--cluster 需要文件或文件夹：标准输入只有本机能读")
    files = files_in(paths)
    size = PIECE_BYTES_WITH_SCORES if everything else PIECE_BYTES
    questions = (
        Asked(piece, threshold, everything, first=number == 0)
        for number, piece in enumerate(cut(files, size, whole_if_packed=not everything))
    )
    total = sum(Path(file).stat().st_size for file in files)
    watchlist = load_watchlist(overlay)
    with bars() as bar:
        line, done = bar("集群筛查（字节）"), 0

        def tick(answered: Answered) -> None:
            nonlocal done
            done = min(total, done + answered.bytes)
            line.update(done, total)

        line.update(0, total)
        found = screened_on_ray(questions, watchlist, address, tally=tally, cores=workers, tick=tick)
        # Closed here and not when somebody collects it: that ends what still runs after Ctrl-C.
        with contextlib.closing(found):  # type: ignore[type-var]
            yield from found
