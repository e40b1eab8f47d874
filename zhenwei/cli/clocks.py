"""``zhenwei clocks``: which terms run, which are nearly over, which are; a mark that one is done; the day's mail."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from takedown.clocks import Clock, Stand, open_clocks, shown_due
from takedown.reminders import HEADINGS
from takedown.reminding import remind
from takedown.ticking import all_clocks, mark_done
from zhenwei.cli import context
from zhenwei.cli.noticeviews import clock_row
from zhenwei.clock import now
from zhenwei.errors import BadInput, ZhenweiError
from zhenwei.watchlist.clocks import load_clocks

STYLES = {Stand.OVERDUE: "bold red", Stand.SOON: "yellow", Stand.NO_DATA: "magenta", Stand.LAPSED: "dim"}


def clocks(
    state: Annotated[
        list[Stand] | None,
        typer.Option("--state", metavar="STATE", help="只列此状态，可多个：" + "、".join(Stand) + "。"),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="已了结的也列出。")] = False,
    case: Annotated[int, typer.Option("--case", metavar="CASE", help="只列涉及此案件的。", min=0)] = 0,
    table: Annotated[bool, typer.Option("--table", help="以表格输出，供阅读。")] = False,
    done: Annotated[str, typer.Option("--done", metavar="CLOCK", help="登记此项已办（clock 一栏）。")] = "",
    by: Annotated[str, typer.Option("--by", metavar="USER", help="办理人账号；用 --done 时必填。")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="办理情况。")] = "",
    mail: Annotated[bool, typer.Option("--mail", help="发送今日的提醒邮件（每日至多一封，不重发）。")] = False,
) -> None:
    """期限：列出函件的答复、核查、立案期限和记录留存的届满之日，登记已办，发送提醒。

    每行一个 JSON 对象，最早届满的在前；节假日安排未知的年份不推算日期，标明“日历数据缺失”。

    例：zhenwei clocks --state overdue --state soon --table
    例：zhenwei clocks --done access-records:c3 --by chen --note 已请公安机关调取
    例：zhenwei clocks --mail
    """
    if done:
        _mark(done, by, note)
        return
    settings = context.settings()
    if mail:
        _mail()
        return
    with context.transaction() as session:
        found = all_clocks(session, load_clocks(settings.watchlist_dir), now(), case, closed=every)
    if state:
        found = [clock for clock in found if clock.stand in state]
    elif not every:
        found = open_clocks(found)
    if table:
        _table(found)
        return
    for clock in found:
        sys.stdout.write(json.dumps(clock_row(clock), ensure_ascii=False) + "\n")


def _mark(key: str, by: str, note: str) -> None:
    if not by:
        raise BadInput("--done 须与 --by 同用")
    settings = context.settings()
    with context.transaction() as session:
        row = mark_done(session, load_clocks(settings.watchlist_dir), now(), key, by, note)
        said = {"clock": row.key, "by": row.by, "at": row.at.isoformat(), "note": row.note}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def _mail() -> None:
    settings, store = context.settings(), context.store()
    try:
        told = remind(store, settings, load_clocks(settings.watchlist_dir), now())
    finally:
        store.close()
    if told.fault and not told.sent:
        raise ZhenweiError(told.fault)
    said = {"sent": told.sent, "said": told.said, "fault": told.fault}
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")


def _table(found: list[Clock]) -> None:
    shown = Table(title=f"期限（{len(found)} 项）", title_justify="left")
    for name in ("状态", "届满（北京时间）", "余", "期限", "文号", "单位", "案件"):
        shown.add_column(name, overflow="fold")
    for clock in found:
        left = "" if clock.left is None else f"{clock.left} 日"
        notice = clock.number or (f"函件 {clock.notice}" if clock.notice else "")
        cases = "、".join(map(str, clock.cases))
        cells = (HEADINGS[clock.stand], shown_due(clock), left, clock.rule.name, notice, clock.office, cases)
        shown.add_row(*cells, style=STYLES.get(clock.stand, ""))
    Console().print(shown, highlight=False)
