"""``zhenwei leads …``: reports from the public and from other offices."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from zhenwei.cli import context, reporting
from zhenwei.cli.intake import digest_of, genuine_in, opened, read_through, same_file, write_batch
from zhenwei.cli.progress import bars
from zhenwei.errors import BadInput
from zhenwei.intake.columns import columns_from
from zhenwei.intake.keeping import Kept
from zhenwei.intake.reading import Reader
from zhenwei.intake.receipt import KNOWN
from zhenwei.intake.reporter import forget_reporters
from zhenwei.intake.waiting import Waiting

app = typer.Typer(no_args_is_help=True)

LONGEST_SOURCE = 100


@app.callback()
def _group() -> None:
    """线索：导入公众举报和其他单位移交的网址。

    例：zhenwei leads add reports.xlsx --source 12377
    """


@app.command()
def add(
    source: Annotated[str, typer.Option(metavar="NAME", help="来源：12377、12350 或移交单位名称。")],
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="CSV、TSV、XLSX 或 JSON Lines 文件；- 为标准输入。")
    ] = Path("-"),
    skip_bad: Annotated[bool, typer.Option("--skip-bad", help="跳过坏行，导入其余各行。")] = False,
    bad: Annotated[Path | None, typer.Option("--bad", metavar="FILE", help="把全部坏行的行号和原因写入 CSV。")] = None,
    column: Annotated[
        list[str] | None,
        typer.Option(
            "--column",
            metavar="列名=字段",
            help="指明某列的含义：url、account、note、reported_at、reference 或 reporter。",
        ),
    ] = None,
    sheet: Annotated[
        str, typer.Option("--sheet", metavar="NAME", help="只读这张工作表；缺省读全部有网址列的工作表。")
    ] = "",
    by: Annotated[str, typer.Option("--by", metavar="USER", help="登记人，记入回执。")] = "",
) -> None:
    """导入举报的网址（列：url、note、reported_at、reference，或相应中文列名），全部导入或一行也不导入。

    编码（UTF-8、GBK、GB 18030、UTF-16）和分隔符自动识别；标题行、合并单元格、一格多个网址、文字中的网址都能读。
    没有网址的（公众号、小程序等）也登记，由人核查。举报人身份各列（举报人、姓名、电话等）另存一处，从不输出。每件一个回执编号。

    例：zhenwei leads add reports.xlsx --source 12377
    例：zhenwei leads add 移交清单.csv --source 某市市场监管局 --column 涉事页面=url --skip-bad --bad 坏行.csv
    """
    source = source.strip()
    if not source or len(source) > LONGEST_SOURCE:
        raise typer.BadParameter(f"来源名称不能为空，也不超过 {LONGEST_SOURCE} 字", param_hint="--source")
    settings = context.settings()
    columns = columns_from(tuple(column or ()))
    with opened(file) as stream, Waiting() as waiting, bars() as bar:
        sha256 = digest_of(stream)
        reader = Reader(stream, file.name, columns, sheet, genuine_in(settings))
        faults = read_through(reader, waiting, bad, bar("读取举报").update)
        if reader.unread:
            typer.echo(f"未读取的列：{'、'.join(reader.unread)}", err=True)
        if faults.count and not skip_bad:
            rest = f"（加 --skip-bad 可导入其余 {waiting.count} 行）"
            raise BadInput(f"{file.name}：{faults.named()}；一行也未导入{rest}")
        if faults.count:
            typer.echo(f"已跳过：{faults.named()}", err=True)
        store = context.store()
        try:
            before = same_file(store, sha256)
            kept = write_batch(store, settings, waiting, source, by, sha256, faults.count, bar("写入举报").update)
            forget_reporters(store, settings)
        finally:
            store.close()
    if before and kept.reports:
        typer.echo(f"同一文件此前已导入过（回执 {before}），本次仍登记并给出新回执", err=True)
    if kept.identities and settings.reporter_key_file is None:
        typer.echo("举报人身份未加密保存：尚未设置 REPORTER_KEY_FILE（zhenwei leads seal --help）", err=True)
    typer.echo(json.dumps(_result(source, kept, faults.count, before), ensure_ascii=False))


def _result(source: str, kept: Kept, skipped: int, before: str) -> dict[str, object]:
    """Return what the command prints; the first four fields are its contract."""
    return {
        "source": source,
        "added": kept.new,
        "known": kept.reports - kept.new,
        "skipped": skipped,
        "receipt": kept.number,
        "reports": kept.reports,
        "repeats": kept.repeats,
        "addresses": kept.addresses,
        "without_address": kept.without_address,
        "known_addresses": {key: kept.known[key] for key in KNOWN if kept.known[key]},
        "cases": sorted(kept.cases),
        "same_file": before,
    }


app.command("list")(reporting.list_command)
app.command("receipt")(reporting.receipt_command)
app.command("reporter")(reporting.reporter_command)
app.command("permit")(reporting.permit_command)
app.command("looks")(reporting.looks_command)
app.command("seal")(reporting.seal_command)
app.command("forget")(reporting.forget_command)
