"""``zhenwei expand`` and ``zhenwei screen``: names to watch, and names that imitate."""

from __future__ import annotations

import contextlib
import gzip
import json
import os
import sys
import zlib
from collections.abc import Iterator
from enum import StrEnum
from io import BufferedReader, FileIO
from pathlib import Path
from typing import Annotated

import typer

from detectors.names import NameOpinion, expand
from detectors.names.expand import MOST
from detectors.names.lists import Tally, read_names
from zhenwei.cli.screening import screened
from zhenwei.config import load_settings
from zhenwei.errors import BadInput
from zhenwei.watchlist import load_watchlist

app = typer.Typer(help="域名：推演可能的仿冒域名，筛查大批域名。\n\n例：zhenwei expand mem.gov.cn")


class Format(StrEnum):
    """How rows are printed."""

    JSONL = "jsonl"
    LIST = "list"


FORMATS = "输出格式：jsonl 每行一个 JSON 对象，list 每行一个域名。"


@app.command("expand")
def expand_command(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="NAME", help="受保护的域名、机构名称或编号；缺省为全部。")
    ] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="最多输出多少个。")] = MOST,
    family: Annotated[str, typer.Option(metavar="FAMILY", help="只要这一类变体，如 han、slip、region。")] = "",
    output: Annotated[Format, typer.Option("--format", metavar="FORMAT", help=FORMATS)] = Format.JSONL,
) -> None:
    """推演受保护名称可能被仿冒成的域名，最像的在前。

    例：zhenwei expand mem.gov.cn --limit 1000 --format list
    """
    settings = load_settings(os.environ, Path.cwd())
    for variant in expand(load_watchlist(settings.watchlist_dir), names or (), most=limit, family=family):
        if output is Format.LIST:
            print(variant.domain)  # noqa: T201
        else:
            row = {
                "domain": variant.domain,
                "unicode": variant.unicode,
                "family": variant.family,
                "target": variant.target,
            }
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201


@app.command("screen")
def screen_command(
    files: Annotated[
        list[str] | None, typer.Argument(metavar="FILE", help="域名清单，每行一个（可为 .gz）；- 或省略为标准输入。")
    ] = None,
    scores: Annotated[bool, typer.Option("--scores", help="每个域名都输出，不只是达到阈值的。")] = False,
    threshold: Annotated[
        float | None, typer.Option(metavar="N", min=0, max=100, help="阈值；缺省取设置 SCREEN_THRESHOLD。")
    ] = None,
    workers: Annotated[int, typer.Option(metavar="N", min=0, help="进程数；0 为每核一个。")] = 1,
    output: Annotated[Format, typer.Option("--format", metavar="FORMAT", help=FORMATS)] = Format.JSONL,
) -> None:
    """从大批域名中筛出仿冒受保护机构或证件查询平台的域名，并给出理由。

    例：zhenwei screen new-domains.txt.gz --threshold 60 > hits.jsonl
    """
    settings = load_settings(os.environ, Path.cwd())
    limit = settings.screen_threshold if threshold is None else threshold
    tally, refused = Tally(), 0
    names = (name for file in files or ["-"] for name in read_names(_lines(file), tally, file))
    for found in screened(names, settings.watchlist_dir, workers=workers, threshold=limit, everything=scores):
        if isinstance(found, str):
            refused += 1
        elif output is Format.LIST:
            print(found.domain)  # noqa: T201
        else:
            print(json.dumps(opinion_row(found, limit), ensure_ascii=False))  # noqa: T201
    if tally.rubbish + refused:
        print(f"{tally.rubbish + refused} 行不是域名，已跳过（共读到 {tally.names} 个域名）", file=sys.stderr)  # noqa: T201


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


def _lines(file: str) -> Iterator[bytes]:
    """Yield the raw lines of a file, unpacked if it is gzip (told by its first bytes). Raises BadInput."""
    try:
        with contextlib.ExitStack() as stack:
            raw = (
                BufferedReader(FileIO(0, closefd=False)) if file == "-" else stack.enter_context(Path(file).open("rb"))
            )
            packed = raw.peek(2)[:2] == b"\x1f\x8b"
            yield from stack.enter_context(gzip.GzipFile(fileobj=raw)) if packed else raw
    except (OSError, EOFError, zlib.error) as error:
        raise BadInput(f"无法读取域名清单 {file}：{error}") from error
