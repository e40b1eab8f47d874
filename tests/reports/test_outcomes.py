"""Figures of other offices: put down with who and why, corrected by a row beside, added up by field."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from takedown.reports import outcomes
from takedown.reports.periods import Scheme, month, year
from tests.reports.little import Little
from zhenwei.errors import BadInput, NoSuch, NotAllowed, WatchlistError
from zhenwei.store.database import Store
from zhenwei.store.outcome_tables import OutcomeRow
from zhenwei.watchlist.reporting import Campaign, Outcomes, Reporting, load_reporting

POLICE, MARKET = "东江市公安局", "东江市市场监督管理局"


def put(
    session: Session, fields: Outcomes, office: str, field: str, value: str, name: str = "2026-11", by: str = "chen"
) -> OutcomeRow:
    return outcomes.enter(
        session, fields, name=name, office=office, field=field, value=value, by=by, source="东公函〔2026〕12号",
        note="电话核对",
    )  # fmt: skip


def total(session: Session, fields: Outcomes, field: str, name: str = "2026-11") -> outcomes.Sum:
    period = month(name) if "-" in name else year(name)
    return next(one for one in outcomes.sums(session, fields, period) if one.field.slug == field)


def test_the_newest_of_a_cell_counts_and_the_others_stay(store: Store, reporting: Reporting) -> None:
    fields = reporting.outcomes
    with store.transaction() as session:
        Little(session).people()
        first = put(session, fields, POLICE, "fines", "30000")
        put(session, fields, MARKET, "fines", "1,000.50元")
        put(session, fields, POLICE, "persons", "3")
        second = put(session, fields, POLICE, "fines", "35000", by="li")
        third = put(session, fields, POLICE, "fines", "34000")
        put(session, fields, POLICE, "fines", "2", name="2026-10")
        assert (first.corrects, second.corrects, third.corrects) == (None, first.id, second.id)
        assert (first.by, first.source, first.note, first.hundredths) == (
            "chen",
            "东公函〔2026〕12号",
            "电话核对",
            3000000,
        )
        fines = total(session, fields, "fines")
        assert (fines.now, fines.before, fines.year) == (Decimal("35000.50"), Decimal(2), Decimal("35002.50"))
        assert fines.offices == (POLICE, MARKET)
        assert total(session, fields, "fines", "2026").now == Decimal("35002.50")
        assert total(session, fields, "dens").now is None
        assert len(outcomes.entries(session, month("2026-11", Scheme.SPLIT))) == 5


def test_two_corrections_at_once_do_not_add_up(one_store: Store, reporting: Reporting) -> None:
    with one_store.transaction() as session:
        Little(session).people()
        first = put(session, reporting.outcomes, POLICE, "fines", "1")
        for value in ("2", "3"):
            put(session, reporting.outcomes, POLICE, "fines", value).corrects = first.id
        session.flush()
        assert total(session, reporting.outcomes, "fines").now == Decimal(3)


@pytest.mark.parametrize(
    ("field", "value", "number"),
    [
        ("fines", "30000", "30000"), ("fines", "３０，０００．５", "30000.5"), ("persons", "3人", "3"),
        ("persons", "0", "0"),
        ("persons", "1e3", "1000"), ("persons", "-1", ""), ("persons", "1.5", ""), ("fines", "1.555", ""),
        ("fines", "许多", ""), ("fines", "NaN", ""), ("fines", "Infinity", ""), ("fines", "", ""),
        ("fines", "1e30", ""), ("fines", "=1+1", ""),
    ],
)  # fmt: skip
def test_values(reporting: Reporting, field: str, value: str, number: str) -> None:
    cell = reporting.outcomes.by_slug[field]
    if number:
        assert outcomes.parse(cell, value) == Decimal(number)
        return
    with pytest.raises(BadInput, match=cell.label):
        outcomes.parse(cell, value)


def test_what_is_refused(store: Store, reporting: Reporting) -> None:
    fields = reporting.outcomes
    with store.transaction() as session:
        Little(session).people()
        for error, change in (
            (NotAllowed, {"by": "vera"}), (NoSuch, {"by": "nobody"}), (BadInput, {"field": "gold"}),
            (BadInput, {"office": " \u200b "}), (BadInput, {"name": "2026"}),
        ):  # fmt: skip
            given = {"office": POLICE, "field": "fines", "value": "1", "name": "2026-11", "by": "chen"} | change
            with pytest.raises(error):
                outcomes.enter(session, fields, **given)
        assert outcomes.entries(session, month("2026-11")) == []


def test_an_office_spelt_differently_is_noticed(store: Store, reporting: Reporting) -> None:
    with store.transaction() as session:
        Little(session).people()
        put(session, reporting.outcomes, POLICE, "fines", "1")
        expected = {"东江公安局": POLICE, POLICE: "", f"{POLICE} ": "", "西河县应急管理局": ""}
        assert {office: outcomes.alike(session, office) for office in expected} == expected


def test_offices_that_have_sent_nothing_are_named(store: Store, reporting: Reporting) -> None:
    campaign = Campaign(matter="某事", reporters=(POLICE, MARKET))
    with store.transaction() as session:
        Little(session).people()
        put(session, reporting.outcomes, POLICE, "fines", "0")
        assert outcomes.silent(session, campaign, month("2026-11")) == (MARKET,)


def test_fields_are_data_with_a_checked_schema(tmp_path: Path) -> None:
    folder = tmp_path / "report"
    folder.mkdir()
    file = folder / "outcomes.toml"
    file.write_text('[[field]]\nslug = "seized"\nlabel = "查扣设备"\nunit = "台"\n', "utf-8")
    assert [one.slug for one in load_reporting(tmp_path).outcomes.field] == ["seized"]
    for wrong in ('[[field]]\nslug = "a"', '[[field]]\nslug="ab"\nlabel="x"\nunit="y"\ncolour="z"', 'field = []',
                  '[[field]]\nslug="ab"\nlabel="x"\nunit="y"\n' * 2):  # fmt: skip
        file.write_text(wrong, "utf-8")
        with pytest.raises(WatchlistError, match="outcomes"):
            load_reporting(tmp_path)
