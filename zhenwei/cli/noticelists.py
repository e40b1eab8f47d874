"""``zhenwei notice list``, ``show`` and ``numbers``: letters, one letter with all that happened to it, the ledger."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import select

from takedown.folders import read_text
from takedown.permits import STATES, WORDS
from takedown.ticking import clocks_of_letter
from zhenwei.cli import context
from zhenwei.cli.noticeviews import brief, full, ledger_csv, ledger_row
from zhenwei.clock import now
from zhenwei.errors import BadInput, StoreError
from zhenwei.store.letters import RESULTS, locked_notice
from zhenwei.store.models import NoticeCaseRow, NoticeRow
from zhenwei.store.numbers import ledger
from zhenwei.watchlist.clocks import load_clocks


def results_said() -> str:
    """Return every answer with its word, for help pages."""
    return "、".join(f"{slug} {said}" for slug, (said, _who) in RESULTS.items())


def list_command(
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="只列此状态：" + "、".join(STATES) + "。")
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="RECIPIENT", help="只列给此类收文单位的。")] = "",
    case: Annotated[int, typer.Option("--case", metavar="CASE", help="只列涉及此案件的。", min=0)] = 0,
) -> None:
    """列出函件，每行一个 JSON 对象。

    例：zhenwei notice list --state sent
    """
    if state and state not in STATES:
        raise BadInput(f"没有状态 {state!r}，应为 {'、'.join(f'{s}（{WORDS[s]}）' for s in STATES)} 之一")
    query = select(NoticeRow).order_by(NoticeRow.id)
    if state:
        query = query.where(NoticeRow.state == state)
    if to:
        query = query.where(NoticeRow.recipient == to)
    if case:
        query = query.join(NoticeCaseRow).where(NoticeCaseRow.case_id == case)
    letters = context.settings().letters_dir
    with context.transaction() as session:
        rows = [brief(session, row, letters) for row in session.scalars(query)]
    for row in rows:
        _print(row)


def show_command(
    notice: Annotated[int, typer.Argument(metavar="NOTICE", help="函件编号。")],
    text: Annotated[bool, typer.Option("--text", help="只输出最新一版可修改的正文文本。")] = False,
) -> None:
    """以一个 JSON 对象输出一份函件的全部经过：各版本及改动、办理记录、发出、答复、期限。

    例：zhenwei notice show 7
    例：zhenwei notice show 7 --text > 7.txt
    """
    settings = context.settings()
    with context.transaction() as session:
        row = locked_notice(session, notice)
        if text:
            said = read_text(settings.letters_dir / row.folder)
        else:
            clocks = clocks_of_letter(session, load_clocks(settings.watchlist_dir), now(), notice)
            said = json.dumps(full(session, row, settings.letters_dir, clocks), ensure_ascii=False) + "\n"
    if not said:
        raise BadInput(f"函件 {notice} 起草时没有保存可改的文本；请退回后重新起草")
    sys.stdout.write(said)


def numbers_command(
    year: Annotated[int, typer.Option("--year", metavar="YEAR", help="只列此年；0 为全部。", min=0)] = 0,
    file: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="另存为 CSV 表（可用 Excel、WPS 打开）。")
    ] = None,
) -> None:
    """发文登记簿：每个号一行，撤回、退回的也在；本系统以外用过的号标明系统外编号。

    例：zhenwei notice numbers --year 2026
    例：zhenwei notice numbers --year 2026 --csv 发文登记簿.csv
    """
    with context.transaction() as session:
        lines = list(ledger(session, year))
        rows, table = [ledger_row(line) for line in lines], ledger_csv(lines)
    if file is None:
        for row in rows:
            _print(row)
        return
    part = file.with_name(f".{file.name}.part")
    try:
        part.write_text(table, "utf-8", newline="")
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"无法写入 {file}：{error.strerror or error}") from error
    _print({"file": str(file), "lines": len(rows)})


def _print(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
