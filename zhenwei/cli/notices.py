"""``zhenwei notice``: drafting letters and what becomes of them."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from takedown import exchange, life
from takedown.draft import confirmed_cases, draft
from takedown.exchange import Answer, Sending
from takedown.letterdesk import LetterDesk, letter_desk
from zhenwei.cli import context, noticelists, noticetext
from zhenwei.cli.drafting import day_of, end_with
from zhenwei.cli.noticeviews import stepped
from zhenwei.cli.progress import bars
from zhenwei.cli.routes import routes_command
from zhenwei.cli.sending import fields_command
from zhenwei.errors import ZhenweiError
from zhenwei.types import Notice

RECIPIENTS = ("cyberspace", "market", "police", "telecom", "housing", "organ", "owner", "registrar", "platform")

app = typer.Typer(no_args_is_help=True)
app.command("routes")(routes_command)

NoticeId = Annotated[int, typer.Argument(metavar="NOTICE", help="函件编号。")]
By = Annotated[str, typer.Option("--by", metavar="USER", help="办理人账号。")]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="备注或理由。")]
Number = Annotated[
    str, typer.Option("--number", metavar="TEXT", help="发文字号，如 某网函〔2026〕3号；缺省为本年下一个号。")
]
DAY = ["%Y-%m-%d"]


def _day(name: str, said: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(name, metavar="DATE", formats=DAY, help=said)
    return option


@app.callback()
def group() -> None:
    """函件：起草、修改、审核、编号、发出、答复、办结。

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
    no_pdf: Annotated[bool, typer.Option("--no-pdf", help="不生成 PDF，起草更快；审核编号时仍会生成。")] = False,
    day: Annotated[
        str, typer.Option("--day", metavar="DATE", help="函件日期，如 2026-11-22；缺省为今天（北京时间）。")
    ] = "",
) -> None:
    """按情形、接入地和法律依据分送，每个收文单位一份函件；已有未发出的函件则直接返回。

    例：zhenwei notice draft --confirmed
    例：zhenwei notice draft 3 5 --to police --by chen

    起草中途按 Ctrl-C 或者断电都不影响已起草的函件；再次运行同一命令即可继续。个别案件不能起草的，逐个说明，退出码 1。
    """
    if bool(cases) == confirmed:
        raise typer.BadParameter("给出案件编号，或者用 --confirmed（二者取一）")
    if to and to not in RECIPIENTS:
        raise typer.BadParameter(f"--to 须为 {'、'.join(RECIPIENTS)} 之一")
    settings, store = context.settings(), context.store()
    try:
        chosen = cases or []
        if confirmed:
            with store.transaction() as session:
                chosen = confirmed_cases(session)
        with bars() as bar:
            line = bar("起草函件")
            workers = settings.workers or os.cpu_count() or 1
            faults: list[ZhenweiError] = []
            notices = draft(
                store, settings, context.watchlist(), chosen, by, to,
                workers=workers, tick=line.update, day=day_of(day), pdf=not no_pdf, on_fault=faults.append,
            )  # fmt: skip
        for notice in notices:
            _print(notice, settings.letters_dir)
        end_with(faults)
    finally:
        store.close()


@app.command("edit")
def edit_command(
    notice: NoticeId,
    by: By,
    version: Annotated[int, typer.Option("--version", metavar="N", help="改的是第几版；用 --file 时必填。", min=0)] = 0,
    file: Annotated[
        str, typer.Option("--file", metavar="FILE", help="改好的正文文本，- 为标准输入；缺省打开编辑器（EDITOR）。")
    ] = "",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="修改的理由，随版本保存。")] = "",
) -> None:
    """修改正文，形成新的一版；已审核的须重新审核。所改的不是最新一版时不予写入，并说明其后的变化。

    例：zhenwei notice edit 7 --by li --why 更正网址
    例：zhenwei notice show 7 --text > 7.txt
    例：zhenwei notice edit 7 --by li --version 1 --file 7.txt
    """
    if file and not version:
        raise typer.BadParameter("--file 须与 --version 同用，写明所改的是第几版（zhenwei notice show）")
    with _desk() as desk:
        if file:
            text = noticetext.given(file)
        else:
            version, text = noticetext.edited_by_hand(desk, notice, version)
        _print(life.edit(desk, notice, by, version, text, why), desk.letters)


@app.command("approve")
def approve_command(
    notice: NoticeId,
    by: By,
    note: Note = "",
    number: Number = "",
    day: Annotated[datetime | None, _day("--day", "成文日期，缺省为今日；发文字号的年份随之。")] = None,
    signer: Annotated[str, typer.Option("--signer", metavar="NAME", help="签发人（上行文必填）。")] = "",
    later: Annotated[bool, typer.Option("--later", help="先不编号，以后用 notice number 编号。")] = False,
) -> None:
    """审核通过并编号（reviewer 或 admin；拟稿人和最后修改人不得审核）。机关代字未填写时不编号。

    例：zhenwei notice approve 7 --by wang
    例：zhenwei notice approve 7 --by wang --number 某网函〔2026〕3号
    """
    _act(lambda desk: life.approve(desk, notice, by, note, number, day=_date(day), signer=signer, later=later))


