"""The state machine of a watched name, as tables: what a look means for what was known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhenwei.watching import Change, Known, NameState, Records, Says, Seen, Shown, after_look, after_visits
from zhenwei.watching.step import AFTER_FAILURES, LOOKS_UNTIL_GONE, WAITS

NS = Records(name_servers=("ns1.host.example", "ns2.host.example"))
HERE = replace(NS, addresses=("198.18.0.5",))
ELSEWHERE = replace(NS, addresses=("198.19.7.9",))
NEXT_DOOR = replace(NS, addresses=("198.18.0.77",))
MAIL = replace(NS, mail=("mx.host.example",))
MOVED = Records(name_servers=("ns.other.example",), addresses=HERE.addresses)
S, C = NameState, Change

EMPTY, ADDRESS = Seen(Says.EMPTY, NS), Seen(Says.ADDRESS, HERE)
PARKED = Seen(Says.ADDRESS, HERE, parked="sedo")
FAILED, ABSENT, WILDCARD = Seen(Says.FAILED), Seen(Says.ABSENT), Seen(Says.WILDCARD)
FREE, NEW, GONE = Known(S.UNREGISTERED), Known(), Known(S.GONE)
HELD, RESOLVES, SHOWS = Known(S.REGISTERED, NS), Known(S.RESOLVING, HERE), Known(S.PAGE, HERE)
FOR_SALE, MASKED = Known(S.PARKED, HERE), Known(S.WILDCARD)


@pytest.mark.parametrize(
    ("known", "seen", "state", "events", "days", "visit"),
    [
        # First seen, or free until now.
        (NEW, ABSENT, S.UNREGISTERED, [], 1, False),
        (NEW, EMPTY, S.REGISTERED, [C.FOUND], 1, False),
        (NEW, ADDRESS, S.RESOLVING, [C.FOUND, C.RESOLVING], 1, True),
        (NEW, PARKED, S.PARKED, [C.FOUND, C.RESOLVING, C.PARKED], 7, True),
        (NEW, WILDCARD, S.WILDCARD, [], 14, False),
        (FREE, EMPTY, S.REGISTERED, [C.REGISTERED], 1, False),
        (FREE, ADDRESS, S.RESOLVING, [C.REGISTERED, C.RESOLVING], 1, True),
        (FREE, Seen(Says.EMPTY, MAIL), S.REGISTERED, [C.REGISTERED, C.MAIL_SET], 1, False),
        (FREE, Seen(Says.ADDRESS, replace(HERE, mail=MAIL.mail)), S.RESOLVING, [C.REGISTERED, C.RESOLVING], 1, True),
        (FREE, ABSENT, S.UNREGISTERED, [], 2, False),
        (FREE, WILDCARD, S.WILDCARD, [], 14, False),
        # Registered but empty.
        (HELD, EMPTY, S.REGISTERED, [], 2, False),
        (HELD, ADDRESS, S.RESOLVING, [C.RESOLVING], 1, True),
        (HELD, Seen(Says.EMPTY, MAIL), S.REGISTERED, [C.MAIL_SET], 1, False),
        (HELD, Seen(Says.EMPTY, NS, parked="sedo"), S.PARKED, [C.PARKED], 7, False),
        (HELD, PARKED, S.PARKED, [C.RESOLVING, C.PARKED], 7, True),
        (HELD, WILDCARD, S.WILDCARD, [C.WILDCARD], 14, False),
        # With an address, and no page so far: each look asks for a visit.
        (RESOLVES, ADDRESS, S.RESOLVING, [], 2, True),
        (RESOLVES, EMPTY, S.REGISTERED, [C.NO_ADDRESS], 1, False),
        (RESOLVES, Seen(Says.ADDRESS, ELSEWHERE), S.RESOLVING, [C.ADDRESSES], 1, True),
        (RESOLVES, Seen(Says.ADDRESS, NEXT_DOOR), S.RESOLVING, [], 2, True),
        (RESOLVES, Seen(Says.ADDRESS, MOVED), S.RESOLVING, [C.NAME_SERVERS], 1, True),
        (RESOLVES, WILDCARD, S.WILDCARD, [C.WILDCARD], 14, False),
        # With a page.
        (SHOWS, ADDRESS, S.PAGE, [], 7, False),
        (SHOWS, Seen(Says.ADDRESS, ELSEWHERE), S.PAGE, [C.ADDRESSES], 7, True),
        (SHOWS, Seen(Says.ADDRESS, MOVED), S.PAGE, [C.NAME_SERVERS], 7, True),
        (SHOWS, EMPTY, S.REGISTERED, [C.NO_ADDRESS], 1, False),
        (SHOWS, PARKED, S.PARKED, [C.PARKED], 7, False),
        (SHOWS, WILDCARD, S.PAGE, [], 7, False),
        # Parked: slower, and awake when that ends.
        (FOR_SALE, PARKED, S.PARKED, [], 14, False),
        (FOR_SALE, ADDRESS, S.RESOLVING, [C.UNPARKED], 1, True),
        (FOR_SALE, EMPTY, S.REGISTERED, [C.NO_ADDRESS, C.UNPARKED], 1, False),
        # Gone, and back.
        (GONE, ABSENT, S.GONE, [], 30, False),
        (GONE, EMPTY, S.REGISTERED, [C.BACK], 1, False),
        (GONE, ADDRESS, S.RESOLVING, [C.BACK, C.RESOLVING], 1, True),
        # A zone that had answered to everything.
        (MASKED, ADDRESS, S.RESOLVING, [C.FOUND, C.RESOLVING], 1, True),
        (MASKED, ABSENT, S.UNREGISTERED, [], 1, False),
        # Mail.
        (Known(S.REGISTERED, MAIL), EMPTY, S.REGISTERED, [C.MAIL], 1, False),
        (RESOLVES, Seen(Says.ADDRESS, replace(HERE, mail=MAIL.mail)), S.RESOLVING, [C.MAIL_SET], 1, True),
        # Some questions without an answer: what is missing may be there all the same.
        (RESOLVES, Seen(Says.EMPTY, NS, partial=True), S.RESOLVING, [], 2, True),
        (Known(S.REGISTERED, MAIL), Seen(Says.EMPTY, NS, partial=True), S.REGISTERED, [], 2, False),
        (SHOWS, Seen(Says.ADDRESS, Records(HERE.addresses), partial=True), S.PAGE, [], 7, False),
        (FOR_SALE, Seen(Says.ADDRESS, HERE, partial=True), S.PARKED, [], 14, False),
        # Name servers that were not told are no change.
        (RESOLVES, Seen(Says.ADDRESS, Records(HERE.addresses)), S.RESOLVING, [], 2, True),
    ],
)
def test_what_a_look_means(
    known: Known, seen: Seen, state: NameState, events: list[Change], days: int, visit: bool
) -> None:
    step = after_look(known, seen)
    assert (step.known.state, [event.what for event in step.events], step.days, step.visit) == (
        state, events, days, visit,
    )  # fmt: skip


@pytest.mark.parametrize("known", [NEW, FREE, HELD, RESOLVES, SHOWS, FOR_SALE, MASKED, GONE])
def test_a_server_that_cannot_say_changes_nothing_but_the_next_look(known: Known) -> None:
    for number, days in enumerate(AFTER_FAILURES):
        step = after_look(known, FAILED)
        assert step.events == ()
        assert (step.days, step.visit) == (days, False)
        known = step.known
        assert known.failed == number + 1
    assert after_look(known, ADDRESS).known.failed == 0


@pytest.mark.parametrize("known", [HELD, RESOLVES, SHOWS, FOR_SALE])
def test_a_name_is_gone_only_after_several_looks(known: Known) -> None:
    before = known
    for _ in range(LOOKS_UNTIL_GONE - 1):
        step = after_look(known, ABSENT)
        assert (step.known.state, step.known.records, step.events) == (before.state, before.records, ())
        assert step.days == 1
        known = step.known
    assert after_look(known, ADDRESS if before.records.addresses else EMPTY).known.missing == 0
    last = after_look(known, ABSENT)
    assert last.known.state is S.GONE
    assert [event.what for event in last.events] == [C.GONE]
    assert last.events[0].before


@pytest.mark.parametrize(
    ("known", "seen", "days"),
    [(HELD, EMPTY, [1, 2, 4, 7, 7, 7, 14, 14]), (FOR_SALE, PARKED, [7, 14, 30, 30]), (SHOWS, ADDRESS, [7, 7, 7, 14])],
)
def test_quiet_looks_grow_apart_and_a_change_brings_them_together(known: Known, seen: Seen, days: list[int]) -> None:
    known = replace(known, quiet=-1)
    waited = []
    for _ in days:
        step = after_look(known, seen)
        waited.append(step.days)
        known = step.known
    assert waited == days
    changed = after_look(known, Seen(Says.ADDRESS, replace(ELSEWHERE, name_servers=("ns.new.example",))))
    assert changed.known.quiet == 0
    assert changed.days <= 7


@pytest.mark.parametrize(
    ("known", "shown", "state", "events"),
    [
        (RESOLVES, Shown.PAGE, S.PAGE, [C.PAGE]),
        (NEW, Shown.PAGE, S.PAGE, [C.PAGE]),
        (SHOWS, Shown.SILENT, S.RESOLVING, [C.NO_PAGE]),
    ],
)
def test_what_visits_mean(known: Known, shown: Shown, state: NameState, events: list[Change]) -> None:
    step = after_visits(known, shown)
    assert step is not None
    assert (step.known.state, [event.what for event in step.events], step.visit) == (state, events, False)
    assert after_visits(step.known, shown) is None  # saying it again changes nothing


@pytest.mark.parametrize(
    ("known", "shown"),
    [
        (SHOWS, Shown.PAGE),
        (SHOWS, Shown.NO_PAGE),  # an error page is no silence
        (FOR_SALE, Shown.PAGE),  # what a parked name shows is its parking
        (RESOLVES, Shown.SILENT),
        (RESOLVES, Shown.NO_PAGE),
        (NEW, Shown.SILENT),
    ],
)
def test_what_visits_do_not_change(known: Known, shown: Shown) -> None:
    assert after_visits(known, shown) is None


def test_events_tell_what_was_and_what_is() -> None:
    moved = after_look(RESOLVES, Seen(Says.ADDRESS, replace(ELSEWHERE, name_servers=("ns.other.example",))))
    assert [(e.what, e.before, e.after) for e in moved.events] == [
        (C.ADDRESSES, "198.18.0.5", "198.19.7.9"),
        (C.NAME_SERVERS, "ns1.host.example, ns2.host.example", "ns.other.example"),
    ]


records = st.builds(
    Records,
    st.lists(st.sampled_from(["198.18.0.1", "198.19.0.1", "2001:db8::1"]), unique=True).map(tuple),
    st.lists(st.sampled_from(["ns1.example", "ns2.example"]), unique=True).map(tuple),
    st.lists(st.sampled_from(["mx1.example", "mx2.example"]), unique=True).map(tuple),
)
looks = st.builds(Seen, st.sampled_from(Says), records, st.sampled_from(["", "sedo"]), partial=st.booleans()).map(
    # What the spider makes: addresses exactly where it says so, records only of names that are there.
    lambda seen: replace(
        seen,
        says=seen.says if seen.says not in (Says.EMPTY, Says.ADDRESS)
        else Says.ADDRESS if seen.records.addresses else Says.EMPTY,
    )
)  # fmt: skip


@settings(deadline=None)
@given(st.lists(looks, max_size=12))
def test_any_history_keeps_the_promises(history: list[Seen]) -> None:
    known = Known()
    for seen in history:
        step = after_look(known, seen)
        assert 1 <= step.days <= 30
        assert step.days in WAITS[step.known.state] or step.days in (*AFTER_FAILURES, 1)
        if seen.says is Says.FAILED:
            assert replace(step.known, failed=0) == replace(known, failed=0)
        if seen.says is Says.WILDCARD and known.state is not S.PAGE:
            assert not step.known.state.living
        assert not (step.visit and not step.known.records.addresses)
        assert Records.from_json(step.known.records.to_json()) == step.known.records
        known = step.known
