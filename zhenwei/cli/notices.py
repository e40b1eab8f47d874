"""``zhenwei notice``: drafting letters and what becomes of them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from takedown import life
from takedown.draft import confirmed_cases, draft
from zhenwei.cli.progress import bars
from zhenwei.cli.sending import fields_command
from zhenwei.config import Settings, load_settings
from zhenwei.store.database import Store, open_store
from zhenwei.types import Notice
from zhenwei.watchlist import load_watchlist

RECIPIENTS = ("cyberspace", "market", "police", "telecom", "organ", "owner", "registrar", "platform")

app = typer.Typer(no_args_is_help=True)

NoticeId = Annotated[int, typer.Argument(metavar="NOTICE", help="函件编号。")]
By = Annotated[str, typer.Option("--by", metavar="USER", help="办理人账号。")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="备注或理由。")]
Number = Annotated[str, typer.Option("--number", metavar="TEXT", help="发文字号，如 某网函〔2026〕3号。")]


@app.callback()
def group() -> None:
    """函件：起草、审核、退回、发出、答复。

    例：zhenwei notice draft --confirmed
    """


@app.command("draft")
def draft_command(
    cases: Annotated[list[int] | None, typer.Argument(metavar="CASE", help="案件编号，可多个。")] = None,
    confirmed: Annotated[bool, typer.Option("--confirmed", help="全部已确认、尚未起草的案件。")] = False,
    to: Annotated[
        str, typer.Option("--to", metavar="RECIPIENT", help="只起草给：" + "、".join(RECIPIENTS) + "。")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="USER", help="拟稿人账号；缺省为确认案件的人。")] = "",
) -> None:
    """按情形、接入地和法律依据分送，每个收文单位一份函件；已有未发出的函件则直接返回。

    例：zhenwei notice draft --confirmed
    例：zhenwei notice draft 3 5 --to police --by chen
    """
    if bool(cases) == confirmed:
        raise typer.BadParameter("给出案件编号，或者用 --confirmed（二者取一）")
    if to and to not in RECIPIENTS:
        raise typer.BadParameter(f"--to 须为 {'、'.join(RECIPIENTS)} 之一")
    settings = load_settings(os.environ, Path.cwd())
    store = open_store(settings.database)
    try:
        chosen = cases or []
        if confirmed:
            with store.transaction() as session:
                chosen = confirmed_cases(session)
        watchlist = load_watchlist(settings.watchlist_dir)
        with bars() as bar:
            line = bar("起草函件")
            workers = settings.workers or os.cpu_count() or 1
            notices = draft(store, settings, watchlist, chosen, by, to, workers=workers, tick=line.update)
        for notice in notices:
            _print(notice, settings)
    finally:
        store.close()


@app.command("approve")
def approve_command(notice: NoticeId, by: By, note: Note = "", number: Number = "") -> None:
    """审核通过（reviewer 或 admin；拟稿人不得审核自己的稿件）。

    例：zhenwei notice approve 7 --by wang
    """
    _act(lambda store: _in(store, lambda s: life.approve(s, notice, by, note, number)))


@app.command("reject")
def reject_command(notice: NoticeId, by: By, note: Note = "") -> None:
    """退回或者撤回，须写明理由。

    例：zhenwei notice reject 7 --by wang --note 收文单位有误
    """
    _act(lambda store: _in(store, lambda s: life.reject(s, notice, by, note)))


@app.command("sent")
def sent_command(notice: NoticeId, by: By, note: Note = "", number: Number = "") -> None:
    """登记已发出。

    例：zhenwei notice sent 7 --by chen --number 某网函〔2026〕3号
    """
    _act(lambda store: _in(store, lambda s: life.sent(s, notice, by, note, number)))


@app.command("answered")
def answered_command(notice: NoticeId, by: By, note: Note = "") -> None:
    """登记收到答复。

    例：zhenwei notice answered 7 --by chen --note 已立案
    """
    _act(lambda store: _in(store, lambda s: life.answered(s, notice, by, note)))


app.command("fields")(fields_command)


def _in(store: Store, step: Callable[..., Notice]) -> Notice:
    with store.transaction() as session:
        return step(session)


def _act(step: Callable[[Store], Notice]) -> None:
    settings = load_settings(os.environ, Path.cwd())
    store = open_store(settings.database)
    try:
        _print(step(store), settings)
    finally:
        store.close()


def _print(notice: Notice, settings: Settings) -> None:
    row = {
        "notice": notice.id,
        "recipient": notice.recipient,
        "kind": notice.kind,
        "cases": list(notice.cases),
        "folder": str(settings.letters_dir / notice.folder),
        "state": notice.state,
    }
    typer.echo(json.dumps(row, ensure_ascii=False))
