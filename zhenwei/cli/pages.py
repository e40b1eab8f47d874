"""`zhenwei assess`: judge pages that are given as JSON Lines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from os import cpu_count, environ
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from detectors.detector import Detector
from detectors.names import Screener
from detectors.page.learned import all_learned
from zhenwei import clock
from zhenwei.address import host_of
from zhenwei.config import load_settings
from zhenwei.errors import BadInput, ZhenweiError
from zhenwei.types import Assessment, Page, Profile, Site
from zhenwei.watchlist import load_watchlist

app = typer.Typer(help="判断网页。")
_CHUNK = 64


@app.command()
def assess(
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="JSON Lines 文件；- 或省略为标准输入。")] = None,
    workers: Annotated[int, typer.Option(metavar="N", help="进程数；0 为每核一个。")] = 1,
) -> None:
    """判断网页：冒充监管部门（impersonation）与贩卖证件（sale）两项评分，每一分都附理由。

    每行一个 JSON：id、html 或 text、可选 url 与 profile。

    例：echo '{"id": 1, "text": "电工证免考包过，加微信 abc12345"}' | zhenwei assess -
    """
    bad = 0
    try:
        source = sys.stdin if file is None or str(file) == "-" else file.open(encoding="utf-8")
        with source:
            for answer, complaint in _answers(source, workers or cpu_count() or 1):
                if complaint:
                    bad += 1
                    typer.echo(complaint, err=True)
                else:
                    typer.echo(answer)
    except (ZhenweiError, OSError, UnicodeDecodeError) as error:
        typer.echo(f"错误：{error}", err=True)
        raise typer.Exit(1) from error
    if bad:
        raise typer.Exit(1)


def _answers(source: TextIO, workers: int) -> Iterator[tuple[str, str]]:
    settings = load_settings(environ, Path.cwd())
    numbered = ((n, line) for n, line in enumerate(source, 1) if line.strip())
    if workers == 1:
        judge = _Judge(settings.watchlist_dir)
        yield from (judge.answer(*row) for row in numbered)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(settings.watchlist_dir,)) as pool:
        yield from pool.map(_answer, numbered, chunksize=_CHUNK)


class _Judge:
    def __init__(self, watchlist_dir: Path | None) -> None:
        self._detector = build_detector(watchlist_dir)

    def answer(self, number: int, line: str) -> tuple[str, str]:
        """Return (JSON, "") or ("", complaint naming the line)."""
        try:
            key, site = site_of(line)
        except BadInput as error:
            return "", f"第 {number} 行：{error}"
        return json.dumps({"id": key} | as_json(self._detector.assess(site)), ensure_ascii=False), ""


_judges: list[_Judge] = []


def _start(watchlist_dir: Path | None) -> None:
    _judges.append(_Judge(watchlist_dir))


def _answer(row: tuple[int, str]) -> tuple[str, str]:
    return _judges[0].answer(*row)


def build_detector(watchlist_dir: Path | None) -> Detector:
    """Return a detector over the watchlist of a deployment and its fingerprints. Raises WatchlistError."""
    watchlist = load_watchlist(watchlist_dir)
    known = all_learned(watchlist_dir, watchlist.organs)
    return Detector(watchlist, known, today=clock.today(), screener=Screener(watchlist).screen)


def site_of(line: str) -> tuple[Any, Site]:
    """Read one input line as a site of one page. Raises BadInput saying what is wrong with it."""
    try:
        row = json.loads(line)
    except ValueError as error:
        raise BadInput(f"不是 JSON：{error}") from error
    if not isinstance(row, dict) or "id" not in row:
        raise BadInput("不是 JSON 对象或缺少 id")
    text, html = row.get("text"), row.get("html")
    content = html if html is not None else text
    if not isinstance(content, str):
        raise BadInput("缺少 html 或 text")
    url = row.get("url") or ""
    if not isinstance(url, str):
        raise BadInput("url 不是文字")
    try:
        profile = Profile(row.get("profile") or "desktop")
    except ValueError as error:
        raise BadInput(f"未知的访问身份 profile：{row['profile']!r}（应为 {'、'.join(Profile)}）") from error
    host = host_of(url) if url else ""
    headers = {} if html is not None else {"content-type": "text/plain"}
    page = Page(url, url, profile, 200, content, clock.now(), headers=headers)
    return row["id"], Site(host, (page,))


def as_json(opinion: Assessment) -> dict[str, Any]:
    """Return the fields of the command contract; contacts are masked."""
    return {
        "verdict": opinion.verdict.value,
        "impersonation": opinion.impersonation,
        "sale": opinion.sale,
        "flagged": opinion.flagged,
        "reasons": [
            {"rule": f.rule, "points": f.points, "quote": f.quote, "start": f.start, "end": f.end, "detail": f.detail}
            for f in opinion.findings
        ],
        "contacts": [{"kind": c.kind, "value": c.masked, "source": c.source} for c in opinion.contacts],
        "target": opinion.target,
    }
