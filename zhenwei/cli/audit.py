"""``zhenwei audit …``: is the audit log whole, and what does it say."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer

from zhenwei.cli.context import store
from zhenwei.clock import BEIJING
from zhenwei.errors import BadInput, StoreError
from zhenwei.store import audit

app = typer.Typer(help="审计日志：校验、导出。\n\n例：zhenwei audit verify", no_args_is_help=True)
WHY = {
    "missing": "缺少这一条",
    "unlinked": "与上一条不衔接",
    "changed": "内容被改动",
    "forged": "与留存的摘要不符，此前的记录被重写",
    "cut": "末尾的记录被截去",
}


@app.command()
def verify(
    expect: Annotated[
        str, typer.Option(metavar="N:DIGEST", help="此前校验时得到的条数和摘要，用以发现整体重写和截尾。")
    ] = "",
) -> None:
    """逐条校验审计日志，打印条数和末条摘要；请把摘要抄存在别处。不完整时退出码为 1。

    例：zhenwei audit verify
    例：zhenwei audit verify --expect 1200:9f86d081884c7d65…
    """
    expected = _expected(expect)
    opened = store()
    try:
        with opened.reading() as session:
            found = audit.verify(session, expected)
    finally:
        opened.close()
    if found.broken_at:
        raise StoreError(f"审计日志第 {found.broken_at} 条有误：{WHY[found.why]}（此前 {found.rows} 条无误）")
    typer.echo(json.dumps({"rows": found.rows, "head": found.head}))


@app.command()
def export(
    since: Annotated[
        datetime | None, typer.Option(metavar="DATE", formats=["%Y-%m-%d"], help="自该日（北京时间）起。")
    ] = None,
    who: Annotated[str, typer.Option(metavar="NAME", help="只导出该账号的记录。")] = "",
) -> None:
    """导出审计日志，每行一个 JSON 对象，旧的在前；导出本身也记入日志。

    例：zhenwei audit export --since 2026-11-01 > audit.jsonl
    """
    moment = since.replace(tzinfo=BEIJING) if since else None
    opened = store()
    try:
        with opened.transaction() as session:
            asked = f"since={since.date() if since else ''} who={who}"
            audit.record(session, "exported", "", "zhenwei audit export", "audit", detail=asked)
        with opened.reading() as session:
            for row in audit.rows(session, moment, who):
                typer.echo(json.dumps(audit.as_dict(row), ensure_ascii=False))
    finally:
        opened.close()


def _expected(value: str) -> tuple[int, str] | None:
    if not value:
        return None
    number, _, digest = value.partition(":")
    if not number.isdigit() or len(digest) != len(audit.GENESIS):
        raise BadInput("--expect 应为“条数:摘要”，摘要是 64 位十六进制数")
    return int(number), digest.lower()
