"""The figures of a period in the words of an official report: a template, filled strictly, as typed lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from jinja2 import TemplateError

from takedown.content import chinese_day
from takedown.render import environment
from takedown.reports.breakdown import Breakdown
from takedown.reports.counted import BY_SLUG, RECIPIENTS
from takedown.reports.figures import Figures
from takedown.reports.kinds import Value
from takedown.reports.outcomes import Sum, shown
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.watchlist.reporting import Campaign

TO_FILL = "〔主送机关待填写〕"
AHEAD = timedelta(days=45)  # deadlines that the next report would name too late


class Mark(StrEnum):
    """What a line of a report is."""

    TITLE = "#"
    TO = "@"
    LEVEL1 = "="
    LEVEL2 = "=="
    TEXT = "+"
    FILL = "?"
    OBJECT = "!"


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or the name of a table or chart."""

    mark: Mark
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A counter as sentences use it."""

    now: Value
    before: Value
    change: Value
    text: str
    change_words: str


def lines(template: str, facts: Mapping[str, Any]) -> tuple[Line, ...]:
    """Fill a template of ``templates/reports``. Raises BadInput naming what is missing, or a line without a mark."""
    try:
        text = environment().get_template(f"reports/{template}").render(facts)
        return tuple(
            Line(Mark(line.partition(" ")[0]), line.partition(" ")[2].strip())
            for line in text.splitlines()
            if line.strip()
        )
    except (TemplateError, ValueError) as error:
        raise BadInput(said("报告模板 reports/{template} 有误：{error}", template=template, error=error)) from error


def number(value: Value) -> str:
    """Return a value as documents print it; a missing one as a dash."""
    if value is None:
        return "—"
    return f"{value:.1f}".rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def told(figures: Figures, slug: str) -> Told:
    """Return a counter with its unit, and how it compares with the period before."""
    now, change, unit = figures.now[slug], figures.change(slug), BY_SLUG[slug].unit
    than = "比上年" if figures.period.is_year else "比上期"
    if not change:
        words = f"与{than[1:]}持平"
    else:
        words = f"{than}{'增加' if change > 0 else '减少'}{number(abs(change))}{unit}"
    return Told(now, figures.before[slug], change, f"{number(now)}{unit}", words)


def report_facts(
    figures: Figures, parts: Breakdown, sums: Sequence[Sum], silent: Sequence[str], campaign: Campaign, today: date
) -> dict[str, Any]:
    """Return every fact of the template of a monthly or yearly report."""
    period = figures.period
    return {
        "period": period.label,
        "this": "本年" if period.is_year else "本期",
        "matter": campaign.subject,
        "matter_parts": campaign.matter.split("|"),
        "report_to": campaign.report_to or TO_FILL,
        "first": chinese_day(period.first),
        "last": chinese_day(period.last),
        "today": chinese_day(today),
        "unfinished": today <= period.last,
        "phases": [
            {"name": one.name, "span": f"{chinese_day(one.first)}至{chinese_day(one.last)}"}
            for one in campaign.phases_on(period.first, period.last)
        ],
        "deadlines": [
            {"name": one.name, "day": chinese_day(one.on)}
            for one in sorted(campaign.deadline, key=lambda one: one.on)
            if period.last < one.on <= period.last + AHEAD
        ],
        "f": {slug: told(figures, slug) for slug in BY_SLUG},
        "verdicts": _listed(parts.verdicts),
        "organs": _listed(parts.organs),
        "regions": _listed(parts.regions) if len(parts.regions) > 1 else "",
        "recipients": _recipients(figures),
        "speeds": _speeds(figures),
        "told": "、".join(f"{one.field.label}{shown(one.now)}{one.field.unit}" for one in sums if one.now is not None),
        "silent": "、".join(silent),
        "problems": _problems(figures),
        "charted": any(value for _, values in figures.months for value in values.values()),
    }


def _listed(rows: Sequence[tuple[str, int]]) -> str:
    return "、".join(f"{name}{count}个" for name, count in rows)


def _recipients(figures: Figures) -> str:
    named = {label: figures.now[f"sent_{slug}"] for slug, label in RECIPIENTS.items()}
    parts = [f"发往{label}{value}件" for label, value in named.items() if value]
    rest = int(figures.now["sent"] or 0) - sum(int(value or 0) for value in named.values())
    return "、".join([*parts, *([f"发往其他单位{rest}件"] if rest else [])])


_SPEEDS = {
    "days_to_confirm": "从发现到确认用时{}天",
    "days_to_refer": "从发现到发函用时{}天",
    "days_to_answer": "从发函到答复用时{}天",
    "days_to_down": "从发函到下线用时{}天",
}


def _speeds(figures: Figures) -> str:
    known = {slug: figures.now[slug] for slug in _SPEEDS}
    return "、".join(_SPEEDS[slug].format(number(value)) for slug, value in known.items() if value is not None)


_HAPPENED = {"resurfaced": "下线网站死灰复燃{}个次", "moved": "网站更换网址继续活动{}个次"}
_STANDS = {
    "waiting": "待研判案件{}件",
    "alive_referred": "已移送但网站仍可访问的案件{}件",
    "unanswered": "发出后尚未收到答复的函件{}件",
    "lapsing": "接入服务留存记录将在30日内届满、须及时提请保全的案件{}件",
}


def _problems(figures: Figures) -> str:
    """Return what went against us in the period, and what stands at its end."""
    this = "本年" if figures.period.is_year else "本期"
    happened, stands = (
        "，".join(words.format(value) for slug, words in table.items() if (value := figures.now[slug]))
        for table in (_HAPPENED, _STANDS)
    )
    return "；".join([*([f"{this}{happened}"] if happened else []), *([f"截至期末，{stands}"] if stands else [])])