@app.command("number")
def number_command(notice: NoticeId, by: By, note: Note = "", number: Number = "") -> None:
    """给已审核的函件编发文字号：机关代字〔年〕号，年份为成文日期之年，每年从 1 号起不空号。

    例：zhenwei notice number 7 --by chen
    """
    _act(lambda desk: life.give_number(desk, notice, by, note, number))


@app.command("reject")
def reject_command(notice: NoticeId, by: By, note: Note = "") -> None:
    """退回未发出的函件，须写明理由；已编的号保留。

    例：zhenwei notice reject 7 --by wang --note 收文单位有误
    """
    _act(lambda desk: life.reject(desk, notice, by, note))


@app.command("withdraw")
def withdraw_command(notice: NoticeId, by: By, note: Note = "") -> None:
    """撤回函件（已发出的也可），须写明理由；发文字号和理由留在发文登记簿。

    例：zhenwei notice withdraw 7 --by wang --note 网站已由主办单位收回
    """
    _act(lambda desk: life.withdraw(desk, notice, by, note))


@app.command("sent")
def sent_command(
    notice: NoticeId,
    by: By,
    note: Note = "",
    number: Number = "",
    on: Annotated[datetime | None, _day("--on", "发出之日，缺省为此刻。")] = None,
    received: Annotated[datetime | None, _day("--received", "对方收文之日；期限自收文起算，缺省按发出之日。")] = None,
    reply_by: Annotated[datetime | None, _day("--reply-by", "请对方复函的最后一日；缺省按正文所写的日数。")] = None,
    channel: Annotated[str, typer.Option("--channel", metavar="TEXT", help="发送方式，如 机要交换、邮寄。")] = "",
) -> None:
    """登记已发出；各项期限由此起算（zhenwei clocks）。

    例：zhenwei notice sent 7 --by chen --reply-by 2026-12-11 --channel 机要交换
    """
    sending = Sending(_date(on), _date(received), _date(reply_by), channel)
    _act(lambda desk: exchange.sent(desk, notice, by, note, number, sending))


@app.command("received")
def received_command(
    notice: NoticeId,
    by: By,
    note: Note = "",
    on: Annotated[datetime | None, _day("--on", "对方收文之日（移交回执所载），缺省为今日。")] = None,
) -> None:
    """登记对方收文之日；核查、立案等期限改自该日起算。

    例：zhenwei notice received 7 --by chen --on 2026-11-24
    """
    _act(lambda desk: exchange.received(desk, notice, by, _date(on), note))


@app.command("answered")
def answered_command(
    notice: NoticeId,
    by: By,
    note: Note = "",
    result: Annotated[
        str, typer.Option("--result", metavar="RESULT", help="结果：" + noticelists.results_said() + "。")
    ] = "",
    number: Annotated[str, typer.Option("--number", metavar="TEXT", help="对方的文号。")] = "",
    received: Annotated[datetime | None, _day("--received", "收到答复之日，缺省为今日。")] = None,
    case: Annotated[
        list[int] | None, typer.Option("--case", metavar="CASE", help="只答复其中的案件，可多个；缺省为全部。")
    ] = None,
) -> None:
    """登记收到答复，可多次登记。核实函答复 ours 的案件转为待核，涉及它的其他函件不能再发出。

    例：zhenwei notice answered 7 --by chen --result 立案 --number 某市监立〔2026〕12号
    例：zhenwei notice answered 8 --by chen --result not-ours --case 3
    """
    answer = Answer(result, number, _date(received), tuple(case or ()), note)
    _act(lambda desk: exchange.answered(desk, notice, by, answer))


@app.command("close")
def close_command(notice: NoticeId, by: By, note: Note = "") -> None:
    """办结已答复的函件；未获答复而办结的须写明理由。

    例：zhenwei notice close 7 --by chen
    """
    _act(lambda desk: life.close(desk, notice, by, note))


app.command("list")(noticelists.list_command)
app.command("show")(noticelists.show_command)
app.command("numbers")(noticelists.numbers_command)
app.command("fields")(fields_command)


def _date(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@contextmanager
def _desk() -> Iterator[LetterDesk]:
    settings, store = context.settings(), context.store()
    try:
        yield letter_desk(store, settings, context.watchlist())
    finally:
        store.close()


def _act(step: Callable[[LetterDesk], Notice]) -> None:
    with _desk() as desk:
        _print(step(desk), desk.letters)


def _print(notice: Notice, letters: Path) -> None:
    sys.stdout.write(json.dumps(stepped(notice, letters), ensure_ascii=False) + "\n")
