"""What of ``zhenwei report`` is for the public: the digest behind its approval, and the leaflet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy.orm import Session

from takedown.reports import digest, digest_life
from takedown.reports.filing import FOLDER, write_files
from takedown.reports.leaflet import page_of
from takedown.reports.leaflet_docx import leaflet_docx
from takedown.reports.leaflet_pdf import leaflet_pdf
from zhenwei.cli.context import settings, transaction, watchlist
from zhenwei.clock import today
from zhenwei.errors import BadInput
from zhenwei.store.outcome_tables import PublicDigestRow
from zhenwei.watchlist.reporting import load_reporting


def add_to(app: typer.Typer) -> None:
    """Put the commands into the group."""
    app.command("digest")(digest_command)
    app.command("leaflet")(leaflet_command)


def digest_command(
    case: Annotated[
        list[int] | None, typer.Option("--case", metavar="CASE", help="选入通报的案件，可多次给出。")
    ] = None,
    rule: Annotated[bool, typer.Option("--rule", help="按规则选取：已发函且已下线或者办结的案件，新的在前。")] = False,
    approve: Annotated[
        int | None, typer.Option("--approve", metavar="N", help="审核通过 N 号通报，生成对外文件。")
    ] = None,
    reject: Annotated[int | None, typer.Option("--reject", metavar="N", help="退回 N 号通报，须有 --note。")] = None,
    edit: Annotated[
        int | None, typer.Option("--edit", metavar="N", help="用 --file 的文字代替 N 号通报的草稿。")
    ] = None,
    show: Annotated[int | None, typer.Option("--show", metavar="N", help="重新写出 N 号通报的文件。")] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="FILE", help="修改后的文字（.marked.txt）。")] = None,
    by: Annotated[str, typer.Option("--by", metavar="USER", help="办理人账号。")] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="备注或者理由。")] = "",
) -> None:
    """对外通报（典型案例）：名称遮挡，无可打开的网址，无个人信息。不带选项时只列出可通报的案件。

    先起草（--case 或 --rule），由起草、修改人以外的 reviewer 或 admin 审核（--approve）后，才生成没有草稿标记的文件。

    例：zhenwei report digest
    例：zhenwei report digest --case 3 --case 5 --by chen
    例：zhenwei report digest --edit 1 --file digest-1-draft.marked.txt --by chen
    例：zhenwei report digest --approve 2 --by wang
    """
    wanted = [bool(case), rule, bool(approve), bool(reject), bool(edit), bool(show)]
    if sum(wanted) > 1:
        raise typer.BadParameter("--case、--rule、--approve、--reject、--edit、--show 只能用一个")
    if not any(wanted):
        with transaction() as session:
            rows = digest.listing(session)
        for row in rows:
            _print(row)
        return
    if not by and not show:
        raise typer.BadParameter("须用 --by 给出办理人账号")
    if approve:
        _digest(lambda session: digest_life.approve(session, approve, by, note))
    elif reject:
        _digest(lambda session: digest_life.reject(session, reject, by, note))
    elif show:
        _digest(lambda session: digest_life.get_digest(session, show))
    elif edit:
        text = _text(file)
        _digest(lambda session: digest_life.edit(session, edit, text, by))
    else:
        _digest(lambda session: _draft(session, case or digest.by_rule(session), by))


def _draft(session: Session, cases: list[int], by: str) -> PublicDigestRow:
    campaign = load_reporting(settings().watchlist_dir).campaign
    chosen = list(dict.fromkeys(cases))
    return digest_life.add_draft(session, digest.digest_text(session, watchlist(), campaign, chosen), chosen, by)


def _digest(step: Callable[[Session], PublicDigestRow]) -> None:
    """Do a step, write the files and print where they are: the files first, so that no approval stands without them."""
    office, folder = watchlist().sender, settings().data_dir / FOLDER
    sender = "" if office.placeholder else office.name  # nobody's name is better than a gap in public
    with transaction() as session:
        row = step(session)
        files = write_files(folder / f"digest-{row.id}", digest_life.files_of(row, sender))
        told = {"digest": row.id, "state": row.state, "cases": row.cases, "files": [str(one) for one in files]}
    _print(told)


def _text(file: Path | None) -> str:
    if file is None:
        raise typer.BadParameter("--edit 须用 --file 给出修改后的文字")
    try:
        return file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"无法读取 {file}（须为 UTF-8 文本）：{error}") from error


def leaflet_command() -> None:
    """宣传单“特种作业操作证真假这样查”：DOCX 和 A4 一页 PDF；网址取自名单，未经人员核实的标明待确认。

    不印二维码。没有核实的政策变化不印，列在输出的 left_out 中。

    例：zhenwei report leaflet
    """
    page = page_of(load_reporting(settings().watchlist_dir).leaflet, watchlist(), today())
    pdf, problem = leaflet_pdf(page)
    files = {"leaflet.docx": leaflet_docx(page)} | ({"leaflet.pdf": pdf} if pdf else {})
    written = write_files(settings().data_dir / FOLDER, files)
    if problem:
        typer.echo(problem, err=True)
    _print({"files": [str(one) for one in written], "left_out": list(page.left_out)})


def _print(row: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(row, ensure_ascii=False))
