"""The monthly and yearly report put together: sentences, tables and chart from one set of figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from takedown.reports import narrative, outcomes
from takedown.reports.breakdown import breakdown
from takedown.reports.chart import Columns
from takedown.reports.counted import BY_SLUG, CHARTED, COUNTERS
from takedown.reports.figures import Figures, read_figures
from takedown.reports.kinds import Stock
from takedown.reports.ledger import ledger
from takedown.reports.narrative import number
from takedown.reports.outcomes import Sum, shown
from takedown.reports.periods import Period
from takedown.reports.report_docx import GAP, Grid, Paper, report_docx
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.reporting import Reporting

# What the plans ask for: our own counter, or a field that other offices fill.
PLAN = ("confirmed", "rectified", "persons", "fines", "dens", "blocked", "down")
# Counters that only speak where there is something, so that the table stays readable.
QUIET = ("sent_", "reversed", "moved", "resurfaced")
SHORT = {"found": "新发现", "confirmed": "确认", "referred": "移送", "down": "下线"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a table: a counter or a field of other offices; ``cells`` as printed, from the label on."""

    slug: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A report and its ledger as of a day, and what both print: the figures of the plans, and all of them."""

    docx: bytes
    xlsx: bytes
    figures: Figures
    sums: Sequence[Sum]
    day: date
    plan: Sequence[Row]
    all: Sequence[Row]


def make_report(session: Session, watchlist: Watchlist, reporting: Reporting, period: Period, day: date) -> Made:
    """Make the report of a period as of a day; the same store and day give the same bytes."""
    figures = read_figures(session, period)
    sums = outcomes.sums(session, reporting.outcomes, period)
    silent = outcomes.silent(session, reporting.campaign, period)
    parts = breakdown(figures.history, period, watchlist)
    facts = narrative.report_facts(figures, parts, sums, silent, reporting.campaign, day)
    plan, every = _plan(figures, sums), _everything(figures, sums)
    paper = Paper(
        watchlist.sender.name,
        day,
        {
            "plan": _grid(figures, "主要指标", "指标", plan, 58, 18),
            "chart": _chart(figures),
            "months": _months(figures),
        },
        _grid(figures, f"{period.label}数据统计表", "项目", every, 66, 16),
    )
    document = report_docx(narrative.lines("month.txt", facts), paper)
    return Made(document, ledger(session, figures, watchlist, sums, day), figures, sums, day, plan, every)


def _heads(figures: Figures) -> tuple[str, ...]:
    return ("本年", "上年", "增减") if figures.period.is_year else ("本期", "上期", "增减", "本年累计")


def _plan(figures: Figures, sums: Sequence[Sum]) -> list[Row]:
    """The counters of the campaign plans: our own filled in, others' filled or left to fill."""
    others = {one.field.slug: one for one in sums}
    return [
        Row(slug, _other(figures, others[slug]) if slug in others else _own(figures, slug))
        for slug in PLAN
        if slug in others or slug in BY_SLUG
    ]


def _everything(figures: Figures, sums: Sequence[Sum]) -> list[Row]:
    own = [
        counter.slug
        for counter in COUNTERS
        if not counter.slug.startswith(QUIET) or figures.now[counter.slug] or figures.before[counter.slug]
    ]
    rows = [Row(slug, _own(figures, slug)) for slug in own]
    return rows + [Row(one.field.slug, _other(figures, one)) for one in sums]


def _grid(figures: Figures, caption: str, first: str, rows: Sequence[Row], wide: float, narrow: float) -> Grid:
    """Return rows as a table; ``wide`` and ``narrow``: millimetres of its first two columns."""
    heads = _heads(figures)
    widths = (wide, narrow, *([(156 - wide - narrow) / len(heads)] * len(heads)))
    return Grid(caption, (first, "单位", *heads), [row.cells for row in rows], widths)


def _own(figures: Figures, slug: str) -> tuple[str, ...]:
    counter, change = BY_SLUG[slug], figures.change(slug)
    shown_change = "—" if change is None else f"+{number(change)}" if change > 0 else number(change)
    row = (counter.label, counter.unit, number(figures.now[slug]), number(figures.before[slug]), shown_change)
    if figures.period.is_year:
        return row
    return (*row, "—" if isinstance(counter, Stock) else number(figures.year[slug]))


def _other(figures: Figures, one: Sum) -> tuple[str, ...]:
    change = "—"
    if one.now is not None and one.before is not None:
        change = ("+" if one.now > one.before else "") + ("-" if one.now < one.before else "")
        change += shown(abs(one.now - one.before))
    row = (one.field.label, one.field.unit, shown(one.now) or GAP, shown(one.before) or "—", change)
    return row if figures.period.is_year else (*row, shown(one.year) or "—")


def _month_label(period: Period, others: Sequence[Period]) -> str:
    year, month = period.name.split("-")
    several = len({one.name[:4] for one in others}) > 1
    return f"{year[2:]}年{int(month)}月" if several else f"{int(month)}月"


def _chart(figures: Figures) -> Columns:
    months = [period for period, _ in figures.months]
    labels = [_month_label(period, months) for period in months]
    series = [(SHORT[slug], [int(values[slug] or 0) for _, values in figures.months]) for slug in CHARTED]
    told = "；".join(f"{name}：{'、'.join(map(str, numbers))}" for name, numbers in series)
    alt = f"柱状图，{labels[0]}至{labels[-1]}各月的数量，依次为：{told}。数据见图下表格。"
    return Columns("各月工作情况（个、件）", labels, series, alt)


def _months(figures: Figures) -> Grid:
    months = [period for period, _ in figures.months]
    rows = [
        (_month_label(period, months), *(number(values[slug]) for slug in CHARTED)) for period, values in figures.months
    ]
    heads = ("月份", *(f"{SHORT[slug]}（{BY_SLUG[slug].unit}）" for slug in CHARTED))
    if figures.period.is_year:
        rows.append(("合计", *(number(figures.now[slug]) for slug in CHARTED)))
    return Grid("各月工作情况", heads, rows, (36, 30, 30, 30, 30))
