"""``zhenwei offices``: to whom letters can go, who is missing, and what a person has still to check."""

from __future__ import annotations

import json
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from takedown.documents import relation_of
from takedown.offices import NAMES
from takedown.wanting import wanting
from zhenwei.cli import context
from zhenwei.cli.confirmed import facts_of
from zhenwei.clock import today
from zhenwei.errors import SettingsError, WatchlistError
from zhenwei.faults import first_fault
from zhenwei.watchlist import Office, Watchlist
from zhenwei.watchlist.office_overlay import record_office
from zhenwei.watchlist.offices import office_doubts
from zhenwei.watchlist.regions import level_of, name_of

app = typer.Typer(
    help="收文单位：列出、找出缺少的、检查、添加。\n\n例：zhenwei offices list --missing", no_args_is_help=True
)


class Format(StrEnum):
    """How rows are printed."""

    JSONL = "jsonl"
    LIST = "list"


Output = Annotated[
    Format, typer.Option("--format", metavar="FORMAT", help="输出格式：jsonl 每行一个 JSON 对象，list 每行一个单位。")
]


@app.command("list")
def list_command(
    missing: Annotated[
        bool, typer.Option("--missing", help="只列本单位所在地区和在办案件需要而名单中没有的收文单位。")
    ] = False,
    recipient: Annotated[
        str, typer.Option("--to", metavar="RECIPIENT", help="只列一类：" + "、".join(NAMES) + "。")
    ] = "",
    region: Annotated[str, typer.Option("--region", metavar="CODE", help="只列一个地区（六位代码）。")] = "",
    output: Output = Format.JSONL,
) -> None:
    """列出名单 recipients/ 中的收文单位：地区、与发文机关的关系、是否经人工核实。

    例：zhenwei offices list --to police --format list
    例：zhenwei offices list --missing
    """
    if recipient and recipient not in NAMES:
        raise typer.BadParameter(f"--to 须为 {'、'.join(NAMES)} 之一")
    watchlist = context.watchlist()
    rows = _missing(watchlist) if missing else (_row(office, watchlist) for office in watchlist.offices)
    for row in rows:
        if (not recipient or row["recipient"] == recipient) and (not region or row["region"] == region):
            typer.echo(_line(row, output))


@app.command("check")
def check_command(output: Output = Format.JSONL) -> None:
    """检查收文单位和发文机关的名单，每个待人工处理的问题一行；没有问题则不输出。

    例：zhenwei offices check
    """
    watchlist = context.watchlist()
    for doubt in office_doubts(watchlist):
        row = {"what": doubt.what, "recipient": doubt.recipient, "region": doubt.region, "name": doubt.name}
        typer.echo(doubt.what if output is Format.LIST else json.dumps(row, ensure_ascii=False))


@app.command("add")
def add_command(
    recipient: Annotated[str, typer.Argument(metavar="RECIPIENT", help="类别：" + "、".join(NAMES) + "。")],
    region: Annotated[str, typer.Argument(metavar="CODE", help="六位行政区划代码。")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="单位全称，即函件的主送单位。")],
    by: Annotated[str, typer.Option("--by", metavar="NAME", help="核实人；写明即表示名称已经核实。")] = "",
    relation: Annotated[
        str, typer.Option(metavar="RELATION", help="与发文机关的关系：peer、superior、subordinate；缺省按层级推定。")
    ] = "",
    replace: Annotated[bool, typer.Option("--replace", help="替换该地区已有的同类单位。")] = False,
) -> None:
    """把收文单位写入 WATCHLIST_DIR 的 recipients/<代码>.toml，占位随之替换。

    例：zhenwei offices add police 330106 杭州市公安局西湖区分局 --by 李某
    """
    overlay = context.settings().watchlist_dir
    if overlay is None:
        raise SettingsError(
            "未设置 WATCHLIST_DIR：收文单位只写入本部署的名单文件夹，请在 zhenwei.toml 中设置 watchlist_dir"
        )
    if recipient not in NAMES:
        raise typer.BadParameter(f"RECIPIENT 须为 {'、'.join(NAMES)} 之一")
    checked = {"verified_by": by, "verified_on": today()} if by else {}
    try:
        office = Office(recipient=recipient, region=region, name=name, relation=relation, **checked)
    except ValidationError as error:
        key, what = first_fault(error)
        raise WatchlistError(f"{key} 有误：{what}") from error
    file = record_office(overlay, office, replace=replace)
    typer.echo(json.dumps({**_row(office, context.watchlist()), "file": str(file)}, ensure_ascii=False))


def _row(office: Office, watchlist: Watchlist) -> dict[str, Any]:
    return {
        "recipient": office.recipient,
        "kind": NAMES[office.recipient],
        "region": office.region,
        "place": name_of(office.region),
        "level": level_of(office.region),
        "name": office.name,
        "relation": relation_of(watchlist.sender, office),
        "verified": office.verified,
        "verified_by": office.verified_by,
        "verified_on": office.verified_on.isoformat() if office.verified_on else "",
        "placeholder": office.placeholder,
        "public": office.public,
    }


def _missing(watchlist: Watchlist) -> Iterator[dict[str, Any]]:
    """Yield the offices that the sender's region lacks, and those that open cases need and nobody has named."""
    for row in wanting(facts_of(watchlist, None), watchlist):
        yield {
            "recipient": row.recipient,
            "kind": NAMES[row.recipient],
            "region": row.region,
            "place": name_of(row.region),
            "file": row.file,
            "instead": row.instead,
            "cases": list(row.cases),
        }


def _line(row: dict[str, Any], output: Format) -> str:
    if output is Format.JSONL:
        return json.dumps(row, ensure_ascii=False)
    if "file" in row:
        return f"缺 {row['place']}\t{row['kind']}\t填入 {row['file']}\t现由 {row['instead'] or '无'} 代收"
    checked = "占位" if row["placeholder"] else "已核实" if row["verified"] else "待核实"
    return f"{row['region']}\t{row['place']}\t{row['name']}\t{checked}"
