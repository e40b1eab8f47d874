"""The clocks of letters and records (``clocks.toml``) and holiday tables that a deployment entered (``holidays/``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from zhenwei.errors import WatchlistError
from zhenwei.sentences import said
from zhenwei.watchlist.load import builtin_folder, checked_file, rows_of
from zhenwei.workdays import SATURDAY, Workdays, Year, packaged_years

FILE = "clocks.toml"
FOLDER = "holidays"
Starts = Literal["received", "sent", "last_alive", "month"]
Unit = Literal["working_days", "days", "hours", "months", "years", "given", "day_of_month"]


class ClockRule(BaseModel):
    """One ``[[clock]]``: from what it counts, how long, what ends it, and where the term is written."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]{1,40}$")
    name: str = Field(min_length=2, max_length=60)
    # received, sent: of a letter; last_alive: of a case; month: every month.
    starts: Starts
    unit: Unit
    # Of the unit; day_of_month: 1 to 31 (a shorter month ends earlier); given: the letter's own date of reply.
    length: int = Field(default=0, ge=0, le=3660)
    # Letters that it runs for; empty: any. ``cites``: only letters that cite this law (words in its title).
    recipients: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    cites: str = ""
    # Answers that end it; empty: any answer does.
    ends_with: tuple[str, ...] = ()
    # Cases that it runs for, by verdict (empty: any); it ends once a letter to one of these has gone out.
    verdicts: tuple[str, ...] = ()
    ends_when_sent_to: tuple[str, ...] = ()
    # It is shown once that other clock has run out (an extension of it).
    after: str = ""
    # The last day falls on a day off: later (民法典 203), earlier (ours to be early), or as it is.
    off_day: Literal["later", "earlier", "keep"] = "keep"
    warn_days: int = Field(default=3, ge=0, le=366)
    what: str = Field(min_length=4, max_length=200, description="What is to be done, for the official.")
    law: str = Field(min_length=2)
    article: str = ""
    # False: the term was seen in a secondary text only; shown as 待核.
    verified: bool = False
    source: str = ""

    @model_validator(mode="after")
    def _whole(self) -> ClockRule:
        if self.unit not in ("given",) and self.length < 1:
            raise ValueError(said("length 须为正整数"))
        if (self.unit == "day_of_month") != (self.starts == "month"):
            raise ValueError(said("starts = month 与 unit = day_of_month 须同时写"))
        if self.unit == "day_of_month" and self.length > 31:
            raise ValueError(said("每月的日期须在 1 至 31 之间"))
        if self.unit == "given" and self.starts not in ("received", "sent"):
            raise ValueError(said("unit = given 只用于函件"))
        if self.starts not in ("received", "sent") and (self.recipients or self.kinds or self.ends_with or self.cites):
            raise ValueError(said("recipients、kinds、cites、ends_with 只用于函件的期限"))
        if self.starts != "last_alive" and (self.verdicts or self.ends_when_sent_to):
            raise ValueError(said("verdicts、ends_when_sent_to 只用于案件的期限"))
        return self


class HolidayYear(BaseModel):
    """``holidays/<year>.toml``: the year's table from the State Council office's notice (国办发明电)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: int = Field(ge=2000, le=2100)
    off: tuple[date, ...] = Field(min_length=5, description="放假日（含与周末相连的周末，可不写普通周末）")
    work: tuple[date, ...] = Field(default=(), description="调休上班的周六、周日")
    source: str = Field(min_length=4, description="通知的名称和文号")

    @model_validator(mode="after")
    def _plausible(self) -> HolidayYear:
        # New Year's holiday may begin in the last days of December, with a weekend worked before it.
        first = date(self.year - 1, 12, 20)
        if strange := [day for day in (*self.off, *self.work) if not first <= day <= date(self.year, 12, 31)]:
            raise ValueError(said("{strange} 不在 {year} 年", strange=strange[0], year=self.year))
        if both := set(self.off) & set(self.work):
            raise ValueError(said("{day} 既放假又上班", day=min(both)))
        if weekdays := [day for day in self.work if day.weekday() < SATURDAY]:
            raise ValueError(said("{day} 不是周六、周日，无须写在 work 中", day=weekdays[0]))
        return self


@dataclass(frozen=True, slots=True)
class Clocks:
    """The rules in the file's order, and the calendar that they count with."""

    rules: tuple[ClockRule, ...]
    calendar: Workdays


def load_clocks(overlay: Path | None = None, base: Path | None = None) -> Clocks:
    """Read the rules (the deployment's file in place of ours) and every year's holidays.

    Raises WatchlistError naming file and key.
    """
    folders = [folder for folder in (base or builtin_folder(), overlay) if folder is not None]
    files = [folder / FILE for folder in folders if (folder / FILE).is_file()]
    if not files:
        raise WatchlistError(said("名单缺少 {file}（期限）", file=FILE))
    rules = tuple(rows_of(files[-1], "clock", ClockRule))
    known: dict[str, ClockRule] = {}
    for rule in rules:
        if rule.id in known:
            raise WatchlistError(said("名单文件 {file} 中期限 {rule} 写了两次", file=files[-1], rule=rule.id))
        if rule.after and rule.after not in known:
            raise WatchlistError(
                said(
                    "名单文件 {file} 的期限 {rule}：after 所指的 {after} 不在其前",
                    file=files[-1],
                    rule=rule.id,
                    after=rule.after,
                )
            )
        known[rule.id] = rule
    return Clocks(rules, Workdays(_years(folders)))


def _years(folders: list[Path]) -> Mapping[int, Year]:
    """Return the package's tables with those laid over them that people have entered, a whole year each."""
    years = dict(packaged_years())
    for folder in folders:
        for file in sorted((folder / FOLDER).glob("*.toml")):
            if not (file.stem.isdigit() and len(file.stem) == 4):
                raise WatchlistError(said("名单文件 {file} 应以年份命名，如 2027.toml", file=file))
            row = checked_file(HolidayYear, file, {"year": int(file.stem)})
            years[row.year] = Year(_of(row.off, row.year), _of(row.work, row.year))
            if before := years.get(row.year - 1):
                off, work = _of(row.off, row.year - 1), _of(row.work, row.year - 1)
                years[row.year - 1] = Year((before.off | off) - work, (before.work | work) - off)
    return years


def _of(days: Iterable[date], year: int) -> frozenset[date]:
    return frozenset(day for day in days if day.year == year)
