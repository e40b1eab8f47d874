"""A report of a past month comes out the same whenever it is made; a year is the sum of its months."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.orm import Session

from takedown.reports.breakdown import breakdown
from takedown.reports.counted import COUNTERS
from takedown.reports.figures import measure, read_figures
from takedown.reports.history import read_history
from takedown.reports.kinds import Count, Tally
from takedown.reports.monthly import make_report
from takedown.reports.periods import Scheme, month, months_of, year
from tests.reports.little import Little
from tests.reports.test_counted import fill
from zhenwei.store.assessments import save_assessment
from zhenwei.store.cases import cases_from_opinions
from zhenwei.store.database import Store
from zhenwei.store.models import CaseRow, NightRow
from zhenwei.store.outcome_tables import CaseOpeningRow
from zhenwei.types import Assessment, Verdict
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.reporting import Reporting

DAY = date(2026, 12, 5)


def later(session: Session, number: dict[str, int]) -> None:
    """Everything that may happen after November to cases of November."""
    world = Little(session)
    world.opinion(number["b"], "2026-12-02", "benign", target="")
    world.opinion(number["c"], "2026-12-02", "hijacked_site", target="other")
    world.say(number["b"], "2026-12-03", "dismissed")
    world.say(number["d"], "2026-12-03")
    world.letter([number["d"]], "police", drafted="2026-12-03", sent="2026-12-04", answered="2026-12-05")
    world.look(number["c"], "2026-12-04", "gone")
    world.look(number["a"], "2026-12-05", "back", shows=True)
    world.case("new.example", "2026-12-06")
    # A site known since November that becomes a case in January.
    world.case("slow.example", "2026-11-15", opened="2027-01-03")
    for row in session.query(CaseRow):
        row.state = "closed"
    session.flush()


def test_a_past_month_stays_as_it_was(store: Store, watchlist: Watchlist) -> None:
    with store.transaction() as session:
        number = fill(session)
        for case in ("b", "c"):
            kind = "certificate_sale" if case == "b" else "counterfeit_site"
            Little(session).opinion(number[case], "2026-11-02", kind, target="mem")
        period = month("2026-11")
        first = read_figures(session, period)
        parts = breakdown(first.history, period, watchlist)
        later(session, number)
        again = read_figures(session, period)
        assert breakdown(again.history, period, watchlist) == parts
    # The lead of a site is new in the month in which it came, whatever becomes of it.
    assert {**again.now, "leads": first.now["leads"]} == first.now
    assert [values for _, values in again.months] == [values for _, values in first.months]


def test_its_files_are_the_same_bytes(store: Store, watchlist: Watchlist, reporting: Reporting) -> None:
    with store.transaction() as session:
        fill(session)
        first = make_report(session, watchlist, reporting, month("2026-11"), DAY)
        again = make_report(session, watchlist, reporting, month("2026-11"), DAY)
    assert (first.docx, first.xlsx) == (again.docx, again.xlsx)


@pytest.mark.parametrize("scheme", list(Scheme))
def test_a_year_is_the_sum_of_its_months(store: Store, scheme: Scheme) -> None:
    whole = year("2026", scheme)
    with store.transaction() as session:
        later(session, fill(session))
        history = read_history(session, whole.bounds()[1])
        total, *months = measure(session, history, [whole, *months_of(whole)])
    for counter in COUNTERS:
        if isinstance(counter, (Count, Tally)):
            assert total[counter.slug] == sum(int(one[counter.slug] or 0) for one in months), counter.slug


def test_scoring_notes_when_a_case_was_opened(store: Store) -> None:
    with store.transaction() as session:
        world = Little(session)
        known = world.case("old.example", "2026-01-05")
        old = session.get_one(CaseRow, known).site_id
        session.delete(session.get_one(CaseRow, known))
        session.flush()
        night = NightRow(started_at=world.session.get_one(NightRow, world.night("2026-11-02")).started_at, summary={})
        session.add(night)
        session.flush()
        save_assessment(session, night.id, old, [], Assessment(Verdict.COUNTERFEIT, 90, 5, (), (), "mem"))
        assert cases_from_opinions(session, night.id, 30) == 1
        case = session.query(CaseRow).one()
        opening = session.get_one(CaseOpeningRow, case.id)
        assert opening.at > case.first_seen
        # January's report does not change because of a site that nobody took for a case then.
        assert read_figures(session, month("2026-01")).now["found"] == 0
