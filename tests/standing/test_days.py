"""What becomes of sites over days: whole nights against a small internet, two resolvers, no browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from lab.serve import Lab
from tests.standing.world import BLOG, SALE, Story
from zhenwei.store.looks import looks_of, moves_from
from zhenwei.store.looks_tables import StandingRow
from zhenwei.store.models import LeadRow, VisitRow
from zhenwei.types import CaseState

SELLER, MOVED = "dgz-banli.example.com", "dgz-xinzhan.example.net"
PAGE = SALE.format(wechat="dgz-19000001111")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def begin(story: Story, *hosts: str) -> None:
    """A first night over the sites, after which a person confirms them and letters go out."""
    with story.day(0) as night:
        night.lead(*hosts)
        night.whole()
        night.confirm(*hosts)


def test_gone_over_three_days_then_back(story: Story) -> None:
    story.site(SELLER, PAGE)
    story.site("other.example.org")
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
    story.gone(SELLER)
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
    assert "最后见其作案" in said.rechecked[0]
    story.site(SELLER, PAGE)
    with story.day(5) as night:
        said = night.recheck()
        assert "重新出现" in said.rechecked[0]
        with night.store.reading() as session:
            case = night.case(session, SELLER)
            row = session.get_one(StandingRow, case.id)
            assert (case.state, row.standing, row.first_down) == ("resurfaced", "alive", None)


def test_resolvers_that_disagree_leave_it_open(story: Story, tmp_path: Path) -> None:
    story.site(SELLER, PAGE)
    begin(story, SELLER)
    elsewhere = Story(tmp_path / "elsewhere")
    elsewhere.site(SELLER, PAGE)
    story.gone(SELLER)
    with Lab(elsewhere.write("other", 0)) as other:
        for day in (1, 2, 3, 4):
            with story.day(day, ZHENWEI_RECHECK_DNS_SERVERS=other.settings["ZHENWEI_DNS_SERVERS"]) as night:
                night.recheck()
    with story.day(5, ZHENWEI_RECHECK_DNS_SERVERS="") as night:
        said = night.recheck()
        assert any("RECHECK_DNS_SERVERS" in line for line in said.warnings)
        with night.store.reading() as session:
            case = night.case(session, SELLER)
            assert case.state == "sent"
            causes = [(look.standing, look.cause) for look in looks_of(session, case.id)]
    assert causes == [*[("unclear", "resolvers_disagree")] * 4, ("unclear", "one_resolver")]


def test_a_redirect_makes_a_lead_and_a_case_tied_to_the_old_one_in_the_same_night(story: Story) -> None:
    story.site(SELLER, PAGE)
    begin(story, SELLER)
    story.site(SELLER, BLOG, site_toml=f'[[route]]\npath = "/"\nredirect = "http://{MOVED}/"\n')
    story.site(MOVED, PAGE.replace("600", "650"))
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
    story.site(SELLER, PAGE)
    begin(story, SELLER)
    story.gone(SELLER)
    story.site(MOVED, PAGE.replace("特种作业操作证代办", "低压电工证代办").replace("600", "800"))
    with story.day(1) as night:
        night.lead(MOVED)
        said = night.whole()
        with night.store.reading() as session:
            old, new = night.case(session, SELLER), night.case(session, MOVED)
            moves = moves_from(session, old.id)
            assert [(m.how, m.site_id) for m in moves] == [("wechat", new.site_id)]
            assert "19000001111" not in moves[0].value  # personal, so masked
            leads = session.scalars(select(LeadRow).filter_by(site_id=new.site_id)).all()
            assert "recheck:moved" in {lead.source for lead in leads}
    assert any("疑似迁移至" in line and MOVED in line for line in said.rechecked)


NOTICE = "<html><body><h1>公告</h1><p>该网站涉嫌违法犯罪，已被公安机关依法关停。</p></body></html>"
FORBIDDEN = '[[route]]\npath = "/"\nstatus = 403\n'


@pytest.mark.parametrize(
    ("page", "site_toml", "standing", "then"),
    [
        (BLOG, "", "changed", "down"),
        (NOTICE, "", "seized", "down"),
        ("<p>该域名正在出售，联系经纪人报价。</p>", "", "parked", "down"),
        ("<p>该网站暂时无法进行访问</p>", "", "suspended", "down"),
        (PAGE, "alive = false", "down", "down"),
        (BLOG, '[[route]]\npath = "/"\nstatus = 410\n', "down", "down"),
        (BLOG, '[[route]]\npath = "/"\nredirect = "http://www.mem.gov.cn/"\n', "changed", "down"),
        (BLOG, FORBIDDEN, "barred", "sent"),
        ("<h1>安全验证</h1><p>请完成验证后继续访问</p>", "", "barred", "sent"),
    ],
)  # fmt: skip
def test_what_is_seen_over_three_days(story: Story, page: str, site_toml: str, standing: str, then: str) -> None:
    story.site(SELLER, PAGE)
    story.site("www.mem.gov.cn")
    begin(story, SELLER)
    story.site(SELLER, page, site_toml=site_toml)
    for day in (1, 2, 3):
        with story.day(day) as night:
            night.recheck()
    with story.day(4) as night, night.store.reading() as session:
        case = night.case(session, SELLER)
        assert [look.standing for look in looks_of(session, case.id)] == [standing] * 3
        assert case.state == then


def test_looks_within_one_evening_do_not_make_a_site_down(story: Story) -> None:
    story.site(SELLER, PAGE)
    begin(story, SELLER)
    story.gone(SELLER)
    with story.day(1) as night:
        for _ in range(4):
            night.settings = night.settings.model_copy(update={"recheck_days": 0})
            night.recheck()
        with night.store.reading() as session:
            case = night.case(session, SELLER)
            assert len(looks_of(session, case.id)) == 4
            assert (case.state, case.silent_checks) == ("sent", 1)


def test_only_what_is_due_is_looked_at(story: Story) -> None:
    story.site(SELLER, PAGE)
    begin(story, SELLER)
    with story.day(1) as night:
        assert night.recheck().stages["recheck"] == {"alive": 1}
        assert night.recheck().stages["recheck"] == {}
    with story.day(2) as night:
        night.confirm(SELLER, state=CaseState.CONFIRMED)
        assert night.recheck().stages["recheck"] == {"alive": 1}
