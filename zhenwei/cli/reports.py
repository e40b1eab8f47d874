"""``zhenwei report``: the monthly and yearly report, and the public digest."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from takedown import report
from zhenwei.config import load_settings
from zhenwei.errors import StoreError
from zhenwei.store.database import open_store
from zhenwei.watchlist import load_watchlist

app = typer.Typer(no_args_is_help=True)


@app.callback()
def group() -> None:
    """报告：月报、年报、对外摘要。

    例：zhenwei report month 2026-11
    """


@app.command("month")
def month_command(which: Annotated[str, typer.Argument(metavar="YYYY-MM", help="月份。")]) -> None:
    """月报（DOCX）和台账（XLSX）。

    例：zhenwei report month 2026-11
    """
    _write(which, report.month(which))


@app.command("year")
def year_command(which: Annotated[str, typer.Argument(metavar="YYYY", help="年份。")]) -> None:
    """年报（DOCX）和台账（XLSX）。

    例：zhenwei report year 2026
    """
    _write(which, report.year(which))


@app.command("digest")
def digest_command() -> None:
    """对外摘要：已发函的案件，名称遮挡，无可用网址。

    例：zhenwei report digest
    """
    store = open_store(load_settings(os.environ, Path.cwd()).database)
    try:
        with store.transaction() as session:
            for row in report.digest(session):
                typer.echo(json.dumps(row, ensure_ascii=False))
    finally:
        store.close()


def _write(name: str, period: report.Period) -> None:
    settings = load_settings(os.environ, Path.cwd())
    sender = load_watchlist(settings.watchlist_dir).sender.name
    store = open_store(settings.database)
    try:
        with store.transaction() as session:
            files = {
                f"report-{name}.docx": report.report_docx(session, period, sender),
                f"ledger-{name}.xlsx": report.ledger_xlsx(session, period),
            }
    finally:
        store.close()
    folder = settings.data_dir / "reports"
    for file, data in files.items():
        _replace(folder / file, data)
    typer.echo(
        json.dumps({"from": str(period.first), "to": str(period.last), "files": [str(folder / f) for f in files]})
    )


def _replace(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"无法写入 {path}：{error.strerror or error}") from error
