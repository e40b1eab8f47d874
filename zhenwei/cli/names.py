"""``zhenwei expand``: names to watch."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from detectors.names.expand import MOST, expand
from zhenwei.cli.formats import FORMATS, Format
from zhenwei.config import load_settings
from zhenwei.watchlist import load_watchlist

app = typer.Typer(help="域名：推演可能的仿冒域名。\n\n例：zhenwei expand mem.gov.cn")


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
