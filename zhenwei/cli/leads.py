"""``zhenwei leads …``: reports from the public and from other offices."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from zhenwei.cli.context import transaction
from zhenwei.cli.intake import BadRow, Report, read_reports
from zhenwei.errors import BadInput
from zhenwei.store.leads import add_lead
from zhenwei.types import Lead

app = typer.Typer(no_args_is_help=True)

NAMED = 20  # bad lines that one message names


@app.callback()
def _group() -> None:  # keeps ``add`` a command of its own although it is the only one
    """线索：导入公众举报和其他单位移交的网址。

    例：zhenwei leads add reports.xlsx --source 12377
    """


@app.command()
def add(
    source: Annotated[str, typer.Option(metavar="NAME", help="来源：12377、12350 或移交单位名称。")],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV、XLSX 或 JSON Lines 文件；- 为标准输入。")] = Path(
        "-"
    ),
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="跳过坏行，导入其余各行。")] = False,
) -> None:
    """导入举报的网址（列：url、note、reported_at、reference，或相应中文列名），全部导入或一行也不导入。

    举报人身份各列（举报人、姓名、电话等）另存一处，从不输出。

    例：zhenwei leads add reports.xlsx --source 12377
    """
    if not source.strip():
        raise typer.BadParameter("来源名称不能为空", param_hint="--source")
    reports, bad, ignored = read_reports(_bytes(file), file.name)
    if ignored:
        typer.echo(f"未读取的列：{'、'.join(ignored)}", err=True)
    if bad and not skip_bad:
        raise BadInput(f"{file.name}：{_named(bad)}；一行也未导入（加 --skip-bad 可导入其余 {len(reports)} 行）")
    if bad:
        typer.echo(f"已跳过：{_named(bad)}", err=True)
    with transaction() as session:
        new = sum(add_lead(session, _lead(report, source.strip()), report.reporter) for report in reports)
    result = {"source": source.strip(), "added": new, "known": len(reports) - new, "skipped": len(bad)}
    typer.echo(json.dumps(result, ensure_ascii=False))


def _lead(report: Report, source: str) -> Lead:
    detail = {"reported_at": report.reported_at} if report.reported_at else {}
    return Lead(report.url, source, report.note or "公众举报", detail, report.reference)


def _bytes(file: Path) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadInput(f"无法读取文件 {file}：{error.strerror or error}") from error


def _named(bad: list[BadRow]) -> str:
    lines = "；".join(f"第 {row.line} 行{row.what}" for row in bad[:NAMED])
    return lines + (f"；另有 {len(bad) - NAMED} 行" if len(bad) > NAMED else "")
