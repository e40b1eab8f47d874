"""Who gets which letter, as a table: line by line what the competence table of the domain says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.draft import draft
from takedown.facts import Filing, Place, Regime
from takedown.kinds import KINDS
from takedown.routing import Situation, routes, routes_for
from tests.takedown.letters_world import World
from zhenwei.store.models import NoticeRow
from zhenwei.types import Verdict
from zhenwei.watchlist import Office

FAKE, SALE, VICTIM = Verdict.COUNTERFEIT, Verdict.SALE, Verdict.HIJACKED
CN, ABROAD, WHERE = Place.DOMESTIC, Place.ABROAD, Place.UNKNOWN
SHOWN, NONE, FALSE = Filing.SHOWN, Filing.MISSING, Filing.IMPOSSIBLE
BLOCK, POLICE, ASK, MARKET, ICP, OWNER, NAME, HOST, CRANE, BUILD, THERE = (
    "cyberspace:disposal", "police:police-clue", "organ:confirmation", "market:market-clue", "telecom:filing-check",
    "owner:owner-notice", "registrar:registrar-check", "platform:platform-notice", "market:equipment-clue",
    "housing:housing-clue", "cyberspace:regional-check",
)  # fmt: skip
EQUIPMENT, BUILDING = frozenset({Regime.EQUIPMENT}), frozenset({Regime.BUILDING})

TABLE = [
    # counterfeit of a regulator's page: 网信办, 公安, the organ; within the territory also 通信管理局 and the registrar
    (Situation(FAKE, CN, SHOWN), [BLOCK, POLICE, ASK, ICP]),
    (Situation(FAKE, WHERE, NONE), [BLOCK, POLICE, ASK, ICP]),
    (Situation(FAKE, CN, FALSE), [BLOCK, POLICE, ASK, ICP]),
    (Situation(FAKE, CN, SHOWN, registrar=True), [BLOCK, POLICE, ASK, ICP, NAME]),
    (Situation(FAKE, CN, SHOWN, elsewhere=True), [BLOCK, POLICE, ASK, ICP, THERE]),
    (Situation(FAKE, CN, SHOWN, organ=False), [BLOCK, POLICE, ICP]),
    # abroad: upward for blocking; no filing to ask about, unless one is claimed there
    (Situation(FAKE, ABROAD, NONE), [BLOCK, POLICE, ASK]),
    (Situation(FAKE, ABROAD, SHOWN), [BLOCK, POLICE, ASK, ICP]),
    (Situation(FAKE, ABROAD, NONE, registrar=True), [BLOCK, POLICE, ASK, NAME]),
    # a counterfeit that also sells
    (Situation(FAKE, CN, SHOWN, sells=True), [BLOCK, POLICE, ASK, MARKET, ICP]),
    # seller's page: 市场监管, 公安; 网信办 only where it alone can help
    (Situation(SALE, CN, SHOWN), [MARKET, POLICE]),
    (Situation(SALE, WHERE, NONE), [MARKET, POLICE, ICP]),
    (Situation(SALE, CN, FALSE), [MARKET, POLICE, ICP]),
    (Situation(SALE, ABROAD, NONE), [MARKET, POLICE, BLOCK]),
    (Situation(SALE, WHERE, SHOWN, borrowed=True), [MARKET, POLICE, ICP]),
    (Situation(SALE, CN, SHOWN, registrar=True, elsewhere=True), [MARKET, POLICE]),
    # shop on a platform; account on a platform: the platform's filing, registrar and host are lawful
    (Situation(SALE, CN, NONE, platform="shop"), [MARKET, POLICE, HOST]),
    (Situation(SALE, ABROAD, NONE, platform="shop"), [MARKET, POLICE, HOST]),
    (Situation(SALE, CN, NONE, platform="account"), [HOST, BLOCK, MARKET, POLICE]),
    (Situation(FAKE, CN, NONE, platform="account", registrar=True), [HOST, BLOCK, POLICE, ASK]),
    (Situation(FAKE, CN, NONE, platform="shop"), [BLOCK, HOST, POLICE, ASK]),
    # forged papers and seals: 公安 first
    (Situation(SALE, CN, SHOWN, forges=True), [POLICE, MARKET]),
    (Situation(FAKE, CN, SHOWN, forges=True), [POLICE, BLOCK, ASK, ICP]),
    # phishing: 公安 first, then 网信
    (Situation(FAKE, ABROAD, NONE, phishes=True), [POLICE, BLOCK, ASK]),
    (Situation(SALE, CN, SHOWN, phishes=True), [POLICE, MARKET, BLOCK]),
    # special equipment: 市场监管 and not 应急; building trades: 住房城乡建设
    (Situation(SALE, CN, SHOWN, regimes=EQUIPMENT), [MARKET, CRANE, POLICE]),
    (Situation(SALE, CN, SHOWN, regimes=EQUIPMENT, only_others=True), [CRANE, POLICE]),
    (Situation(SALE, CN, SHOWN, regimes=BUILDING, only_others=True), [MARKET, BUILD, POLICE]),
    (Situation(FAKE, CN, SHOWN, regimes=EQUIPMENT | BUILDING), [BLOCK, POLICE, ASK, CRANE, BUILD, ICP]),
    # a name alone: questions, nothing else
    (Situation(FAKE, WHERE, NONE, empty=True, registrar=True), [ASK, NAME]),
    (Situation(FAKE, WHERE, NONE, empty=True), [ASK, ICP]),
    (Situation(FAKE, ABROAD, NONE, empty=True), [ASK]),
    (Situation(SALE, WHERE, NONE, empty=True), [MARKET, POLICE, ICP]),
    # a victim is told; nobody is asked to close it
    (Situation(VICTIM, CN, SHOWN, sells=True), [OWNER]),
    (Situation(VICTIM, ABROAD, NONE, sells=True, forges=True, phishes=True, regimes=EQUIPMENT), [OWNER]),
    (Situation(Verdict.OFFICIAL, CN, SHOWN), []),
    (Situation(Verdict.BENIGN, WHERE, NONE, sells=True), []),
    (Situation(Verdict.UNCLEAR, WHERE, NONE), []),
]


@pytest.mark.parametrize(("case", "expected"), TABLE)
def test_the_table(case: Situation, expected: list[str]) -> None:
    assert [f"{route.recipient}:{route.kind.slug}" for route in routes_for(case)] == expected


def test_what_alone_is_known_of_a_site_is_enough() -> None:
    assert routes(SALE, CN, SHOWN, sells=True) == routes_for(Situation(SALE, CN, SHOWN, sells=True))


SITUATIONS = st.builds(
    Situation,
    finding=st.sampled_from(list(Verdict)),
    place=st.sampled_from(list(Place)),
    filing=st.sampled_from(list(Filing)),
    sells=st.booleans(),
    organ=st.booleans(),
    regimes=st.frozensets(st.sampled_from(list(Regime))),
    platform=st.sampled_from(["", "account", "shop"]),
    forges=st.booleans(),
    phishes=st.booleans(),
    empty=st.booleans(),
    registrar=st.booleans(),
    elsewhere=st.booleans(),
    only_others=st.booleans(),
    borrowed=st.booleans(),
)
CLOSING = {"disposal", "platform-notice", "registrar-check", "filing-check", "regional-check"}


@given(SITUATIONS)
def test_in_every_combination_the_rules_hold(case: Situation) -> None:
    found = routes_for(case)
    kinds = {route.kind.slug for route in found}
    recipients = {route.recipient for route in found}
    assert len(kinds) == len(found), "no kind twice"
    assert all(route.reason for route in found)
    if case.finding is VICTIM:
        assert kinds == {"owner-notice"}
    else:
        assert "owner" not in recipients
    assert bool(found) or case.finding not in (FAKE, SALE) or case.empty
    if case.finding is SALE:
        assert "police" in recipients
        assert "market" in recipients
        assert "organ" not in recipients
    if case.finding is FAKE and not case.empty:
        assert {"police", "cyberspace"} <= recipients
        assert ("organ" in recipients) is case.organ
    if case.platform:
        assert not recipients & {"telecom", "registrar"} or case.empty
    if case.place is ABROAD and case.filing is not SHOWN:
        assert "telecom" not in recipients
    if case.regimes and found and case.finding is SALE:
        assert (Regime.BUILDING in case.regimes) is ("housing" in recipients)
        assert (Regime.EQUIPMENT in case.regimes) is ("equipment-clue" in kinds)


@given(SITUATIONS)
def test_no_hijacked_site_ever_gets_a_closing_letter(case: Situation) -> None:
    found = routes_for(replace(case, finding=VICTIM))
    assert not {route.kind.slug for route in found} & CLOSING


def test_forgery_is_copied_to_those_who_regulate_the_paper_and_a_filing_question_to_the_cyberspace_office() -> None:
    copies = {route.kind.slug: route.copies for route in routes_for(Situation(SALE, CN, NONE, forges=True))}
    assert copies == {"police-clue": ("organ",), "market-clue": (), "filing-check": ("cyberspace",)}
    others = routes_for(Situation(SALE, CN, NONE, forges=True, only_others=True, regimes=EQUIPMENT))
    assert all("organ" not in route.copies for route in others), "papers of other regulators are not 应急's"


def test_every_kind_has_a_name_and_a_template_of_its_own() -> None:
    assert len({kind.template for kind in KINDS.values()}) == len(KINDS)
    assert all(kind.name and kind.uses for kind in KINDS.values())


def test_a_filing_number_takes_the_market_clue_to_its_province(world: World) -> None:
    far = Office(recipient="market", region="440000", name="广东省市场监督管理局")
    watchlist = replace(world.watchlist, offices=(far, *world.watchlist.offices))
    case = world.case("a.example", Verdict.SALE, sale=80, html="<footer>粤ICP备2026003711号-1</footer>")
    draft(world.store, world.settings, watchlist, [case], "chen", "market")
    with world.store.transaction() as session:
        assert [row.office for row in session.query(NoticeRow)] == ["广东省市场监督管理局"]
