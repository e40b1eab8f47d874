"""A domain with endless subdomains takes its share of a night and no more, and the summary says so."""

from __future__ import annotations

from sqlalchemy.orm import Session

from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.stages.crowds import said_of_crowds
from zhenwei.stages.desk import Desk
from zhenwei.stages.planning import Planner
from zhenwei.store.database import Store
from zhenwei.store.leads import add_lead
from zhenwei.store.models import VisitRow
from zhenwei.store.nights import close_night, open_night
from zhenwei.store.visits import finish_visit
from zhenwei.types import Lead, Outcome
from zhenwei.watchlist import load_watchlist


def test_a_wildcard_zone_waits_its_turn(store: Store, settings: Settings) -> None:
    desk = Desk(settings.model_copy(update={"sites_per_domain": 3}), load_watchlist(None), store)
    with store.transaction() as session:
        for number in range(10):
            add_lead(session, Lead(f"http://n{number}.flood.example.com/", "search:baidu", "同名"))
        add_lead(session, Lead("http://other.example.net/", "search:baidu", "同名"))
        night = open_night(session).id
        _plan(session, desk, night)
    with store.transaction() as session:
        visits = session.query(VisitRow).all()
        hosts = {visit.url.split("/")[2] for visit in visits}
        assert hosts == {f"n{n}.flood.example.com" for n in range(3)} | {"other.example.net"}
        said = list(said_of_crowds(session, night))
        assert said == ["同一注册域名下的网站每晚最多查看 3 个，其余留待以后：example.com（7 个）"]
        for visit in visits:
            finish_visit(session, visit.id, Outcome.UNREACHABLE, captured_at=now())
        close_night(session, night, {})
        night = open_night(session).id
        _plan(session, desk, night)
        session.flush()
        later = {v.url.split("/")[2] for v in session.query(VisitRow).filter_by(night_id=night)}
        assert later == {f"n{n}.flood.example.com" for n in range(3, 6)}
        assert "4 个" in next(said_of_crowds(session, night))
        assert list(said_of_crowds(session, night + 1)) == []


def _plan(session: Session, desk: Desk, night: int) -> None:
    planner = Planner(desk, session, night)
    planner.look(session)
    planner.close(session)
    session.flush()
