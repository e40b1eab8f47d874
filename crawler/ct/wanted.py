"""Which logs an operator means: addresses as they are, names and the word ``list`` by the log list."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import select

from crawler.ct.loglist import LogList, bare, read_log_list
from crawler.ct.logs import Get
from zhenwei.clock import now
from zhenwei.errors import BadInput
from zhenwei.store.database import Store
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import plan_units


async def log_list(source: str, get: Get) -> LogList:
    """Read the list at an address or in a file. Raises BadInput, or what fetching raises."""
    if "://" in source:
        answer = await get(source)
        if answer.status != 200:
            raise BadInput(f"日志清单答复 HTTP {answer.status}")
        return read_log_list(answer.body)
    try:
        return read_log_list(await asyncio.to_thread(Path(source).read_bytes))
    except OSError as error:
        raise BadInput(f"日志清单 {source} 读不出来：{error.strerror}") from error


def plan_named(store: Store, unit: UnitRow, logs: LogList | None, problem: str) -> str:
    """Replace a unit that holds a name by units of the logs it stands for; return a problem in one sentence if any."""
    if logs is None:
        return (
            f"无法按名称选日志：{problem}"
            if problem
            else f"{unit.source[:60]} 不是网址；按名称选日志需要设置 CT_LOG_LIST"
        )
    try:
        chosen = logs.chosen(unit.source, now())
    except BadInput as error:
        return str(error)
    if not chosen:
        return "日志清单里没有仍在收录新证书的日志"
    with store.transaction() as session:
        same_night = select(UnitRow.source).filter_by(night_id=unit.night_id, spider=unit.spider)
        planned = {bare(source) for source in session.scalars(same_night)}
        rows = [(log.url, unit.key, {"log": log.description}) for log in chosen if bare(log.url) not in planned]
        plan_units(session, unit.night_id, unit.spider, rows)
        session.delete(session.get_one(UnitRow, unit.id))
    return ""
