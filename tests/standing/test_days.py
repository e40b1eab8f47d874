"""What becomes of sites over days: rechecks over a little internet, with two resolvers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.standing.world import BLOG, SALE, Answer, Story
from zhenwei.store.looks import looks_of, moves_from
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import LeadRow, VisitRow
from zhenwei.types import Outcome, Profile
from zhenwei.watching import Says

SELLER, MOVED = "dgz-banli.example.com", "dgz-xinzhan.example.net"
PAGE = SALE.format(wechat="dgz-19000001111")


@pytest.fixture
def story(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Story:
    return Story(tmp_path, monkeypatch)


def begin(story: Story, *hosts: str) -> None:
    """A first night over the sites, after which a person confirms them and letters go out."""
    with story.day(0) as night:
        night.first(*hosts)
        night.confirm(*hosts)


def test_gone_over_three_days_then_back(story: Story) -> None:
    story.sites[SELLER] = Answer(PAGE)
    begin(story, SELLER)
    with story.day(1) as night:
        said = night.recheck()
        assert (said.stages["recheck"], said.rechecked) == ({"alive": 1}, [])
        with night.store.reading() as session:
            case = night.case(session, SELLER)
            row = session.get_one(StandingRow, case.id)
            alive, visit = row.last_alive, session.get_one(VisitRow, row.alive_visit_id)
            assert alive == visit.captured_at
            assert visit.purpose == "recheck"
            assert row.first_down is None
    del story.sites[SELLER]
    states = []
    for day in (2, 3, 4):
        with story.day(day) as night:
            said = night.recheck()
            with night.store.reading() as session:
                case = night.case(session, SELLER)
                states.append(case.state)
                looks, row = looks_of(session, case.id), session.get_one(StandingRow, case.id)
                assert (looks[-1].standing, looks[-1].cause) == ("down", "no_name")
                assert len({answer["server"] for answer in looks[-1].answers}) == 2
                assert alive is not None
                assert row.last_alive == alive - timedelta(days=day - 1)  # kept to the microsecond
                assert row.first_down == looks[1].at
    assert states == ["sent", "sent", "down"]
    assert len(said.rechecked) == 1
    assert "已下线" in said.rechecked[0]
    assert "最近一次见涉案内容" in said.rechecked[0]
    story.sites[SELLER] = Answer(PAGE)
    with story.day(5) as night:
        said = night.recheck()
        assert "重新出现" in said.rechecked[0]
        with night.store.reading() as session:
            case = night.case(session, SELLER)
            row = session.get_one(StandingRow, case.id)
            assert (case.state, row.standing, row.first_down) == ("resurfaced", "alive", None)


def test_resolvers_that_disagree_leave_it_open(story: Story) -> None:
    story.sites[SELLER] = Answer(PAGE)
    begin(story, SELLER)
    del story.sites[SELLER]
    story.second[SELLER] = Says.ADDRESS
    for day in (1, 2, 3, 4):
        with story.day(day) as night:
            night.recheck()
    story.resolvers = 1
    with story.day(5) as night:
        said = night.recheck()
        assert any("RECHECK_DNS_SERVERS" in line for line in said.warnings)
        with night.store.reading() as session:
            case = night.case(session, SELLER)
            assert case.state == "sent"
            causes = [(look.standing, look.cause) for look in looks_of(session, case.id)]
    assert causes == [*[("unclear", "resolvers_disagree")] * 4, ("unclear", "one_resolver")]


def test_a_redirect_makes_a_lead_and_a_case_tied_to_the_old_one_in_the_same_night(story: Story) -> None:
    story.sites[SELLER] = Answer(PAGE)
    begin(story, SELLER)
    story.sites = {SELLER: Answer(to=f"http://{MOVED}/"), MOVED: Answer(PAGE.replace("600", "650"))}
    with story.day(1) as night:
        said = night.recheck()
        with night.store.reading() as session:
            old, new = night.case(session, SELLER), night.case(session, MOVED)
            (look,) = looks_of(session, old.id)
            assert (look.standing, look.cause, look.event, look.shows) == ("moved", "http", "moved", True)
            assert look.moved_to == f"http://{MOVED}/"
            assert old.state == "sent"  # who follows the old address is cheated as before
            assert (new.state, new.verdict) == ("new", "certificate_sale")
            lead = session.scalars(select(LeadRow).filter_by(site_id=new.site_id, source="recheck:moved")).one()
            assert (lead.reference, lead.url) == (f"case-{old.id}", f"http://{MOVED}/")
            assert SELLER in lead.why
            assert [(m.how, m.site.host) for m in moves_from(session, old.id)] == [("http", MOVED)]
            assert old.operator == new.operator != ""
        assert any("疑似迁移至" in line and MOVED in line for line in said.rechecked)


def test_a_new_address_with_the_same_contact_is_tied_once_the_old_one_is_gone(story: Story) -> None:
    story.sites[SELLER] = Answer(PAGE)
    begin(story, SELLER)
    del story.sites[SELLER]
    story.sites[MOVED] = Answer(PAGE.replace("特种作业操作证代办", "低压电工证代办").replace("600", "800"))
    with story.day(1) as night:
        night.first(MOVED)
        said = night.recheck()
        with night.store.reading() as session:
            old, new = night.case(session, SELLER), night.case(session, MOVED)
            moves = moves_from(session, old.id)
            assert [(m.how, m.site_id) for m in moves] == [("wechat", new.site_id)]
            assert "19000001111" not in moves[0].value  # personal, so masked
            leads = session.scalars(select(LeadRow).filter_by(site_id=new.site_id)).all()
            assert "recheck:moved" in {lead.source for lead in leads}
    assert any("疑似迁移至" in line and MOVED in line for line in said.rechecked)


NOTICE = "<html><body><h1>公告</h1><p>该网站涉嫌违法犯罪，已被公安机关依法关停。</p></body></html>"
SHELL = "<html><body><div id='app'></div><script src='/app.js'></script></body></html>"
SEEN: list[tuple[str, Answer, str, str]] = [
    ("cleaned", Answer(BLOG), "changed", "down"),
    ("a notice of the police", Answer(NOTICE), "seized", "down"),
    ("for sale", Answer("<p>该域名正在出售，联系经纪人报价。</p>"), "parked", "down"),
    ("stopped by its provider", Answer("<p>该网站暂时无法进行访问</p>"), "suspended", "down"),
    ("refused", Answer(outcome=Outcome.UNREACHABLE, error="连接被拒绝"), "down", "down"),
    ("taken down", Answer(status=410), "down", "down"),
    ("sent to the genuine organ", Answer(to="https://www.mem.gov.cn/"), "changed", "down"),
    ("sent to a dealer of names", Answer(to="https://www.hugedomains.com/x"), "parked", "down"),
    ("sent to somebody else", Answer(to="http://biji.example.net/", how="meta"), "moved", "down"),
    ("refused to us", Answer(status=403), "barred", "sent"),
    ("a captcha", Answer("<h1>安全验证</h1><p>请完成验证后继续访问</p>"), "barred", "sent"),
    ("robots.txt", Answer(outcome=Outcome.ROBOTS), "barred", "sent"),
    ("too large", Answer(outcome=Outcome.TOO_LARGE), "unclear", "sent"),
    ("a shell that no browser renders", Answer(SHELL), "unclear", "sent"),
    ("a shell that still sells", Answer(SHELL, rendered=PAGE), "alive", "sent"),
    ("only search visitors see it", Answer(PAGE, only=Profile.FROM_SEARCH), "alive", "sent"),
]


@pytest.mark.parametrize(("answer", "standing", "then"), [row[1:] for row in SEEN], ids=[row[0] for row in SEEN])
def test_what_is_seen_over_three_days(story: Story, answer: Answer, standing: str, then: str) -> None:
    story.sites = {SELLER: Answer(PAGE), "www.mem.gov.cn": Answer(), "biji.example.net": Answer()}
    story.sites["www.hugedomains.com"] = Answer("<p>a page</p>")
    begin(story, SELLER)
    story.sites[SELLER] = answer
    for day in (1, 2, 3):
        with story.day(day) as night:
            night.recheck()
    with story.day(4) as night, night.store.reading() as session:
        case = night.case(session, SELLER)
        assert [(look.standing, look.why) for look in looks_of(session, case.id) if look.standing != standing] == []
        assert len(looks_of(session, case.id)) == 3
        assert case.state == then


def test_looks_within_one_evening_do_not_make_a_site_down(story: Story) -> None:
    story.sites[SELLER] = Answer(PAGE)
    begin(story, SELLER)
    del story.sites[SELLER]
    with story.day(1) as night:
        for _ in range(4):
            night.recheck(everything=True)
        with night.store.reading() as session:
            case = night.case(session, SELLER)
            assert len(looks_of(session, case.id)) == 4
            assert (case.state, case.silent_checks) == ("sent", 1)


def test_only_what_is_due_is_looked_at(story: Story) -> None:
    story.sites[SELLER] = Answer(PAGE)
    begin(story, SELLER)
    with story.day(1) as night:
        assert night.recheck().stages["recheck"] == {"alive": 1}
        assert night.recheck().stages["recheck"] == {}
    with story.day(2) as night:
        assert night.recheck().stages["recheck"] == {"alive": 1}


def test_who_had_seen_the_offence_looks_again(story: Story) -> None:
    story.sites[SELLER] = Answer(PAGE, only=Profile.SPIDER)
    begin(story, SELLER)
    with story.day(1) as night:
        assert night.recheck().stages["recheck"] == {"alive": 1}
    story.sites[SELLER] = Answer(BLOG)
    with story.day(2) as night:
        assert night.recheck().stages["recheck"] == {"changed": 1}


@pytest.mark.parametrize(
    ("status", "standing"),
    [
        ("clientHold https://icann.org/epp#clientHold", "suspended"),
        ("client hold", "suspended"),
        ("serverHold", "suspended"),
        ("active", "down"),
        ("client transfer prohibited", "down"),
    ],
)
def test_a_name_on_hold_was_suspended(story: Story, status: str, standing: str) -> None:
    story.sites[SELLER] = Answer(PAGE)
    begin(story, SELLER)
    del story.sites[SELLER]
    with story.day(1) as night:
        with night.store.transaction() as session:
            night.case(session, SELLER).site.registration = {"status": ["active", status]}
        assert night.recheck().stages["recheck"] == {standing: 1}


def test_a_night_without_any_answer_is_our_own_fault(story: Story) -> None:
    hosts = [f"dgz-{n}.example.com" for n in ("a", "b", "c")]
    story.sites = {host: Answer(SALE.format(wechat=f"dgz-1900000000{n}")) for n, host in enumerate(hosts)}
    begin(story, *hosts)
    for host in hosts:
        story.sites[host] = Answer(outcome=Outcome.TIMEOUT)
    with story.day(1) as night:
        assert night.recheck().stages["recheck"] == {"unclear": 3}
    story.sites[hosts[0]] = Answer(BLOG)
    with story.day(2) as night:
        assert night.recheck().stages["recheck"] == {"changed": 1, "down": 2}
