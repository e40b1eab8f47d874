"""``zhenwei organ list`` and ``zhenwei organ check``: what is protected, and whether the files are sound."""

from __future__ import annotations

import json
import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from zhenwei.config import load_settings
from zhenwei.errors import NoSuch
from zhenwei.watchlist import Organ, load_watchlist
from zhenwei.watchlist.check import doubts

app = typer.Typer(help="受保护机构：列出、检查。\n\n例：zhenwei organ list", no_args_is_help=True)


class Format(StrEnum):
    """How rows are printed."""

    JSONL = "jsonl"
    LIST = "list"


@app.command("list")
def list_command(
    output: Annotated[
        Format,
        typer.Option(
            "--format", metavar="FORMAT", help="输出格式：jsonl 每行一个 JSON 对象，list 每行编号、名称、域名。"
        ),
    ] = Format.JSONL,
) -> None:
    """列出名单中的全部机构（含仅供放行的邻近机构）。

    例：zhenwei organ list --format list
    """
    watchlist = load_watchlist(load_settings(os.environ, Path.cwd()).watchlist_dir)
    for organ in watchlist.organs.values():
        print(_line(organ) if output is Format.LIST else json.dumps(_row(organ), ensure_ascii=False))  # noqa: T201


@app.command("check")
def check_command(
    slugs: Annotated[list[str] | None, typer.Argument(metavar="SLUG", help="机构编号；缺省为全部。")] = None,
) -> None:
    """读入全部名单文件并检查：格式错误即报错退出；尚待人工核实之处逐条列出。

    例：zhenwei organ check mem
    """
    watchlist = load_watchlist(load_settings(os.environ, Path.cwd()).watchlist_dir)
    if unknown := set(slugs or ()) - watchlist.organs.keys():
        raise NoSuch(f"名单中没有机构 {sorted(unknown)[0]!r}（用 zhenwei organ list 查看全部）")
    for doubt in doubts(watchlist):
        if not slugs or doubt.slug in slugs:
            row = {"target": doubt.slug, "key": doubt.key, "what": doubt.what}
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201


def _row(organ: Organ) -> dict[str, object]:
    return {"target": organ.slug, **organ.model_dump(mode="json", exclude={"slug"})}


def _line(organ: Organ) -> str:
    mark = "" if organ.confirmed else "（待核实）"
    return f"{organ.slug}\t{organ.name}\t{', '.join(organ.domains)}{mark}"
