"""Grouping over nights, on SQLite and PostgreSQL: what is written, what stays, what a person's word changes."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from tests.operators.nights import Nights
from zhenwei.clock import now
from zhenwei.errors import NoSuch
from zhenwei.store import operators as rows
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.models import AccountRow, CaseRow, TieRow, TraitRow, VisitRow
from zhenwei.store.operators import events_of, operator_now, ties_of
from zhenwei.types import CaseState, Verdict, Word
from zhenwei.watchlist import Watchlist

SALE, COPY, BENIGN, HIJACKED = Verdict.SALE, Verdict.COUNTERFEIT, Verdict.BENIGN, Verdict.HIJACKED
Sites = dict[str, tuple[Verdict, list[tuple[str, str]]]]


@pytest.fixture
def nights(store: Store, lists: Watchlist) -> Nights:
    return Nights(store, lists)


def sellers(*hosts: str, account: str = "seller-1") -> Sites:
    return {host: (SALE, [("wechat", account), ("phone", f"1900000{sum(host.encode()):04}")]) for host in hosts}


def counts(store: Store) -> tuple[int, ...]:
    with store.reading() as session:
        return tuple(session.scalar(select(func.count()).select_from(t)) or 0 for t in (TraitRow, TieRow))


def test_sites_of_one_account_become_one_operator_with_the_captures_that_show_it(nights: Nights) -> None:
    nights.run({**sellers("aa.top", "bbb.vip"), "cccc.cc": (SALE, [("wechat", "another")])})
    oldest = nights.number("aa.top")
    assert nights.operators() == {"aa.top": f"op-{oldest}", "bbb.vip": f"op-{oldest}"}
    with nights.store.reading() as session:
        (tie,) = ties_of(session, nights.number("bbb.vip"))
        assert (tie.other, tie.host, tie.kind, tie.value, tie.strong) == (oldest, "aa.top", "wechat", "seller-1", True)
        here, there = (session.get_one(VisitRow, visit).url for visit in (tie.visit, tie.other_visit))
        assert (here, there) == ("http://bbb.vip/", "http://aa.top/")


def test_doing_it_again_writes_nothing(nights: Nights) -> None:
    nights.run(sellers("aa.top", "bbb.vip", "cccc.cc"))
    before, made = nights.events(), counts(nights.store)
    with nights.store.reading() as session:
        ties = {row.id: row.made_at for row in session.scalars(select(TieRow))}
        revisions = {case.id: case.revision for case in session.scalars(select(CaseRow))}
    nights.score()
    nights.score()
    assert (nights.events(), counts(nights.store)) == (before, made)
    with nights.store.reading() as session:
        assert {row.id: row.made_at for row in session.scalars(select(TieRow))} == ties
        assert {case.id: case.revision for case in session.scalars(select(CaseRow))} == revisions


def test_a_grouping_that_fails_at_its_end_has_written_nothing(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    nights.run(sellers("aa.top"))

    def fails(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("zhenwei.stages.operators.add_events", fails)
        with pytest.raises(KeyboardInterrupt):
            nights.run(sellers("bbb.vip"))
    assert (nights.operators(), nights.ties()) == ({}, [])
    nights.score()
    assert len(nights.operators()) == 2


def test_groups_that_grow_together_keep_the_older_id_and_tell_what_was_merged(nights: Nights) -> None:
    nights.run({**sellers("aa.top", "bbb.vip"), **sellers("cccc.cc", "ddddd.ink", account="seller-2")})
    first, second = (f"op-{nights.number(host)}" for host in ("aa.top", "cccc.cc"))
    assert sorted(set(nights.operators().values())) == [first, second]
    nights.run({"eeeeee.red": (SALE, [("wechat", "seller-1"), ("wechat", "seller-2")])})
    assert set(nights.operators().values()) == {first}
    assert ("merged", first, second) in nights.events()
    with nights.store.reading() as session:
        assert operator_now(session, second) == first
        assert [event["what"] for event in events_of(session, second)] == ["new", "merged"]
        with pytest.raises(NoSuch):
            operator_now(session, "op-999")


def test_a_dismissed_case_ties_nothing_and_what_it_joined_is_split(nights: Nights) -> None:
    nights.run({
        **sellers("aa.top", "bbb.vip"),
        "middle.cc": (SALE, [("wechat", "seller-1"), ("wechat", "seller-2")]),
        **sellers("ddddd.ink", "eeeeee.red", account="seller-2"),
    })  # fmt: skip
    first = f"op-{nights.number('aa.top')}"
    assert set(nights.operators().values()) == {first}
    nights.say("middle.cc", CaseState.DISMISSED)
    nights.score()
    second = f"op-{nights.number('ddddd.ink')}"
    assert nights.operators() == {"aa.top": first, "bbb.vip": first, "ddddd.ink": second, "eeeeee.red": second}
    assert ("split", second, first) in nights.events()
    assert not [tie for tie in nights.ties() if "middle.cc" in tie]
    nights.say("middle.cc", CaseState.NEW)
    nights.score()
    assert set(nights.operators().values()) == {first}


def test_a_dismissal_by_day_takes_the_case_out_at_once(nights: Nights) -> None:
    nights.run(sellers("aa.top", "bbb.vip", "cccc.cc"))
    first, number = nights.operators()["aa.top"], nights.number("bbb.vip")
    with nights.store.transaction() as session:
        session.add(AccountRow(name="li", role="analyst", created_at=now()))
        session.flush()
        decide(session, [number], Word.DISMISSED, "li", "与本案无关")
    assert nights.operators() == {"aa.top": first, "cccc.cc": first}
    assert nights.ties() == [("aa.top", "cccc.cc", "wechat", "strong")]
    assert nights.events()[-1] == ("shrunk", first, "")
    nights.score()
    assert nights.operators() == {"aa.top": first, "cccc.cc": first}
    assert nights.events()[-1] == ("shrunk", first, "")


def test_the_id_outlives_its_oldest_case(nights: Nights) -> None:
    nights.run(sellers("aa.top", "bbb.vip", "cccc.cc"))
    operator = nights.operators()["aa.top"]
    nights.say("aa.top", CaseState.DISMISSED)
    nights.score()
    assert nights.operators() == {"bbb.vip": operator, "cccc.cc": operator}
    nights.say("bbb.vip", CaseState.DISMISSED)
    nights.score()
    assert nights.operators() == {}
    assert nights.events()[-1] == ("ended", operator, "")


def test_what_was_confirmed_stays_tied_after_the_site_is_gone(nights: Nights) -> None:
    nights.run(sellers("aa.top", "bbb.vip"))
    nights.say("bbb.vip", CaseState.CONFIRMED)
    nights.run({"aa.top": (BENIGN, []), "bbb.vip": (BENIGN, [])})
    assert nights.operators() == {}, "one of them is no longer suspected by anybody"
    nights.say("aa.top", CaseState.DOWN)
    nights.score()
    assert len(set(nights.operators().values())) == 1


def test_what_an_organs_own_page_shows_ties_nobody(nights: Nights) -> None:
    copied = [("statistics", "baidu:1"), ("icp", "20260001"), ("landline", "01000001234")]
    nights.run({"copy-a.top": (COPY, copied), "copy-b.vip": (COPY, copied)})
    assert {tie[2] for tie in nights.ties()} == {"icp", "landline", "statistics"}, "nobody knows the genuine page yet"
    nights.run({"cx.mem.gov.cn": (Verdict.OFFICIAL, copied)}, organs=["cx.mem.gov.cn"])
    assert (nights.ties(), nights.operators()) == ([], {})


def test_copies_of_an_unknown_page_are_not_tied_by_what_they_copied(nights: Nights) -> None:
    copied = [("icp", "20260001"), ("landline", "01000001234"), ("icon", "i"), ("layout", "l")]
    nights.run({"copy-a.top": (COPY, copied), "copy-b.vip": (COPY, copied)})
    assert nights.ties() == []


def test_a_hijacked_site_is_tied_by_what_the_intruder_brought_alone(nights: Nights) -> None:
    own = [("statistics", "baidu:9"), ("icp", "20260009")]
    nights.run({
        "seller.top": (SALE, [("wechat", "seller-1"), *own]),
        "school.cn": (HIJACKED, [("wechat", "seller-1"), *own]),
        "club.cn": (HIJACKED, own),
    })  # fmt: skip
    assert nights.ties() == [("seller.top", "school.cn", "wechat", "strong")]


def test_traits_are_kept_once_with_the_newest_capture_and_old_templates_go(nights: Nights) -> None:
    nights.run({"aa.top": (SALE, [("wechat", "one"), ("template", "aa.bb")])})
    nights.run({"aa.top": (SALE, [("wechat", "two"), ("wechat", "one"), ("template", "cc.dd")])})
    nights.run({"aa.top": (SALE, [("wechat", "two")])})
    with nights.store.reading() as session:
        found = {(t.kind, t.value): t for t in session.scalars(select(TraitRow))}
        assert found.keys() == {("wechat", "one"), ("wechat", "two"), ("template", "cc.dd")}
        visits = [session.get_one(VisitRow, found["wechat", name].visit_id).night_id for name in ("one", "two")]
        assert visits == [2, 3]
        assert found["wechat", "one"].first_seen < found["wechat", "one"].last_seen


def test_a_site_that_changes_its_account_with_every_visit_does_not_fill_the_store(nights: Nights) -> None:
    for night in range(3):
        nights.run({"aa.top": (SALE, [("wechat", f"account-{night}-{n}") for n in range(60)])})
    with nights.store.reading() as session:
        values = set(session.scalars(select(TraitRow.value)))
    assert len(values) == 100
    assert {f"account-2-{n}" for n in range(60)} <= values


def test_a_night_without_cases_or_traits(nights: Nights) -> None:
    nights.run({})
    nights.run({"plain.cn": (BENIGN, [])})
    assert (nights.operators(), nights.events()) == ({}, [])


def test_a_tie_of_a_kind_that_no_longer_exists_is_still_shown(nights: Nights) -> None:
    nights.run(sellers("aa.top", "bbb.vip"))
    with nights.store.transaction() as session:
        session.scalars(select(TieRow)).one().kind = "retired_kind"
    with nights.store.reading() as session:
        assert [tie.kind for tie in rows.ties_of(session, nights.number("aa.top"))] == ["retired_kind"]
