"""The night: ``nightly``, ``recheck``, ``crawl`` and ``schedule``."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Annotated

import typer
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from rich.console import Console
from rich.table import Table
from rich.text import Text

from review.messages import load_messages
from zhenwei.cli import context
from zhenwei.cli.hooks import deliver_all
from zhenwei.cli.layout import columns
from zhenwei.cli.progress import bars
from zhenwei.clock import BEIJING
from zhenwei.errors import BadInput, ZhenweiError
from zhenwei.flow import STAGES
from zhenwei.flow import nightly as run_night
from zhenwei.stages.desk import Desk
from zhenwei.stages.spiders import run_spiders
from zhenwei.stages.summary import Summary

Stages = Annotated[
    list[str] | None, typer.Option("--stage", metavar="NAME", help=f"只运行此环节（{'、'.join(STAGES)}），可重复给出。")
]


def nightly(
    stage: Stages = None,
    limit: Annotated[int, typer.Option(metavar="N", help="最多访问多少个新网站；0 为全部。", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="以一个 JSON 对象输出摘要。")] = False,
) -> None:
    """运行夜间任务：发现、访问、研判、立案、复查，从上次停下处继续。

    同一时间只能运行一个；结束时输出摘要，指出哪些来源没有结果。

    例：zhenwei nightly
    例：zhenwei nightly --stage discover --limit 500
    """
    summary = _night(stage or [], limit)
    if as_json:
        sys.stdout.write(json.dumps(summary.as_dict(), ensure_ascii=False) + "\n")
    else:
        show(summary, Console())
    if summary.blind:
        raise ZhenweiError("没有一个来源应答，也没有访问到任何网页：请检查网络、EGRESS_PROXY 和 DNS_SERVERS")


def recheck(
    due: Annotated[bool, typer.Option("--due", help="只复查到期的案件。")] = False,
) -> None:
    """复查已确认和已移送的网站，更新已下线或死灰复燃的案件。

    例：zhenwei recheck --due
    """
    settings = context.settings() if due else context.settings().model_copy(update={"recheck_days": 0})
    with bars() as bar:
        desk = Desk(settings, context.watchlist(), context.store(), bar)
        summary = run_night(desk, ("recheck", "detect", "score"), alone=True)
    show(summary, Console())


def crawl(
    spider: Annotated[
        str,
        typer.Argument(
            metavar="SPIDER",
            help="爬虫名称：search、lookalikes、feeds、ctlog、certstream、visit、recheck 或 official。",
        ),
    ],
    argument: Annotated[list[str] | None, typer.Option("-a", metavar="K=V", help="爬虫参数，可重复给出。")] = None,
) -> None:
    """按本部署的设置运行一个爬虫，等同于 scrapy crawl。

    例：zhenwei crawl visit
    """
    pairs = [part.partition("=") for part in argument or []]
    if bad := [key for key, mark, _ in pairs if not mark]:
        raise BadInput(f"-a {bad[0]} 应写成 K=V")
    run_spiders(context.settings(), [(spider, {key: value for key, _, value in pairs})])


def schedule() -> None:
    """常驻运行，每日按设定时刻（NIGHTLY_AT，北京时间）执行夜间任务，每分钟发送到期的事件推送，直到停止。

    例：zhenwei schedule
    例：ZHENWEI_NIGHTLY_AT=02:00 zhenwei schedule
    """
    at = context.settings().nightly_at
    hour, mark, minute = at.partition(":")
    if not (mark and hour.isdigit() and minute.isdigit() and int(hour) < 24 and int(minute) < 60):
        raise BadInput(f"设置 NIGHTLY_AT 为 {at!r}，应写成 HH:MM，如 01:30")
    scheduler = BlockingScheduler(timezone=BEIJING)
    trigger = CronTrigger(hour=int(hour), minute=int(minute), timezone=BEIJING)
    # A night missed while the machine slept is made up for once; two never run together.
    scheduler.add_job(_scheduled_night, trigger, coalesce=True, max_instances=1, misfire_grace_time=6 * 3600)
    scheduler.add_job(_delivery, IntervalTrigger(minutes=1), coalesce=True, max_instances=1)
    Console(stderr=True).print(f"每日 {at}（北京时间）运行；按 Ctrl-C 停止")
    try:
        scheduler.start()
    except KeyboardInterrupt:
        scheduler.shutdown(wait=False)


def _scheduled_night() -> None:
    try:
        show(_night([], 0), Console())
    except ZhenweiError as error:
        # The next night must come whatever happened to this one.
        sys.stderr.write(f"zhenwei: {error}\n")


def _delivery() -> None:
    try:
        deliver_all()
    except ZhenweiError as error:
        # A store that is away now is there in a minute.
        sys.stderr.write(f"zhenwei: {error}\n")


def _night(stages: list[str], limit: int) -> Summary:
    with bars() as bar:
        desk = Desk(context.settings(), context.watchlist(), context.store(), bar, limit)
        return run_night(desk, stages)


def show(summary: Summary, console: Console) -> None:
    """Print a summary as a table, with what stayed silent below it. The words are those of the review page."""
    word = load_messages()["zh"].word
    table = Table(title=f"第 {summary.night} 次夜间任务（用时 {summary.duration_s:.0f} 秒）", title_justify="left")
    table.add_column("环节", no_wrap=True)
    table.add_column("结果")
    found, screened = summary.stages["discover"], summary.stages["screen"]
    rows: tuple[tuple[str, Mapping[str, int]], ...] = (
        ("发现", {"任务": found["units"], "线索": found["leads"], "网站": found["sites"]}),
        ("筛查", {"域名": screened["names"], "命中": screened["hits"]}),
        ("访问", {word("outcome", name): count for name, count in summary.visits.items()}),
        ("研判", {word("verdict", name): count for name, count in summary.verdicts.items()}),
        ("监测", {word("change", name): count for name, count in summary.stages.get("watch", {}).items()}),
        ("复查", {word("standing", name): count for name, count in summary.stages.get("recheck", {}).items()}),
        ("案件", {word("state", name): count for name, count in summary.cases.items()}),
    )
    for title, counts in rows:
        table.add_row(title, _filled([f"{name} {count}" for name, count in counts.items()], console.width - FRAME))
    console.print(table)
    remarks = Table.grid(padding=(0, 1))
    remarks.add_column(no_wrap=True, style="yellow")
    for title, lines in (
        ("未获结果", summary.silent),
        ("复查动态", summary.rechecked),
        ("期限", summary.clocks),
        ("注意", summary.warnings),
    ):
        for line in lines:
            remarks.add_row(title, Text(line, overflow="fold"))
    if remarks.row_count:
        console.print(remarks, highlight=False)


FRAME = 12  # columns of the summary that are not the results: borders, spaces and the name of the stage


def _filled(items: list[str], width: int) -> str:
    """Put items into lines, none broken: a count must stay beside its name."""
    lines: list[str] = []
    for item in items:
        if lines and columns(f"{lines[-1]}，{item}，") <= width:
            lines[-1] += f"，{item}"
        else:
            lines.append(item)
    return "，\n".join(lines) or "无"
