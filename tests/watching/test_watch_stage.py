"""The night's part in watching: what is asked tonight, and what visits say of watched names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from zhenwei.config import Settings
from zhenwei.stages.desk import Desk
from zhenwei.stages.planning import Planner
from zhenwei.stages.watch import TRIES, note_visits, plan_lookalikes, shown_by
from zhenwei.store import watched
from zhenwei.store.database import Store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import UnitRow, VisitRow
from zhenwei.store.nights import close_night, finish_unit, open_night, plan_units, position, waiting_units
from zhenwei.store.visits import finish_visit, plan_visits
from zhenwei.types import Lead, Outcome, Profile
from zhenwei.watching import NameState, Records, Says, Seen, Shown
from zhenwei.watchlist import load_watchlist

ADDRESS = Seen(Says.ADDRESS, Records(("198.18.0.5",), ("ns1.host.example",)))
FULL = load_watchlist()
# One organ is enough, and quick to expand.
WATCHLIST = replace(FULL, organs={"mem": FULL.organs["mem"]})


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    return Desk(Settings(data_dir=tmp_path, lookalike_budget=40), WATCHLIST, store)


def night_of(desk: Desk) -> int:
    with desk.store.transaction() as session:
        return open_night(session).id


def planned(desk: Desk, night: int) -> dict[str, list[str]]:
    with desk.store.reading() as session:
        found: dict[str, list[str]] = {}
        for unit in waiting_units(session, night, "lookalikes"):
            found.setdefault(unit.source, []).extend(row["domain"] for row in unit.detail["names"])
        return found


def end_night(desk: Desk, night: int, outcome: str = "nothing", again: Iterable[str] = ()) -> None:
    """Finish every unit with an outcome; the names in ``again`` were not answered for."""
    failed = set(again)
    with desk.store.transaction() as session:
        for unit in waiting_units(session, night, "lookalikes"):
            rows = [row for row in unit.detail["names"] if row["domain"] in failed]
            finish_unit(session, unit.id, outcome, detail={} if outcome == "error" else {"again": rows})
        close_night(session, night, {})


def test_a_run_that_goes_on_asks_the_same_names_and_the_next_night_the_next_ones(desk: Desk) -> None:
    night = night_of(desk)
    plan_lookalikes(desk, night)
    first = planned(desk, night)
    plan_lookalikes(desk, night)
    assert planned(desk, night) == first
    assert len(set(first["expand"])) == 40
    end_night(desk, night)
    plan_lookalikes(desk, second := night_of(desk))
    then = planned(desk, second)["expand"]
    assert len(then) == 40
    with desk.store.reading() as session:
        assert position(session, "lookalikes:near")["next"] == 20
    # The first ten are asked again within four nights, all others are new.
    assert not set(then) & set(first["expand"][:10])


def test_what_is_due_comes_first_and_leaves_a_quarter_to_new_names(desk: Desk) -> None:
    with desk.store.transaction() as session:
        for number in range(50):
            watched.watch(session, f"n{number:02}.example", "person")
    plan_lookalikes(desk, night := night_of(desk))
    names = planned(desk, night)
    assert names["watched"] == [f"n{number:02}.example" for number in range(30)]
    assert len(names["expand"]) == 10


def test_watched_names_are_passed_by_in_the_sweep(desk: Desk) -> None:
    plan_lookalikes(desk, first := night_of(desk))
    name = planned(desk, first)["expand"][0]
    end_night(desk, first)
    with desk.store.transaction() as session:
        watched.save_look(session, first, name, ADDRESS)
    for _ in range(4):
        night = night_of(desk)
        plan_lookalikes(desk, night)
        assert name not in planned(desk, night)["expand"]
        end_night(desk, night)


@pytest.mark.parametrize("outcome", ["nothing", "error"])
def test_names_without_an_answer_are_asked_again_for_a_few_nights(desk: Desk, outcome: str) -> None:
    plan_lookalikes(desk, night := night_of(desk))
    missed = planned(desk, night)["expand"][:5] if outcome == "nothing" else planned(desk, night)["expand"]
    end_night(desk, night, outcome, missed)
    seen = 0
    for _ in range(TRIES):
        plan_lookalikes(desk, night := night_of(desk))
        again = planned(desk, night).get("again", [])
        seen += set(again) <= set(missed) and bool(again)
        end_night(desk, night, "nothing", again)
    assert seen == TRIES - 1


def test_no_budget_no_names(desk: Desk) -> None:
    none = Desk(desk.settings.model_copy(update={"lookalike_budget": 0}), desk.watchlist, desk.store)
    plan_lookalikes(none, night := night_of(none))
    assert planned(none, night) == {}


@pytest.mark.parametrize(
    ("outcomes", "shown"),
    [
        ([Outcome.OK], Shown.PAGE),
        ([Outcome.TIMEOUT, Outcome.OK, Outcome.HTTP_ERROR], Shown.PAGE),
        ([Outcome.HTTP_ERROR, Outcome.TIMEOUT], Shown.NO_PAGE),
        ([Outcome.ROBOTS], Shown.NO_PAGE),
        ([Outcome.NO_SUCH_NAME, Outcome.DNS_FAILED, Outcome.TIMEOUT], Shown.SILENT),
        ([Outcome.UNREACHABLE, Outcome.NOT_RENDERED], Shown.SILENT),
        ([Outcome.NOT_RENDERED, Outcome.EGRESS, Outcome.FAILED], None),
        ([], None),
    ],
)
def test_visits_taken_together(outcomes: list[Outcome], shown: Shown | None) -> None:
    assert shown_by(outcomes) == shown


def visit(desk: Desk, night: int, host: str, outcome: Outcome, source: str = "feeds") -> None:
    with desk.store.transaction() as session:
        add_lead(session, Lead(f"http://{host}/", source, "相似", {"target": "mem"}))
        plan_visits(session, night, site_for(session, host).id, [f"http://{host}/"], [Profile.DESKTOP])
        row = session.scalars(select(VisitRow).where(VisitRow.outcome == "")).one()
        finish_visit(session, row.id, outcome)


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.NO_SUCH_NAME, NameState.UNKNOWN),
        (Outcome.TIMEOUT, NameState.UNKNOWN),
        (Outcome.HTTP_ERROR, NameState.UNKNOWN),
        (Outcome.OK, NameState.PAGE),
    ],
)
def test_a_flagged_name_of_a_list_is_watched_from_its_first_visit(
    desk: Desk, outcome: Outcome, state: NameState
) -> None:
    night = night_of(desk)
    visit(desk, night, "cx-mem-gov.example", outcome)
    for _ in range(2):
        with desk.store.transaction() as session:
            note_visits(session, night)
    with desk.store.reading() as session:
        row = watched.get_watched(session, "cx-mem-gov.example")
        assert (row.state, row.source, row.target) == (state, "feeds", "mem")
        assert len(watched.history(session, row.domain)) == (outcome is Outcome.OK)
        assert (row.first_page_at is not None) == (outcome is Outcome.OK)
    if outcome is not Outcome.OK:
        end_night(desk, night)
        plan_lookalikes(desk, then := night_of(desk))
        assert planned(desk, then)["watched"] == ["cx-mem-gov.example"]


def test_a_site_that_was_searched_for_is_not_watched_by_name(desk: Desk) -> None:
    night = night_of(desk)
    visit(desk, night, "dgz-banli.example", Outcome.TIMEOUT, source="search:baidu")
    visit(desk, night, "blind.example", Outcome.NOT_RENDERED)
    with desk.store.transaction() as session:
        note_visits(session, night)
        assert watched.watched_domains(session) == set()


def test_a_change_asks_for_a_visit_and_gets_one(desk: Desk) -> None:
    night = night_of(desk)
    visit(desk, night, "cx-mem-gov.example", Outcome.OK, source="lookalikes")
    with desk.store.transaction() as session:
        note_visits(session, night)
        Planner(desk, session, night).look(session)
        assert not waiting(session.scalars(select(VisitRow)))  # looked at tonight, nothing new
    moved = Seen(Says.ADDRESS, Records(("198.19.9.9",), ("ns1.host.example",)))
    for seen in (ADDRESS, moved):
        with desk.store.transaction() as session:
            watched.save_look(session, night, "cx-mem-gov.example", seen)
    end_night(desk, night)
    with desk.store.transaction() as session:
        then = open_night(session).id
        Planner(desk, session, then).look(session)
        assert waiting(session.scalars(select(VisitRow))) == {"http://cx-mem-gov.example/"}
        row = watched.get_watched(session, "cx-mem-gov.example")
        assert (row.visit_due, row.state) == (False, NameState.PAGE)
        assert [event.what for event in watched.history(session, row.domain)][-1] == "addresses"


def waiting(visits: Iterable[VisitRow]) -> set[str]:
    return {visit.url for visit in visits if not visit.outcome}


def test_units_of_other_spiders_are_nobodys_failures(desk: Desk) -> None:
    night = night_of(desk)
    with desk.store.transaction() as session:
        plan_units(session, night, "feeds", [("http://lists.example/", "tonight", {})])
        unit = session.scalars(select(UnitRow)).one()
        finish_unit(session, unit.id, "error")
        close_night(session, night, {})
    plan_lookalikes(desk, then := night_of(desk))
    assert set(planned(desk, then)) == {"expand"}
