"""Every counter, counted again by hand over a small world."""

from __future__ import annotations

from sqlalchemy.orm import Session

from takedown.reports.breakdown import breakdown
from takedown.reports.counted import COUNTERS
from takedown.reports.figures import Figures, read_figures
from takedown.reports.kinds import Value
from takedown.reports.periods import Scheme, month
from tests.reports.little import Little, at
from zhenwei.store.database import Store
from zhenwei.store.models import VisitRow
from zhenwei.watchlist import Watchlist


def fill(session: Session) -> dict[str, int]:
    """Eight cases of October and November 2026; the comments count for November."""
    world = Little(session)
    world.people()
    number = {
        "a": world.case("a.example", "2026-10-05"),
        "b": world.case("b.example", "2026-11-01 00:00", verdict="certificate_sale", target=""),  # found 1
        "c": world.case("c.example", "2026-11-10", source="12377", reference="R1"),  # found 2
        "d": world.case("d.example", "2026-11-30 23:59"),  # found 3, waits
        "e": world.case("e.example", "2026-10-31 23:59"),
        "f": world.case("f.example", "2026-03-01", opened="2026-11-12"),  # found 4: a case only since then
        "g": world.case("g.example", "2026-12-01 00:00"),
        "h": world.case("h.example", "2026-10-02"),
    }
    a, b, c, e, f, h = (number[name] for name in "abcefh")
    world.say(a, "2026-10-06")
    world.say(b, "2026-11-03")  # confirmed 1 after 2.5 days
    world.say(b, "2026-11-04")  # again: a decision, no second case
    world.say(c, "2026-11-12")  # confirmed 2 after 2 days
    world.say(e, "2026-11-02", "dismissed")  # dismissed 1
    world.say(f, "2026-11-13", "hold")
    world.say(h, "2026-10-03")
    world.say(h, "2026-11-20", "dismissed")  # dismissed 2, reversed 1
    world.letter(
        [a], "cyberspace", drafted="2026-10-10", approved="2026-10-11", sent="2026-10-12", answered="2026-11-11"
    )
    world.letter([a], "organ", drafted="2026-11-10", approved="2026-11-10", sent="2026-11-10")  # sent 1, refers nothing
    world.letter([b, c], "police", drafted="2026-11-13", approved="2026-11-14", sent="2026-11-15")  # sent 2
    world.letter([b], "market", drafted="2026-11-13", rejected="2026-11-14")
    world.look(a, "2026-11-05", shows=True)
    world.look(a, "2026-11-21", "gone")  # down 1, 40 days after its letter
    world.look(a, "2026-11-25", "back", shows=True)
    world.look(a, "2026-11-29", "gone")  # down 2
    world.look(b, "2026-11-20", "moved")
    world.look(c, "2026-11-18", shows=True)
    for host, outcome, when in (("b", "ok", "2026-11-03"), ("b", "timeout", "2026-11-04"), ("a", "ok", "2026-10-05")):
        visit = VisitRow(
            night_id=world.night(when), site_id=number[host], url=f"http://{host}.example/", profile="phone"
        )
        visit.outcome, visit.captured_at = outcome, at(when)
        session.add(visit)
    session.flush()
    return number


EXPECTED: dict[str, Value] = {
    "leads": 3, "leads_public": 1, "visits": 2, "visits_failed": 1, "found": 4, "confirmed": 2, "dismissed": 2,
    "reversed": 1, "decisions": 6, "referred": 2, "sent": 2, "sent_cyberspace": 0, "sent_market": 0, "sent_police": 1,
    "sent_telecom": 0, "sent_housing": 0, "sent_organ": 1, "sent_owner": 0, "sent_registrar": 0, "sent_platform": 0,
    "answered": 1, "down": 2, "down_referred": 2, "moved": 1, "resurfaced": 1,
    "days_to_confirm": 2.3,  # of 2.5 and 2 days
    "days_to_refer": 9.8,  # b after 14.5 days, c after 5
    "days_to_answer": 30.0,
    "days_to_down": 44.0,  # after 40 and 48 days: the letter of October stands for both
    "days_found_to_down": 47.0,
    "waiting": 1,  # d; g is of December
    "alive": 2,  # b and c; a is gone, h was dismissed
    "alive_referred": 2,
    "unanswered": 2,
    "lapsing": 0,
}  # fmt: skip


def november(session: Session) -> Figures:
    return read_figures(session, month("2026-11"))


def test_every_counter_by_hand(store: Store) -> None:
    with store.transaction() as session:
        fill(session)
        figures = november(session)
    assert list(EXPECTED) == [counter.slug for counter in COUNTERS]
    assert dict(figures.now) == EXPECTED


def test_the_month_before_and_the_year_to_date(store: Store) -> None:
    with store.transaction() as session:
        fill(session)
        figures = november(session)
    expected = {
        "found": (3, 7), "confirmed": (2, 4), "sent": (1, 3), "down": (0, 2), "leads": (3, 7), "waiting": (1, None),
        "alive": (2, None),
    }  # fmt: skip
    assert {slug: (figures.before[slug], figures.year[slug]) for slug in expected} == expected


def test_the_split_month_takes_its_own_days(store: Store) -> None:
    with store.transaction() as session:
        fill(session)
        figures = read_figures(session, month("2026-11", Scheme.SPLIT))
    # 2026-10-21 to 2026-11-20: b, c, e and f are found; all letters; the looks of the 21st and later are not in it.
    assert [figures.now[slug] for slug in ("found", "confirmed", "dismissed", "sent", "down", "moved")] == [
        4,
        2,
        2,
        2,
        0,
        1,
    ]


def test_breakdown_adds_up_to_what_was_confirmed(store: Store, watchlist: Watchlist) -> None:
    with store.transaction() as session:
        fill(session)
        figures = november(session)
    parts = breakdown(figures.history, figures.period, watchlist)
    assert list(parts.verdicts) == [("涉嫌仿冒机关网站", 1), ("涉嫌制售假冒证件", 1)]
    assert list(parts.organs) == [("应急管理部", 1), ("未指明机关", 1)]
    assert sum(count for _, count in parts.regions) == 2


def test_many_organs_are_cut_to_ten_rows(store: Store, watchlist: Watchlist) -> None:
    with store.transaction() as session:
        world = Little(session)
        for n in range(13):
            world.say(world.case(f"s{n}.example", "2026-11-02", target=f"organ-{n:02d}"), "2026-11-03")
        figures = november(session)
    rows = breakdown(figures.history, figures.period, watchlist).organs
    assert rows[-1] == ("其他（4个）", 4)
    assert (len(rows), sum(count for _, count in rows)) == (10, 13)


def test_records_about_to_lapse(store: Store) -> None:
    with store.transaction() as session:
        world = Little(session)
        for name, seen in (("soon", "2026-10-15"), ("later", "2026-11-25"), ("over", "2026-09-01")):
            case = world.case(f"{name}.example", "2026-08-01")
            world.say(case, "2026-08-02")
            world.look(case, seen, shows=True)
        figures = november(session)
    assert figures.now["lapsing"] == 1


def test_nothing_at_all(store: Store) -> None:
    with store.transaction() as session:
        figures = november(session)
    assert {value for value in figures.now.values() if value is not None} == {0}
    assert [slug for slug, value in figures.now.items() if value is None] == [
        "days_to_confirm", "days_to_refer", "days_to_answer", "days_to_down", "days_found_to_down",
    ]  # fmt: skip
