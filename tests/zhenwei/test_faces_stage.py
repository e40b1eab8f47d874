"""The stage that chooses who looks: what it gathers, what it writes down, and that doing it again changes nothing."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from crawler.policy import Why
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.stages.desk import Desk
from zhenwei.stages.faces import Chooser, complete, is_ad
from zhenwei.store.database import Store
from zhenwei.store.face_tables import FaceDifferenceRow
from zhenwei.store.faces import choices_of, differences_of, save_choice, save_differences
from zhenwei.store.leads import add_lead
from zhenwei.store.models import AssessmentRow, LeadRow, SiteRow, VisitRow
from zhenwei.store.nights import open_night
from zhenwei.store.visits import finish_visit, plan_visits
from zhenwei.types import Difference, Lead, Outcome, Profile
from zhenwei.watchlist import load_watchlist

D, P, W, S, F = Profile
LEADS = {
    "www.garden.example.com": Lead("http://www.garden.example.com/", "search:bing", "搜索"),
    "shop.example.com": Lead("http://shop.example.com/", "search:bing", "广告", {"ad": "1"}),
    "cx-mem-gov.top": Lead("http://cx-mem-gov.top/", "search:bing", "搜索"),
    "told.example.com": Lead("http://told.example.com/", "12377", "举报"),
    "www.mem.gov.cn": Lead("http://www.mem.gov.cn/", "search:bing", "搜索"),
}


@pytest.fixture
def desk(store: Store, tmp_path: Path) -> Desk:
    settings = Settings(data_dir=tmp_path, full_look_budget=0)
    with store.transaction() as session:
        open_night(session)
        for lead in LEADS.values():
            add_lead(session, lead)
    return Desk(settings, load_watchlist(None), store)


def chosen(desk: Desk) -> dict[str, Why]:
    with desk.store.transaction() as session:
        sites = list(session.scalars(select(SiteRow).order_by(SiteRow.id)))
        found = Chooser(desk, session, open_night(session).id).choose(session, sites)
        return {site.host: found[site.id].why for site in sites}


def test_leads_and_names_decide_and_the_reason_is_kept(desk: Desk) -> None:
    assert chosen(desk) == {
        "www.garden.example.com": Why.SEARCHED, "shop.example.com": Why.AD, "cx-mem-gov.top": Why.NAME,
        "told.example.com": Why.REPORTED, "www.mem.gov.cn": Why.GENUINE,
    }  # fmt: skip
    with desk.store.reading() as session:
        site = session.scalars(select(SiteRow).filter_by(host="www.garden.example.com")).one()
        (row,) = choices_of(session, site.id)
        assert (row.why, row.profiles) == ("searched", "desktop,phone,spider,from-search")
        assert [is_ad(lead) for lead in session.scalars(select(LeadRow).order_by(LeadRow.id))].count(True) == 1


def test_afterwards_whoever_was_shown_something_else_looks_again(desk: Desk) -> None:
    with desk.store.transaction() as session:
        night = open_night(session).id
        for site in session.scalars(select(SiteRow)):
            site.looked_at = now() + timedelta(hours=1)
        site = session.scalars(select(SiteRow).filter_by(host="told.example.com")).one()
        found = [Difference("http://told.example.com/", "words", (W,), (D,), "仅微信出现：免考")]
        save_differences(session, night, site.id, found)
        save_differences(session, night, site.id, [*found, *found])
        assert session.query(FaceDifferenceRow).count() == 1
        assert differences_of(session, site.id)[0].profiles == "wechat"
        choice = Chooser(desk, session, night).choose(session, [site])[site.id]
        assert (choice.why, choice.profiles) == (Why.AGAIN, (D, P, W, F))
        save_choice(session, night, site.id, "again", "再次", (D,))
        assert [row.profiles for row in choices_of(session, site.id)] == ["desktop"]


def test_a_doubtful_site_is_looked_at_by_the_others_too(desk: Desk) -> None:
    with desk.store.transaction() as session:
        night = open_night(session).id
        site = session.scalars(select(SiteRow).filter_by(host="www.garden.example.com")).one()
        plan_visits(session, night, site.id, ["http://www.garden.example.com/"], (D, P))
        session.flush()
        ids = list(session.scalars(select(VisitRow.id)))
        opinion = AssessmentRow(
            night_id=night, site_id=site.id, made_at=now(), verdict="unclear", impersonation=0, sale=0, visits=ids
        )
        session.add(opinion)
        session.flush()
        for visit in ids:
            finish_visit(session, visit, Outcome.TIMEOUT)
        assert complete(session, opinion) == 0  # nobody answered: there is nothing to doubt
        finish_visit(session, ids[0], Outcome.OK)
        assert complete(session, opinion) == 3
        assert complete(session, opinion) == 0
        assert choices_of(session, site.id)[0].why == "doubtful"
