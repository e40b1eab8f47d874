"""``zhenwei report``: the monthly and yearly report, figures of other offices, the public digest, the leaflet."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any

import typer

from takedown.reports import outcomes, periods
from takedown.reports.counted import BY_SLUG
from takedown.reports.filing import FOLDER, file_report
from takedown.reports.monthly import make_report
from takedown.reports.periods import Period, Scheme
from zhenwei.cli import report_public
from zhenwei.cli.context import settings, transaction, watchlist
from zhenwei.clock import today
from zhenwei.store.outcome_tables import OutcomeRow
from zhenwei.store.outcomes import standing_outcomes
from zhenwei.watchlist.reporting import load_reporting

app = typer.Typer(no_args_is_help=True)

Span = Annotated[
    Scheme | None,
    typer.Option(
        "--period",
        metavar="PERIOD",
        help="统计期：calendar 自然月，21-20 上月21日至当月20日；缺省按设置 REPORT_PERIOD。",
    ),
]
Month = Annotated[str, typer.Argument(metavar="YYYY-MM", help="月份。")]


@app.callback()
def group() -> None:
    """报告：月报、年报、外单位数据填报、对外通报、宣传单。

    例：zhenwei report month 2026-11
    """


@app.command("month")
def month_command(which: Month, period: Span = None) -> None:
    """月报（DOCX）和台账（XLSX），写入 <DATA_DIR>/reports；输出一个 JSON 对象，含文件和各项数字。

    例：zhenwei report month 2026-11
    例：zhenwei report month 2026-11 --period 21-20
    """
    _write(periods.month(which, _scheme(period)))


@app.command("year")
def year_command(
    which: Annotated[str, typer.Argument(metavar="YYYY", help="年份。")], period: Span = None
) -> None:  # fmt: skip
    """年报（DOCX）和台账（XLSX）；各项数量为十二个月之和。

    例：zhenwei report year 2026
    """
    _write(periods.year(which, _scheme(period)))


@app.command("enter")
def enter_command(
    which: Month,
    office: Annotated[str, typer.Option("--office", metavar="NAME", help="数据由哪个单位提供。")],
    field: Annotated[
        str, typer.Option("--field", metavar="FIELD", help="项目，如 fines；zhenwei report fields 列出全部。")
    ],
    value: Annotated[str, typer.Option("--value", metavar="N", help="数值，按该项目的计量单位。")],
    by: Annotated[str, typer.Option("--by", metavar="USER", help="填报人账号。")],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help="说明。")] = "",
    source: Annotated[str, typer.Option("--source", metavar="TEXT", help="依据：来函字号、日期等。")] = "",
) -> None:
    """填报外单位某月的一项数据；同一单位、同一项目再填一次即为更正，原数据保留。

    例：zhenwei report enter 2026-11 --office 某市公安局 --field persons --value 3 --by chen --source 某公函〔2026〕12号
    """
    fields = load_reporting(settings().watchlist_dir).outcomes
    with transaction() as session:
        other = outcomes.alike(session, office)
        row = outcomes.enter(
            session, fields, name=which, office=office, field=field, value=value, by=by, source=source, note=note
        )
        told = _entry(row)
    if other:
        typer.echo(f"请核对单位名称：此前填报用的是“{other}”；如为同一单位，两个名称会重复计数", err=True)
    _print(told)


@app.command("entries")
def entries_command(which: Month) -> None:
    """列出某月填报的全部数据（含已更正的），每行一个 JSON 对象。

    例：zhenwei report entries 2026-11
    """
    with transaction() as session:
        rows = outcomes.entries(session, periods.month(which))
        counted = {row.id for row in standing_outcomes(rows)}
        told = [_entry(row) | {"counts": row.id in counted} for row in rows]
    for one in told:
        _print(one)


@app.command("fields")
def fields_command() -> None:
    """列出可填报的项目，每行一个 JSON 对象（数据见名单 report/outcomes.toml）。

    例：zhenwei report fields
    """
    for one in load_reporting(settings().watchlist_dir).outcomes.field:
        _print({"field": one.slug, "label": one.label, "unit": one.unit, "by": one.by, "how": one.how})


def _scheme(given: Scheme | None) -> Scheme:
    return given or Scheme(settings().report_period)


def _entry(row: OutcomeRow) -> dict[str, Any]:
    return {
        "entry": row.id,
        "month": row.month,
        "office": row.office,
        "field": row.field,
        "value": outcomes.plain_number(row),
        "source": row.source,
        "note": row.note,
        "by": row.by,
        "at": row.at.isoformat(),
        "corrects": row.corrects,
    }


def _write(period: Period) -> None:
    folder = settings().data_dir / FOLDER
    reporting = load_reporting(settings().watchlist_dir)
    with transaction() as session:
        made = make_report(session, watchlist(), reporting, period, today())
    files = file_report(folder, made)
    _print(
        {
            "from": str(period.first),
            "to": str(period.last),
            "files": [str(file) for file in files],
            "period": period.scheme.value,
            "counters": {slug: made.figures.now[slug] for slug in BY_SLUG},
            "outcomes": {one.field.slug: outcomes.plain_value(one.now) for one in made.sums},
        }
    )


def _print(row: Mapping[str, Any]) -> None:
    typer.echo(json.dumps(row, ensure_ascii=False))


report_public.add_to(app)
