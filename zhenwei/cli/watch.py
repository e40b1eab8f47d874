"""``zhenwei watch …``: the names that are looked at again and again, and what has changed about them."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Annotated, Any

import typer

from review.messages import DEFAULT, Messages, load_messages
from zhenwei.address import ascii_host
from zhenwei.cli import context
from zhenwei.clock import shown
from zhenwei.errors import BadInput
from zhenwei.store.models import NameEventRow, WatchedNameRow
from zhenwei.store.watched import get_watched, history, list_watched
from zhenwei.store.watched import watch as watch_name
from zhenwei.watching import NameState
from zhenwei.watchlist import Watchlist

app = typer.Typer(
    help="监测的域名：列出、查看变化、加入。\n\n例：zhenwei watch list --state registered", no_args_is_help=True
)


class Format(StrEnum):
    """How rows are printed."""

    JSONL = "jsonl"
    LIST = "list"


FORMATS = "输出格式：jsonl 每行一个 JSON 对象，list 便于阅读。"
OutputFormat = Annotated[Format, typer.Option("--format", metavar="FORMAT", help=FORMATS)]


@app.command("list")
def list_(
    state: Annotated[
        list[NameState] | None,
        typer.Option(metavar="STATE", help="只列出此状态的域名，可重复给出：" + "、".join(NameState) + "。"),
    ] = None,
    target: Annotated[str, typer.Option(metavar="SLUG", help="只列出与此机构相似的域名。")] = "",
    due: Annotated[bool, typer.Option("--due", help="只列出已到期、今夜要查的域名。")] = False,
    output: OutputFormat = Format.JSONL,
) -> None:
    """列出监测中的域名及其状态。

    例：zhenwei watch list --state registered --state resolving
    例：zhenwei watch list --due --format list
    """
    with context.transaction() as session:
        rows = list_watched(session, states=[one.value for one in state or ()], target=target, due=due)
    text = load_messages()[DEFAULT]
    for row in rows:
        typer.echo(_line(row, text) if output is Format.LIST else json.dumps(_fields(row), ensure_ascii=False))


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="域名（中文域名亦可）。")],
    output: OutputFormat = Format.JSONL,
) -> None:
    """查看一个域名的现状和历次变化：何时注册、何时开始解析、何时出现网页。

    例：zhenwei watch show cx-mem-gov.top --format list
    """
    with context.transaction() as session:
        row = get_watched(session, ascii_host(name))
        events = history(session, row.domain)
    text = load_messages()[DEFAULT]
    if output is Format.LIST:
        typer.echo(_line(row, text))
        for event in events:
            typer.echo(f"{shown(event.at)}\t{event_text(event, text)}")
        return
    told = [
        {"at": e.at.isoformat(), "what": e.what, "before": e.before, "after": e.after, "text": event_text(e, text)}
        for e in events
    ]
    typer.echo(json.dumps(_fields(row) | {"events": told}, ensure_ascii=False))


@app.command()
def add(
    names: Annotated[list[str], typer.Argument(metavar="NAME", help="要监测的域名，可多个。")],
    target: Annotated[str, typer.Option(metavar="SLUG", help="与哪个受保护机构相似。")] = "",
) -> None:
    """把域名加入监测，下一次夜间任务即查；全部加入或一个也不加入。

    例：zhenwei watch add cx-mem-gov.top 特种作业查询.com --target mem
    """
    watchlist = context.watchlist()
    if target and target not in watchlist.organs:
        raise BadInput(f"名单中没有机构 {target!r}（用 zhenwei organ list 查看全部）")
    domains = [_watchable(name, watchlist) for name in names]
    with context.transaction() as session:
        added = [watch_name(session, domain, "person", target=target) for domain in dict.fromkeys(domains)]
        rows = [_fields(row) | {"added": new} for row, new in added]
    for row in rows:
        typer.echo(json.dumps(row, ensure_ascii=False))


def _watchable(name: str, watchlist: Watchlist) -> str:
    domain = ascii_host(name)
    if "." not in domain or domain.replace(".", "").isdigit() or ":" in domain:
        raise BadInput(f"不是域名：{name[:80]!r}")
    if organ := watchlist.genuine_organ(domain):
        raise BadInput(f"{domain} 是 {organ.name} 的官方域名，不需监测")
    if watchlist.is_lawful(domain):
        raise BadInput(f"{domain} 已列入放行名单（lawful.toml），不需监测")
    return domain


def event_text(event: NameEventRow, text: Messages) -> str:
    """Return what changed in one line of Chinese."""
    what = text.word("change", event.what)
    if event.before and event.after:
        return f"{what}：{event.before} → {event.after}"
    if event.before or event.after:
        return f"{what}：{event.after or f'原为 {event.before}'}"
    return what


def _fields(row: WatchedNameRow) -> dict[str, Any]:
    def moment(value: Any) -> str:
        return value.isoformat() if value else ""

    return {
        "domain": row.domain,
        "unicode": row.unicode,
        "state": row.state,
        "family": row.family,
        "target": row.target,
        "source": row.source,
        "registered": moment(row.first_registered_on),
        "first_resolved": moment(row.first_resolved_at),
        "first_page": moment(row.first_page_at),
        "added_at": moment(row.added_at),
        "last_look": moment(row.last_looked_at),
        "next_look": moment(row.next_look_at),
        "answers": row.answers,
    }


def _line(row: WatchedNameRow, text: Messages) -> str:
    name = row.domain if row.domain == row.unicode else f"{row.unicode}（{row.domain}）"
    looked = shown(row.last_looked_at) if row.last_looked_at else "尚未查询"
    return f"{name}\t{text.word('watched', row.state)}\t{looked}\t下次 {shown(row.next_look_at)}"
