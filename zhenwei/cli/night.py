"""The night: ``nightly``, ``recheck``, ``crawl`` and ``schedule``."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from rich.console import Console
from rich.table import Table

from zhenwei.cli import context
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
        summary = run_night(desk, ("recheck", "detect", "score"))
    show(summary, Console())


def crawl(
    spider: Annotated[
        str,
        typer.Argument(
            metavar="SPIDER", help="爬虫名称：search、lookalikes、feeds、ctlog、visit、recheck 或 official。"
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
    """常驻运行，每日按设定时刻（NIGHTLY_AT，北京时间）执行夜间任务，直到停止。

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


def _night(stages: list[str], limit: int) -> Summary:
    with bars() as bar:
        desk = Desk(context.settings(), context.watchlist(), context.store(), bar, limit)
        return run_night(desk, stages)


def show(summary: Summary, console: Console) -> None:
    """Print a summary as a table, with what stayed silent below it."""
    table = Table(title=f"第 {summary.night} 次夜间任务（{summary.duration_s:.0f} 秒）", title_justify="left")
    for heading in ("环节", "结果"):
        table.add_column(heading)
    stages = summary.stages
    table.add_row(
        "发现",
        f"任务 {stages['discover']['units']}，线索 {stages['discover']['leads']}，站点 {stages['discover']['sites']}",
    )
    table.add_row("筛查", f"域名 {stages['screen']['names']}，命中 {stages['screen']['hits']}")
    table.add_row(
        "访问", "，".join(f"{OUTCOMES.get(name, name)} {count}" for name, count in summary.visits.items()) or "无"
    )
    table.add_row(
        "研判", "，".join(f"{VERDICTS.get(name, name)} {count}" for name, count in summary.verdicts.items()) or "无"
    )
    table.add_row(
        "案件", "，".join(f"{STATES.get(name, name)} {count}" for name, count in summary.cases.items()) or "无"
    )
    console.print(table)
    for line in summary.silent:
        console.print(f"[yellow]未获结果[/] {line}", highlight=False)
    for line in summary.warnings:
        console.print(f"[yellow]注意[/] {line}", highlight=False)


VERDICTS = {
    "counterfeit_site": "仿冒网站", "certificate_sale": "售卖假证", "hijacked_site": "被植入网站",
    "official": "官方网站", "benign": "正常", "unclear": "存疑",
}  # fmt: skip
STATES = {
    "new": "待研判", "confirmed": "已确认", "dismissed": "已排除", "hold": "暂缓", "drafted": "已拟函",
    "approved": "已批准", "sent": "已发出", "answered": "已答复", "down": "已下线", "closed": "已结案",
    "resurfaced": "死灰复燃",
}  # fmt: skip
OUTCOMES = {
    "ok": "成功", "http_error": "错误页", "no_such_name": "域名不存在", "dns_failed": "解析失败",
    "unreachable": "无法连接", "timeout": "超时", "tls_failed": "证书错误", "too_large": "过大",
    "redirect_loop": "循环跳转", "not_a_page": "非网页", "robots": "robots 不许", "egress": "禁止访问的地址",
    "not_rendered": "未渲染", "failed": "失败", "waiting": "未访问",
}  # fmt: skip
