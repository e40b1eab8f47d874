"""`zhenwei assess`: judge pages that are given as JSON Lines."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from functools import cached_property, partial
from io import BufferedIOBase
from os import cpu_count, environ
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from detectors.detector import Detector
from detectors.page.learned import all_learned
from zhenwei import clock
from zhenwei.cli.assessing import answers
from zhenwei.cli.files import reading
from zhenwei.config import load_settings
from zhenwei.watchlist import Watchlist, load_watchlist

if TYPE_CHECKING:
    from detectors.names import NameOpinion, Screener

app = typer.Typer(help="判断网页。")


@app.command()
def assess(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="JSON Lines 文件；- 或省略为标准输入。")] = None,
    workers: Annotated[int, typer.Option(metavar="N", min=0, help="进程数；0 为每核一个。")] = 0,
) -> None:
    """判断网页：冒充监管部门（impersonation）与贩卖证件（sale）两项评分，每一分都附理由。

    每行一个 JSON：id、html 或 text、可选 url 与 profile。边读边判，按输入顺序逐行输出；
    无法判断的网页（过大、二进制、超时）同样输出一行并写明原因。

    例：echo '{"id": 1, "text": "电工证免考包过，加微信 abc12345"}' | zhenwei assess -
    """
    bad = 0
    build = partial(build_detector, load_settings(environ, Path.cwd()).watchlist_dir)
    try:
        with ExitStack() as stack:
            stream = _opened(file, stack)
            size = file.stat().st_size if file is not None and file.is_file() else None
            advance = stack.enter_context(reading("研判网页", size))
            for answer in answers(stream, build, workers or cpu_count() or 1):
                if answer.complaint:
                    bad += 1
                    print(answer.complaint, file=sys.stderr, flush=True)  # noqa: T201
                else:
                    print(answer.text, flush=True)  # noqa: T201
                advance(answer.size)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        typer.echo(f"错误：{error}", err=True)
        raise typer.Exit(1) from error
    if bad:
        raise typer.Exit(1)


def _opened(file: Path | None, stack: ExitStack) -> BufferedIOBase:
    if file is None or str(file) == "-":
        return cast("BufferedIOBase", sys.stdin.buffer)
    return stack.enter_context(file.open("rb"))


def build_detector(watchlist_dir: Path | None) -> Detector:
    """Return a detector over the watchlist of a deployment and its fingerprints. Raises WatchlistError."""
    watchlist = load_watchlist(watchlist_dir)
    known = all_learned(watchlist_dir, watchlist.organs)
    return Detector(watchlist, known, today=clock.today(), screener=_Names(watchlist))


class _Names:
    """The screening of names, made when the first page gives an address: texts without one need none."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._watchlist = watchlist

    def __call__(self, host: str) -> NameOpinion:
        return self._screener.screen(host)

    @cached_property
    def _screener(self) -> Screener:
        from detectors.names import Screener

        return Screener(self._watchlist)
