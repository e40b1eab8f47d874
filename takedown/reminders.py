"""Which clocks to remind people of, and the words of it: numbers, offices, dates and case ids, nothing else. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from takedown.clean import plain
from takedown.clocks import Clock, Stand, shown_due
from zhenwei.clock import BEIJING

REMINDED = (Stand.OVERDUE, Stand.SOON, Stand.NO_DATA, Stand.LAPSED)
HEADINGS = {
    Stand.OVERDUE: "已逾期",
    Stand.SOON: "即将届满",
    Stand.NO_DATA: "无法计算（日历数据缺失）",
    Stand.LAPSED: "已届满",
    Stand.RUNNING: "进行中",
    Stand.ENDED: "已了结",
}
FEW = 10  # lines of the night's summary
ORDINALS = "一二三四"


@dataclass(frozen=True, slots=True)
class Reminder:
    """``key``: clock, stage and last day; a clock whose day has moved is reminded of anew."""

    key: str
    clock: Clock


def reminders_of(clocks: Iterable[Clock]) -> list[Reminder]:
    """Return what people should look at, the most urgent stage first."""
    found = [clock for clock in clocks if clock.stand in REMINDED]
    found.sort(key=lambda clock: REMINDED.index(clock.stand))
    return [Reminder(f"{clock.key}|{clock.stand.value}|{_day(clock)}", clock) for clock in found]


def _day(clock: Clock) -> str:
    return f"{clock.due.astimezone(BEIJING):%Y-%m-%d}" if clock.due else clock.missing


def line_of(clock: Clock) -> str:
    """Return one clock as one line, without a word that a site, a reporter or a contact could have written."""
    where = "，".join(filter(None, (_letter(clock), _cases(clock))))
    said = f"{where}：{clock.rule.name}" if where else clock.rule.name
    return f"{said}，{_when(clock)}"


def _letter(clock: Clock) -> str:
    if not clock.notice:
        return ""
    return f"{plain(clock.number) or f'函件 {clock.notice}（未编号）'} {plain(clock.office)}"


def _cases(clock: Clock) -> str:
    shown = "、".join(map(str, clock.cases[:FEW]))
    return f"案件 {shown}{f' 等 {len(clock.cases)} 件' if len(clock.cases) > FEW else ''}" if clock.cases else ""


def _when(clock: Clock) -> str:
    if clock.due is None or clock.left is None:
        return clock.missing
    if clock.stand is Stand.LAPSED:
        return f"已于 {shown_due(clock)} 届满"
    if clock.stand is Stand.OVERDUE:
        return f"{shown_due(clock)} 届满，已逾期{f' {-clock.left} 日' if clock.left else ''}"
    return f"{shown_due(clock)} 届满，{f'还有 {clock.left} 日' if clock.left else '今日到期'}"


def digest(reminders: Sequence[Reminder], today: date) -> tuple[str, str]:
    """Return (subject, body) of a day's mail."""
    counts = [(stand, [r.clock for r in reminders if r.clock.stand is stand]) for stand in REMINDED]
    counts = [(stand, clocks) for stand, clocks in counts if clocks]
    said = "、".join(f"{HEADINGS[stand]} {len(clocks)} 项" for stand, clocks in counts)
    lines = [f"函件和案件期限提醒（{today.year}年{today.month}月{today.day}日）"]
    for place, (stand, clocks) in zip(ORDINALS, counts, strict=False):
        lines += ["", f"{place}、{HEADINGS[stand]}（{len(clocks)} 项）"]
        lines += [
            f"{number}. {line_of(clock)}。{clock.rule.what}（{_basis(clock)}）。"
            for number, clock in enumerate(clocks, start=1)
        ]
    if hint := missing_years([clock for _, clocks in counts for clock in clocks]):
        lines += ["", hint]
    lines += ["", "详情见研判台“期限”页；已办的请及时登记答复，或用 zhenwei clocks --done 登记。"]
    return f"甄伪期限提醒：{said}", "\n".join(lines) + "\n"


def _basis(clock: Clock) -> str:
    return f"{clock.rule.law}{clock.rule.article}{'' if clock.rule.verified else '，条文待核'}"


def summary_lines(clocks: Iterable[Clock]) -> list[str]:
    """Return what the night's summary says: one line of counts, then the most urgent ones."""
    reminders = reminders_of(clocks)
    if not reminders:
        return []
    counts = [(stand, sum(r.clock.stand is stand for r in reminders)) for stand in REMINDED]
    lines = ["、".join(f"{HEADINGS[stand]} {count} 项" for stand, count in counts if count)]
    lines += [f"{HEADINGS[r.clock.stand]}：{line_of(r.clock)}" for r in reminders[:FEW]]
    if len(reminders) > FEW:
        lines.append(f"其余 {len(reminders) - FEW} 项见 zhenwei clocks")
    if hint := missing_years([one.clock for one in reminders]):
        lines.append(hint)
    return lines


def missing_years(clocks: Iterable[Clock]) -> str:
    """Return what to do about clocks without a date; empty if there is none."""
    if not any(clock.stand is Stand.NO_DATA for clock in clocks):
        return ""
    return "放假安排公布后，请升级 chinesecalendar，或者按 docs/life.md 写入 WATCHLIST_DIR/holidays/<年>.toml"
