"""``zhenwei sources``: where names and addresses come from, and how each source is doing."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.engines import used_sources
from zhenwei.cli import context
from zhenwei.clock import now, shown
from zhenwei.config import Settings
from zhenwei.stages.freshness import SHOWN, State, health, number
from zhenwei.stages.searching import outcomes_said
from zhenwei.store.engines import EngineNight, engine_nights
from zhenwei.store.sources import all_sources, source_values
from zhenwei.watchlist.sources import load_sources


class Format(StrEnum):
    """How rows are printed."""

    TABLE = "table"
    JSONL = "jsonl"


def sources(
    output: Annotated[
        Format, typer.Option("--format", metavar="FORMAT", help="输出格式：table 表格，jsonl 每行一个 JSON 对象。")
    ] = Format.TABLE,
    bad: Annotated[bool, typer.Option("--bad", help="只列出不正常的来源。")] = False,
) -> None:
    """来源：列出每个来源的种类、上次应答、域名数和状态。

    状态：正常、出错、连续无应答、空、骤减（不到平时一半）、陈旧、落后、部分有误、尚未读取、已停用。
    搜索引擎另列近几夜各种结果的次数：有结果、无结果、被拦截、结构变化、出错。

    例：zhenwei sources
    例：zhenwei sources --bad --format jsonl
    """
    rows = [row for row in _rows(context.settings()) if not (bad and row["state"] == State.OK.value)]
    if output is Format.JSONL:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201
        return
    if not rows:
        print(ALL_WELL if bad else NONE_YET, file=sys.stderr)  # noqa: T201
        return
    table = Table()
    for title in ("来源", "种类", "上次应答", "数量", "状态", "说明"):
        table.add_column(title, overflow="fold", justify="right" if title == "数量" else "left")
    for row in rows:
        state = STATES[row["state"]]
        name = Text(f"{row['spider']}:{row['source']}", overflow="fold")
        table.add_row(name, row["kind"], row["answered"], number(row["names"]), state, Text(row["said"]))
    Console().print(table, highlight=False)


NONE_YET = (
    "还没有任何来源：在 zhenwei.toml 中设置 FEED_URLS、CT_LOGS、CERTSTREAM_URLS、SEARXNG_URL 或 SEARCH_ENGINES"
    "（见 docs/sources.md 和 docs/engines.md）"
)
ALL_WELL = "没有不正常的来源"
STATES = {state.value: word for state, word in SHOWN.items()} | {"new": "尚未读取", "unused": "已停用"}


NIGHTS = 3


def _night(one: EngineNight) -> str:
    return f"第 {one.night} 夜{outcomes_said(one)}"


def _rows(settings: Settings) -> Iterator[dict[str, Any]]:
    """Yield the sources that were asked, then those that are configured and were not yet."""
    configured = {
        "feeds": {source.name for source in load_sources(settings.feed_urls, settings.watchlist_dir)},
        "search": set(used_sources(settings, os.environ)),
        "certstream": set(settings.certstream_urls),
    }
    # A log may be meant by its name, or by that of the whole list: then which ones are read shows in the store.
    logs = {name for name in settings.ct_logs if "://" in name}
    if len(logs) == len(settings.ct_logs):
        configured["ctlog"] = logs
    with context.transaction() as session:
        known = all_sources(session)
        told = engine_nights(session)
    for row in known:
        judged = health(row, now(), settings.source_stale_days)
        used = row.source in configured.get(row.spider, {row.source})
        nights = [one for one in told if row.spider == "search" and one.engine == row.source]
        said = [judged.said if used else "设置中已没有这一来源", *map(_night, nights[:NIGHTS])]
        yield {
            **source_values(row),
            "answered": shown(row.answered_at) if row.answered_at else "从未",
            "usual": judged.usual,
            "state": judged.state.value if used else "unused",
            "said": "；".join(filter(None, said)),
        } | ({"nights": [asdict(one) for one in nights]} if nights else {})
    asked = {(row.spider, row.source) for row in known}
    for spider, names in configured.items():
        for name in sorted(names):
            if (spider, name) not in asked:
                yield {
                    "spider": spider, "source": name, "kind": "", "night": 0, "names": 0, "usual": 0,
                    "answered_at": "", "answered": "从未", "changed_at": "", "dated": "", "state": "new", "why": "",
                    "said": "",
                }  # fmt: skip
