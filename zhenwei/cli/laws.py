"""``zhenwei laws``: the dated law table, what in it is unverified or about to change, and a person's verification."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from zhenwei.cli import context
from zhenwei.cli.lawlines import article_rows, changing_rows, law_rows, shown_law, table_of
from zhenwei.clock import today
from zhenwei.errors import NoSuch, SettingsError
from zhenwei.watchlist.law_views import STALE_DAYS, law_doubts

app = typer.Typer()


class Format(StrEnum):
    """How rows are printed."""

    JSONL = "jsonl"
    TABLE = "table"


Output = Annotated[
    Format, typer.Option("--format", metavar="FORMAT", help="输出格式：jsonl 每行一个 JSON 对象，table 表格。")
]
Unverified = Annotated[bool, typer.Option("--unverified", help="只列待核实的条款（函件不会引用），每条一行。")]
Stale = Annotated[bool, typer.Option("--stale", help=f"只列核实已逾一年（{STALE_DAYS} 天）的条款，每条一行。")]
Changing = Annotated[
    int | None,
    typer.Option("--changing", metavar="DAYS", min=0, help="只列今天前后 DAYS 天内起施行、失效或被取代的文本。"),
]
On = Annotated[str, typer.Option("--on", metavar="DATE", help="只列这一天施行的文本（如 2026-05-20）。")]


@app.callback(invoke_without_command=True)
def laws(
    ctx: typer.Context,
    unverified: Unverified = False,
    stale: Stale = False,
    changing: Changing = None,
    on: On = "",
    output: Output = Format.JSONL,
) -> None:
    """法律条款表：列出、查看、检查、登记核实。

    函件只引用网站可访问期间施行并经人员核实的条款。不带子命令时列出各法律的各个文本：编号、名称、层级、施行期间、条款数、待核实数。

    例：zhenwei laws --format table
    例：zhenwei laws --unverified
    例：zhenwei laws --changing 180
    例：zhenwei laws --on 2026-05-20
    """
    if ctx.invoked_subcommand is None:
        _list(unverified=unverified, stale=stale, changing=changing, on=on, output=output)
    elif unverified or stale or changing is not None or on or output is not Format.JSONL:
        raise typer.BadParameter(f"这些选项请写在子命令之后：zhenwei laws {ctx.invoked_subcommand} …")


@app.command("list")
def list_command(
    unverified: Unverified = False,
    stale: Stale = False,
    changing: Changing = None,
    on: On = "",
    output: Output = Format.JSONL,
) -> None:
    """列出各法律的各个文本，或者其中待核实、将要变化、核实已久的。

    例：zhenwei laws list --unverified --on 2026-05-20 --format table
    """
    _list(unverified=unverified, stale=stale, changing=changing, on=on, output=output)


@app.command("show")
def show_command(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="法律编号，即 laws/SLUG.toml 的文件名。")],
    output: Output = Format.JSONL,
) -> None:
    """查看一个文本：施行期间、出处、条号对照、每条的要点和核实情况。

    例：zhenwei laws show cybersecurity-2025 --format table
    """
    table = context.watchlist().laws
    if slug not in table:
        raise NoSuch(f"没有法律 {slug}（zhenwei laws 列出全部）")
    from takedown.basis_check import letters_of

    law, letters = table[slug], letters_of(table[slug])
    if output is Format.TABLE:
        shown_law(law, table, letters)
        return
    row = law.model_dump(mode="json")
    for article in row["article"]:
        article["letters"] = letters[article["number"]]
    print(json.dumps(row, ensure_ascii=False))  # noqa: T201


@app.command("check")
def check_command(output: Output = Format.JSONL) -> None:
    """读入全部法律文件并检查：格式错误、文本施行期间重叠等即报错退出；待核实、有空档、函件依据表对不上的逐条列出。

    例：zhenwei laws check --format table
    """
    from takedown.basis_check import basis_doubts
    from zhenwei.watchlist import load_watchlist

    table = context.watchlist().laws
    shipped = load_watchlist().laws if context.settings().watchlist_dir else None
    rows = [
        {"law": doubt.law, "article": doubt.article, "what": doubt.what}
        for doubt in (*law_doubts(table, today(), shipped), *basis_doubts(table))
    ]
    _print(rows, output, "没有待处理的问题")


@app.command("verify")
def verify_command(
    slug: Annotated[str, typer.Argument(metavar="SLUG", help="法律编号。")],
    articles: Annotated[
        list[str] | None, typer.Argument(metavar="ARTICLE", help="条号，如 48、287之一，可多个；核实以整条为单位。")
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="核实人。")] = "",
    source: Annotated[
        str, typer.Option(metavar="TEXT", help="所对照的官方文本，如“国家法律法规数据库，2026年11月22日查阅”。")
    ] = "",
    on: Annotated[str, typer.Option(metavar="DATE", help="核实日期；缺省为今天。")] = "",
    gist: Annotated[str, typer.Option(metavar="TEXT", help="改写要点（用自己的话，不照抄条文）。")] = "",
    dates: Annotated[bool, typer.Option("--dates", help="施行日期也已核对。")] = False,
) -> None:
    """登记：某人已将条款与官方文本核对无误。写入 WATCHLIST_DIR/laws/SLUG.toml，此后函件可以引用。

    原文件（或者内置文件）连同注释整份保留；写入前按全部规则检查，有误则不写。

    例：zhenwei laws verify internet-information-2011 12 22 --by 张某 --source 国家法律法规数据库2026年11月22日文本
    """
    from zhenwei.watchlist.law_overlay import record_verification

    if not by.strip() or not source.strip():
        raise typer.BadParameter("请写明核实人（--by）和所对照的官方文本（--source）")
    if not articles and not dates:
        raise typer.BadParameter("请写明条号，或者用 --dates 登记施行日期已核对")
    if gist and len(articles or ()) != 1:
        raise typer.BadParameter("--gist 只能与一个条号同用")
    day = _day(on, "--on") if on else today()
    if day > today():
        raise typer.BadParameter("核实日期晚于今天")
    overlay = context.settings().watchlist_dir
    if overlay is None:
        raise SettingsError(
            "未设置 WATCHLIST_DIR：核实记录只写入本部署的名单文件夹，请在 zhenwei.toml 中设置 watchlist_dir"
        )
    file = record_verification(overlay, slug, articles or (), by.strip(), source.strip(), day, gist=gist, dates=dates)
    _remind(overlay, slug, articles or ())
    for number in articles or ("",):
        row = {"law": slug, "article": number, "verified_by": by, "verified_on": day.isoformat(), "file": str(file)}
        print(json.dumps(row, ensure_ascii=False))  # noqa: T201


def _remind(overlay: Path, slug: str, articles: Sequence[str]) -> None:
    """Say of verified articles that no letter will cite them all the same, and why."""
    from takedown.basis_check import letters_of
    from zhenwei.watchlist import load_watchlist

    law = load_watchlist(overlay).laws[slug]
    letters = letters_of(law)
    for number in articles:
        if caution := law.articles[number].caution:
            print(f"提醒：第 {number} 条不会自动引用：{caution}", file=sys.stderr)  # noqa: T201
        elif not letters[number]:
            what = "没有函件以此为依据；要引用，请在文件中为该条写 cite（见 docs/laws.md）"
            print(f"提醒：第 {number} 条{what}", file=sys.stderr)  # noqa: T201


def _list(*, unverified: bool, stale: bool, changing: int | None, on: str, output: Format) -> None:
    table = context.watchlist().laws
    day = _day(on, "--on") if on else None
    if changing is not None:
        rows = changing_rows(table, today(), changing)
        chosen = {slug for slug, law in table.items() if day is None or law.holds_on(day)}
        rows = [row for row in rows if row["law"] in chosen]
        if unverified or stale:
            raise typer.BadParameter("--changing 列的是文本，不能与 --unverified、--stale 同用")
    elif unverified or stale:
        rows = article_rows(table, today(), unverified=unverified, stale=stale, on=day)
    else:
        rows = law_rows(table, today(), on=day)
    _print(rows, output, "没有符合条件的条款或者文本")


def _print(rows: list[dict[str, Any]], output: Format, none: str) -> None:
    if output is Format.JSONL:
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))  # noqa: T201
    elif rows:
        table_of(rows)
    else:
        print(none, file=sys.stderr)  # noqa: T201


def _day(text: str, option: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise typer.BadParameter(f"{option} 应为日期，如 2026-05-20：{text!r}") from None
