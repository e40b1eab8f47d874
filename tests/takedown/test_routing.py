"""Who gets which letter, as a table; and which office."""

from __future__ import annotations

import pytest

from takedown.facts import Filing, Place
from takedown.routing import KINDS, routes
from tests.takedown.letters_world import World
from zhenwei.types import Verdict

CN, ABROAD, WHERE = Place.DOMESTIC, Place.ABROAD, Place.UNKNOWN
SHOWN, NONE, FALSE = Filing.SHOWN, Filing.MISSING, Filing.IMPOSSIBLE
BLOCK, POLICE, ASK, MARKET, ICP = (
    "cyberspace:disposal",
    "police:police-clue",
    "organ:confirmation",
    "market:market-clue",
    "telecom:filing-check",
)

TABLE = [
    (Verdict.COUNTERFEIT, CN, SHOWN, False, [BLOCK, POLICE, ASK, ICP]),
    (Verdict.COUNTERFEIT, WHERE, NONE, False, [BLOCK, POLICE, ASK, ICP]),
    (Verdict.COUNTERFEIT, CN, FALSE, False, [BLOCK, POLICE, ASK, ICP]),
    (Verdict.COUNTERFEIT, ABROAD, NONE, False, [BLOCK, POLICE, ASK]),
    (Verdict.COUNTERFEIT, CN, SHOWN, True, [BLOCK, POLICE, ASK, MARKET, ICP]),
    (Verdict.COUNTERFEIT, ABROAD, SHOWN, False, [BLOCK, POLICE, ASK, ICP]),
    (Verdict.SALE, CN, SHOWN, True, [MARKET, POLICE]),
    (Verdict.SALE, WHERE, NONE, True, [MARKET, POLICE, ICP]),
    (Verdict.SALE, CN, FALSE, True, [MARKET, POLICE, ICP]),
    (Verdict.SALE, ABROAD, NONE, True, [MARKET, POLICE, BLOCK]),
    (Verdict.HIJACKED, CN, SHOWN, True, ["owner:owner-notice"]),
    (Verdict.HIJACKED, ABROAD, NONE, True, ["owner:owner-notice"]),
    (Verdict.OFFICIAL, CN, SHOWN, False, []),
    (Verdict.BENIGN, WHERE, NONE, False, []),
    (Verdict.UNCLEAR, WHERE, NONE, False, []),
]


@pytest.mark.parametrize(("finding", "place", "filing", "sells", "expected"), TABLE)
def test_the_table(finding: Verdict, place: Place, filing: Filing, sells: bool, expected: list[str]) -> None:
    found = [f"{route.recipient}:{route.kind.slug}" for route in routes(finding, place, filing, sells=sells)]
    assert found == expected


def test_without_an_imitated_organ_nobody_is_asked() -> None:
    found = routes(Verdict.COUNTERFEIT, CN, SHOWN, organ=False)
    assert [route.recipient for route in found] == ["cyberspace", "police", "telecom"]


def test_every_kind_has_a_name_and_a_template_of_its_own() -> None:
    assert len({kind.template for kind in KINDS.values()}) == len(KINDS)
    assert all(kind.name and kind.uses for kind in KINDS.values())


def test_a_filing_number_takes_the_market_clue_to_its_province(world: World) -> None:
    from dataclasses import replace

    from takedown.draft import draft
    from zhenwei.store.models import NoticeRow
    from zhenwei.watchlist import Office

    far = Office(recipient="market", region="440000", name="广东省市场监督管理局", placeholder=False)
    watchlist = replace(world.watchlist, offices=(*world.watchlist.offices, far))
    case = world.case("a.example", Verdict.SALE, sale=80, html="<footer>粤ICP备2026003711号-1</footer>")
    draft(world.store, world.settings, watchlist, [case], "chen", "market")
    with world.store.transaction() as session:
        assert [row.office for row in session.query(NoticeRow)] == ["广东省市场监督管理局"]
