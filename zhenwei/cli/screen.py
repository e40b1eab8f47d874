"""``zhenwei screen``: which of very many names imitate."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from detectors.names.blocks import lines_of
from detectors.names.lists import Tally, read_names
from detectors.names.opinion import NameOpinion
from zhenwei.cli.files import files_in, reading
from zhenwei.cli.formats import FORMATS, Format
from zhenwei.cli.screening import judged, names_of, opinions_of, scanned
from zhenwei.config import load_settings
from zhenwei.watchlist import Watchlist, load_watchlist

app = typer.Typer(help="域名：筛查大批域名。\n\n例：zhenwei screen new-domains.txt.gz")


@app.command("screen")
def screen_command(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE", help="域名清单或其文件夹，每行一个（可为 .gz）；- 或省略为标准输入。"),
    ] = None,
    scores: Annotated[bool, typer.Option("--scores", help="每个域名都输出，不只是达到阈值的。")] = False,
    threshold: Annotated[
        float | None, typer.Option(metavar="N", min=0, max=100, help="阈值；缺省取设置 SCREEN_THRESHOLD。")
    ] = None,
    workers: Annotated[int, typer.Option(metavar="N", min=0, help="进程数；0 为每核一个。")] = 0,
    output: Annotated[Format, typer.Option("--format", metavar="FORMAT", help=FORMATS)] = Format.JSONL,
    cluster: Annotated[
        str, typer.Option(metavar="ADDRESS|local", help="在此 Ray 集群上筛查（见 docs/cluster.md），local 为本机。")
    ] = "",
) -> None:
    """从大批域名中筛出仿冒受保护机构或证件查询平台的域名，并给出理由。

    例：zhenwei screen new-domains.txt.gz --threshold 60 > hits.jsonl
    例：zhenwei screen /zones --cluster 192.0.2.10:6379 > hits.jsonl
    """
    settings = load_settings(os.environ, Path.cwd())
    limit = settings.screen_threshold if threshold is None else threshold
    watchlist, tally = load_watchlist(settings.watchlist_dir), Tally()
    everything = scores or limit <= 0
    find = _all if everything else _hits
    paths = files_in(files or ["-"])
    if cluster:
        from zhenwei.cli import cluster as on_cluster  # Ray is an extra, and slow to start

        found = on_cluster.found(paths, watchlist, tally, cluster, workers, limit, everything=everything)
    else:
        found = find(paths, watchlist, tally, workers, limit)
    for opinion in found:
        print(opinion.domain if output is Format.LIST else _line(opinion, limit))  # noqa: T201
    if tally.rubbish:
        print(f"{tally.rubbish} 行不是域名，已跳过（共读到 {tally.names} 个域名）", file=sys.stderr)  # noqa: T201


def _hits(files: list[str], watchlist: Watchlist, tally: Tally, workers: int, limit: float) -> Iterator[NameOpinion]:
    with reading("筛查域名", _size(files)) as advance:
        for found in scanned(files, watchlist, workers=workers, threshold=limit):
            advance(found.size)
            yield from opinions_of((found,), tally)


def _all(files: list[str], watchlist: Watchlist, tally: Tally, workers: int, _limit: float) -> Iterator[NameOpinion]:
    names = (name for file in files for name in read_names(lines_of(file), tally, file))
    for chunk in judged(names, watchlist, workers=workers):
        yield from names_of(chunk, tally)


def _size(files: Iterable[str]) -> int | None:
    """Return the bytes of all files, or None if one is packed or no file at all."""
    paths = [Path(file) for file in files]
    known = all(path.is_file() and path.suffix != ".gz" for path in paths)
    return sum(path.stat().st_size for path in paths) if known else None


def _line(opinion: NameOpinion, threshold: float) -> str:
    return json.dumps(opinion_row(opinion, threshold), ensure_ascii=False)


def opinion_row(opinion: NameOpinion, threshold: float) -> dict[str, object]:
    """Return an opinion in the fields of the command contract."""
    return {
        "domain": opinion.domain,
        "unicode": opinion.unicode,
        "registrable": opinion.registrable,
        "target": opinion.target,
        "score": opinion.score,
        "flagged": opinion.score > 0 and opinion.score >= threshold,
        "reasons": [{"rule": r.rule, "points": r.points, "detail": r.detail} for r in opinion.reasons],
    }
