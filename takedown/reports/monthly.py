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
class Made:
    """A report and its ledger, and the figures behind both."""

    docx: bytes
    xlsx: bytes
    figures: Figures
    sums: Sequence[Sum]


def make_report(session: Session, watchlist: Watchlist, reporting: Reporting, period: Period, day: date) -> Made:
    """Make the report of a period as of a day; the same store and day give the same bytes."""
    figures = read_figures(session, period)
    sums = outcomes.sums(session, reporting.outcomes, period)
    silent = outcomes.silent(session, reporting.campaign, period)
    parts = breakdown(figures.history, period, watchlist)
    facts = narrative.report_facts(figures, parts, sums, silent, reporting.campaign, day)
    paper = Paper(
        watchlist.sender.name,
        day,
        {"plan": _plan(figures, sums), "chart": _chart(figures), "months": _months(figures)},
        _everything(figures, sums),
    )
    document = report_docx(narrative.lines("month.txt", facts), paper)
    return Made(document, ledger(session, figures, watchlist, sums, day), figures, sums)


def _heads(figures: Figures) -> tuple[str, ...]:
    return ("本年", "上年", "增减") if figures.period.is_year else ("本期", "上期", "增减", "本年累计")


def _plan(figures: Figures, sums: Sequence[Sum]) -> Grid:
    """The counters of the campaign plans: our own filled in, others' filled or left to fill."""
    others = {one.field.slug: one for one in sums}
    rows = []
    for slug in PLAN:
        if slug in others:
            rows.append(_other(figures, others[slug]))
        elif slug in BY_SLUG:
            rows.append(_own(figures, slug))
    return Grid("主要指标", ("指标", "单位", *_heads(figures)), rows, _widths(figures, 58, 18))


def _everything(figures: Figures, sums: Sequence[Sum]) -> Grid:
    rows = [
        _own(figures, counter.slug)
        for counter in COUNTERS
        if not counter.slug.startswith(QUIET) or figures.now[counter.slug] or figures.before[counter.slug]
    ]
    rows += [_other(figures, one) for one in sums]
    return Grid(f"{figures.period.label}数据统计表", ("项目", "单位", *_heads(figures)), rows, _widths(figures, 66, 16))


def _widths(figures: Figures, first: float, second: float) -> tuple[float, ...]:
    heads = len(_heads(figures))
    return (first, second, *([(156 - first - second) / heads] * heads))


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
