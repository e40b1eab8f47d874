"""``zhenwei hook …``: who is told of events, by POST or by mail."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

import typer

from zhenwei.cli import context
from zhenwei.store.audit import record

app = typer.Typer(
    help="事件推送：以签名的 POST 或邮件告知其他系统和人员。\n\n例：zhenwei hook list",
    no_args_is_help=True,
)


@app.command()
def add(
    target: Annotated[str, typer.Argument(metavar="TARGET", help="接收地址（http、https）或邮箱。")],
    event: Annotated[list[str], typer.Option(metavar="EVENT", help="事件名，可多次给出；见 zhenwei hook events。")],
    by: Annotated[str, typer.Option(metavar="ACCOUNT", help="谁添加的。")] = "",
) -> None:
    """添加推送，自添加之时起生效；签名密钥只显示这一次。

    例：zhenwei hook add https://soc.example/zhenwei --event case.decided --event site.back
    """
    from review.outgoing.hooks import WEB, add_hook, signing_key, told_of

    settings = context.settings()
    with context.transaction() as session:
        row = add_hook(session, settings, target, event, by)
        record(session, "admin", by, "zhenwei hook add", told_of(row.target), detail=" ".join(row.events))
        fields = _fields(row)
        if row.kind == WEB:
            fields["secret"] = signing_key(_key(), row)
    _print(fields)


@app.command("list")
def list_() -> None:
    """列出全部推送，每行一个 JSON 对象。

    例：zhenwei hook list
    """
    from review.outgoing.hooks import list_hooks
    from review.outgoing.pausing import waiting

    with context.transaction() as session:
        lines = [_fields(row, waiting(session, row.id)) for row in list_hooks(session)]
    for line in lines:
        _print(line)


@app.command()
def events() -> None:
    """列出全部事件名及其含义。

    例：zhenwei hook events
    """
    from review.outgoing.events import EVENTS

    for name, what in EVENTS.items():
        _print({"event": name, "about": what})


@app.command()
def remove(
    number: Annotated[int, typer.Argument(metavar="ID", help="推送编号（见 zhenwei hook list）。")],
    by: Annotated[str, typer.Option(metavar="ACCOUNT", help="谁停止的。")] = "",
) -> None:
    """停止推送，尚未送达的也不再发送。

    例：zhenwei hook remove 2 --by wang
    """
    from review.outgoing.hooks import remove_hook, told_of

    with context.transaction() as session:
        row = remove_hook(session, number)
        record(session, "admin", by, "zhenwei hook remove", told_of(row.target))
        fields = _fields(row)
    _print(fields)


@app.command("test")
def try_out(
    number: Annotated[int, typer.Argument(metavar="ID", help="推送编号（见 zhenwei hook list）。")],
    by: Annotated[str, typer.Option(metavar="ACCOUNT", help="谁测试的。")] = "",
) -> None:
    """立即发送一条测试事件（hook.test），只发一次，至多等候 15 秒；没有送达的退出码为 1。

    例：zhenwei hook test 2 --by wang
    """
    from review.outgoing.hooks import live_hook, told_of
    from review.outgoing.trying import try_hook

    settings, store = context.settings(), context.store()
    try:
        with store.transaction() as session:
            record(session, "admin", by, "zhenwei hook test", told_of(live_hook(session, number).target))
        reply = try_hook(store, settings, _key(), number)
    finally:
        store.close()
    _print({"delivered": not reply.fault, "status": reply.status, "fault": reply.fault})
    if reply.fault:
        raise typer.Exit(1)


@app.command()
def pause(
    number: Annotated[int, typer.Argument(metavar="ID", help="推送编号（见 zhenwei hook list）。")],
    by: Annotated[str, typer.Option(metavar="ACCOUNT", help="谁暂停的。")] = "",
) -> None:
    """暂停推送：不再发送，新发生的事件照常保留，恢复后补发。

    例：zhenwei hook pause 2 --by wang
    """
    from review.outgoing.hooks import told_of
    from review.outgoing.pausing import pause_hook, waiting

    with context.transaction() as session:
        row = pause_hook(session, number, by)
        record(session, "admin", by, "zhenwei hook pause", told_of(row.target))
        fields = _fields(row, waiting(session, number))
    _print(fields)


@app.command()
def resume(
    number: Annotated[int, typer.Argument(metavar="ID", help="推送编号（见 zhenwei hook list）。")],
    by: Annotated[str, typer.Option(metavar="ACCOUNT", help="谁恢复的。")] = "",
) -> None:
    """恢复推送，待发的由下一次 zhenwei hook deliver 补发。

    例：zhenwei hook resume 2 --by wang
    """
    from review.outgoing.hooks import told_of
    from review.outgoing.pausing import resume_hook, waiting

    with context.transaction() as session:
        row = resume_hook(session, number)
        record(session, "admin", by, "zhenwei hook resume", told_of(row.target))
        fields = _fields(row, waiting(session, number))
    _print(fields)


@app.command()
def messages(
    number: Annotated[int, typer.Argument(metavar="ID", help="推送编号（见 zhenwei hook list）。")],
) -> None:
    """列出一个推送最近 50 条的结果，每行一个 JSON 对象；outcome 为 given-up 的可以重新推送。

    例：zhenwei hook messages 2
    """
    from review.views.hooks import read_hook
    from zhenwei.errors import NoSuch
    from zhenwei.sentences import said

    with context.transaction() as session:
        found = read_hook(session, number)
    if found is None:
        raise NoSuch(said("没有推送 {hook}（用 zhenwei hook list 查看）", hook=number))
    for one in found[1]:
        _print({name: _plain(value) for name, value in asdict(one).items()})


@app.command()
def resend(
    number: Annotated[int, typer.Argument(metavar="ID", help="推送编号（见 zhenwei hook list）。")],
    message: Annotated[str, typer.Option(metavar="KEY", help="只重新推送这一条（见 zhenwei hook messages）。")] = "",
    by: Annotated[str, typer.Option(metavar="ACCOUNT", help="谁要求的。")] = "",
) -> None:
    """把已放弃的重新列入待发，次数从头计算；不指明哪一条的，全部重新推送。

    例：zhenwei hook resend 2 --message decision-12 --by wang
    """
    from review.outgoing.hooks import live_hook, told_of
    from review.outgoing.pausing import send_again

    with context.transaction() as session:
        target = told_of(live_hook(session, number).target)
        again = send_again(session, number, message)
        record(session, "admin", by, "zhenwei hook resend", target, detail=message or str(again))
    _print({"id": number, "waiting_again": again})


@app.command()
def deliver() -> None:
    """收集新事件并发送到期的推送；失败的按递增间隔重试，约三天后放弃。zhenwei schedule 每分钟自动运行一次。

    例：zhenwei hook deliver
    """
    _print(deliver_all())


def deliver_all() -> dict[str, int]:
    """Collect what is new, send what is due, and return how many of each. Raises StoreError."""
    from review.outgoing.collect import collect
    from review.outgoing.deliver import deliver as send_all

    settings, store = context.settings(), context.store()
    try:
        with store.transaction() as session:
            collected = collect(session)
        sent = send_all(store, settings, _key())
    finally:
        store.close()
    return {"collected": collected, "delivered": sent.delivered, "failed": sent.failed, "given_up": sent.given_up}


def _key() -> bytes:
    from review.secret import HOOKS, app_key

    return app_key(context.settings().data_dir, HOOKS)


def _fields(row: Any, waiting: int = 0) -> dict[str, Any]:
    return {
        "id": row.id,
        "kind": row.kind,
        "target": row.target,
        "events": row.events,
        "created_at": row.created_at.isoformat(),
        "paused_at": _plain(row.paused_at),
        "paused_by": row.paused_by,
        "waiting": waiting,
    }


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value


def _print(values: dict[str, Any]) -> None:
    typer.echo(json.dumps(values, ensure_ascii=False))
