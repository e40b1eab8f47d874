"""What ``zhenwei leads`` does after a report is in: lists, receipts, the reporter's identity under its permission."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from zhenwei.cli import context
from zhenwei.errors import BadInput
from zhenwei.intake.receipt import receipt_of
from zhenwei.intake.receipt_docx import receipt_docx
from zhenwei.intake.receipt_text import receipt_text
from zhenwei.intake.reporter import forget_reporters, reporter_of, seal_all
from zhenwei.intake.vault import new_key, open_vault
from zhenwei.store.database import Store
from zhenwei.store.reporters import looks, permit
from zhenwei.store.reports_in import list_reports

Number = Annotated[str, typer.Argument(metavar="RECEIPT", help="回执编号，如 JB20261122-0001 或 JB20261122-0001-3。")]
By = Annotated[str, typer.Option("--by", metavar="USER", help="办理人账号。")]


def list_command(
    source: Annotated[str, typer.Option("--source", metavar="NAME", help="只列这一来源。")] = "",
    without_address: Annotated[bool, typer.Option("--without-address", help="只列没有网址、须人工核查的。")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="最多列出多少件，新的在前。")] = 100,
) -> None:
    """列出收到的举报：回执编号、来源、来件编号、时间、网址或账号、是否重复。

    例：zhenwei leads list --without-address
    """
    with _store() as store, store.reading() as session:
        for row in list_reports(session, source, without_address=without_address, limit=limit):
            typer.echo(json.dumps(row.as_dict(), ensure_ascii=False))


def receipt_command(
    number: Number,
    text: Annotated[bool, typer.Option("--text", help="打印成可读的文字，不用 JSON。")] = False,
    docx: Annotated[Path | None, typer.Option("--docx", metavar="FILE", help="另存为 Word 文档，供打印盖章。")] = None,
) -> None:
    """出具回执：编号、时间、收到什么、与哪些线索和案件重复、后续如何办理；不含任何人的身份信息。

    例：zhenwei leads receipt JB20261122-0001 --docx 回执.docx
    """
    office = context.watchlist().sender.name
    with _store() as store, store.reading() as session:
        receipt = receipt_of(session, number)
    if docx is not None:
        _write(docx, receipt_docx(receipt, office))
    if text:
        typer.echo(receipt_text(receipt, office), nl=False)
    else:
        row = receipt.as_dict() | ({"docx": str(docx)} if docx else {})
        typer.echo(json.dumps(row, ensure_ascii=False))


def reporter_command(
    number: Number,
    by: By,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="为什么需要知道；记入查询记录。")],
) -> None:
    """查看举报人身份：仅限管理员和获授权的人；每次查询（包括被拒绝的）都记录在案。

    例：zhenwei leads reporter JB20261122-0001-3 --by wang --why 回告办理结果
    """
    settings = context.settings()
    vault = open_vault(settings.reporter_key_file)
    with _store() as store:
        identity = reporter_of(store, settings, vault, number, by, why)
    typer.echo(json.dumps({"receipt": number.strip().upper(), "reporter": identity}, ensure_ascii=False))


def permit_command(
    user: Annotated[str, typer.Argument(metavar="USER", help="账号。")],
    by: By,
    revoke: Annotated[bool, typer.Option("--revoke", help="收回。")] = False,
) -> None:
    """授予（或收回）查看举报人身份的权限，仅限管理员。

    例：zhenwei leads permit wang --by admin
    """
    with context.transaction() as session:
        permit(session, user, by, given=not revoke)
    typer.echo(json.dumps({"user": user, "permission": "reporter", "given": not revoke}, ensure_ascii=False))


def looks_command(
    number: Annotated[str, typer.Argument(metavar="RECEIPT", help="回执编号；缺省列出全部。")] = "",
) -> None:
    """列出查看举报人身份的记录：时间、人、回执、理由、结果（shown 已示、refused 拒绝、none 无、sealed 打不开）。

    例：zhenwei leads looks JB20261122-0001-3
    """
    with _store() as store, store.reading() as session:
        for row in looks(session, number.strip().upper()):
            line = {
                "at": row.at.isoformat(),
                "by": row.by,
                "receipt": row.number,
                "why": row.why,
                "outcome": row.outcome,
            }
            typer.echo(json.dumps(line, ensure_ascii=False))


def seal_command(
    fresh: Annotated[bool, typer.Option("--new-key", help="先在密钥文件中加入一把新密钥（没有文件则新建）。")] = False,
) -> None:
    """用密钥文件（REPORTER_KEY_FILE）中第一把密钥加密全部举报人身份，包括用旧密钥加密的；旧密钥此后可以从文件中删去。

    例：zhenwei leads seal --new-key
    """
    settings = context.settings()
    if settings.reporter_key_file is None:
        raise BadInput("没有设置 REPORTER_KEY_FILE：请写明密钥文件的位置（不放在数据目录，不随数据库备份）")
    if fresh:
        new_key(settings.reporter_key_file)
    with _store() as store:
        done = seal_all(store, open_vault(settings.reporter_key_file))
    typer.echo(json.dumps({"sealed": done, "key_file": str(settings.reporter_key_file)}, ensure_ascii=False))


def forget_command() -> None:
    """删除超过保存期限（KEEP_REPORTER_DAYS）的举报人身份；举报和回执保留。夜间任务和每次导入也会执行。

    例：zhenwei leads forget
    """
    settings = context.settings()
    with _store() as store:
        gone = forget_reporters(store, settings)
    typer.echo(json.dumps({"deleted": gone, "keep_days": settings.keep_reporter_days}))


@contextmanager
def _store() -> Iterator[Store]:
    store = context.store()
    try:
        yield store
    finally:
        store.close()


def _write(path: Path, data: bytes) -> None:
    scratch = path.with_name(f".{path.name}.part")
    try:
        scratch.write_bytes(data)
        scratch.replace(path)
    except OSError as error:
        raise BadInput(f"无法写入文件 {path}：{error.strerror or error}") from error
