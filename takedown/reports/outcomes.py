"""What other offices know: entered by people into cells, one value an office, field and month; the newest counts."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from rapidfuzz import fuzz
from sqlalchemy.orm import Session

from takedown.clean import plain
from takedown.reports.periods import Period, before, month
from zhenwei.errors import BadInput, NotAllowed
from zhenwei.sentences import listed, said
from zhenwei.store.accounts import get_account, roles_said
from zhenwei.store.cases import DECIDERS
from zhenwei.store.outcome_tables import OutcomeRow
from zhenwei.store.outcomes import Cell, add_outcome, offices_known, outcomes_of, standing_outcomes
from zhenwei.watchlist.reporting import Campaign, OutcomeField, Outcomes

MOST = Decimal(10) ** 13
ALIKE = 80.0  # of 100: names that may be one office spelt twice


@dataclass(frozen=True, slots=True)
class Sum:
    """A field's total over all offices; None where nobody has entered anything. ``offices``: who has."""

    field: OutcomeField
    now: Decimal | None
    before: Decimal | None
    year: Decimal | None
    offices: tuple[str, ...]


def enter(
    session: Session,
    fields: Outcomes,
    *,
    name: str,
    office: str,
    field: str,
    value: str,
    by: str,
    source: str = "",
    note: str = "",
) -> OutcomeRow:
    """Add a figure of another office for the month ``name``.

    Raises BadInput (month, field, value, office), NotAllowed (role), NoSuch (account).
    """
    account = get_account(session, by)
    if account.disabled or account.role not in DECIDERS:
        raise NotAllowed(said("{by} 不能填报：账号须可用，角色须为{roles}", by=by, roles=roles_said(DECIDERS)))
    known = fields.by_slug.get(field)
    if known is None:
        fitting = listed(said("{slug}（{word}）", slug=one.slug, word=one.label) for one in fields.field)
        raise BadInput(said("没有填报项目 {field!r}，应为 {fields} 之一", field=field[:40], fields=fitting))
    cell = Cell(month(name).name, _office(office), known.slug)
    number = parse(known, value)
    return add_outcome(session, cell, int(number * 100), by=by, source=plain(source, 200), note=plain(note, 500))


def parse(field: OutcomeField, value: str) -> Decimal:
    """Return a value as a number that is not negative. Raises BadInput."""
    text = unicodedata.normalize("NFKC", value).strip().removesuffix(field.unit).replace(",", "")
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise BadInput(
            said(
                "{field}的数值有误：{value!r}（应为{kind}，单位{unit}）",
                field=field.label,
                value=value[:40],
                kind=said("数字"),
                unit=field.unit,
            )
        ) from error
    digits = -int(number.normalize().as_tuple().exponent) if number.is_finite() else 0
    if not number.is_finite() or number < 0 or number >= MOST or digits > field.decimals:
        kind = said("非负整数")
        if field.decimals:
            kind = said("不超过{decimals}位小数的非负数", decimals=field.decimals)
        raise BadInput(
            said(
                "{field}的数值有误：{value!r}（应为{kind}，单位{unit}）",
                field=field.label,
                value=value[:40],
                kind=kind,
                unit=field.unit,
            )
        )
    return number


def _office(name: str) -> str:
    found = plain(unicodedata.normalize("NFKC", name), 80)
    if not found:
        raise BadInput(said("填报单位不能为空（--office）"))
    return found


def alike(session: Session, office: str) -> str:
    """Return an office entered before whose name is nearly this one, or nothing: then one may be spelt wrongly."""
    own = _office(office)
    known = offices_known(session)
    if own in known:
        return ""
    return max(
        (one for one in known if fuzz.ratio(one, own) >= ALIKE), key=lambda one: fuzz.ratio(one, own), default=""
    )


def sums(session: Session, fields: Outcomes, period: Period) -> list[Sum]:
    """Return the totals of a period, of the one before and of the year to date, by field."""
    earlier, year = before(period).months, _months_to_date(period)
    rows = standing_outcomes(outcomes_of(session, sorted({*period.months, *earlier, *year})))

    def total(field: str, months: Sequence[str]) -> Decimal | None:
        found = [row.hundredths for row in rows if row.field == field and row.month in months]
        return Decimal(sum(found)) / 100 if found else None

    return [
        Sum(
            field,
            total(field.slug, period.months),
            total(field.slug, earlier),
            total(field.slug, year),
            tuple(sorted({row.office for row in rows if row.field == field.slug and row.month in period.months})),
        )
        for field in fields.field
    ]


def _months_to_date(period: Period) -> tuple[str, ...]:
    whole = Period(period.name[:4], period.scheme, period.first, period.last).months
    return tuple(name for name in whole if name <= period.months[-1])


def entries(session: Session, period: Period) -> list[OutcomeRow]:
    """Return every entry of a period's months, corrected ones too."""
    return outcomes_of(session, period.months)


def silent(session: Session, campaign: Campaign, period: Period) -> tuple[str, ...]:
    """Return the offices that were asked for figures and have entered none."""
    heard = {row.office for row in entries(session, period)}
    return tuple(name for name in campaign.reporters if _office(name) not in heard)


def shown(value: Decimal | None) -> str:
    """Return a number as documents print it: no zeros behind the point, nothing where nobody knows."""
    if value is None:
        return ""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def plain_number(row: OutcomeRow) -> int | float:
    """Return an entry's value as JSON has it: whole where it is whole."""
    return plain_value(Decimal(row.hundredths) / 100) or 0


def plain_value(value: Decimal | None) -> int | float | None:
    """Return a number as JSON has it; None where nobody has entered anything."""
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
