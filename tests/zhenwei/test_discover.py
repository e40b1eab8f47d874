"""Lists of names that spiders brought: what imitates becomes a lead, what is no name costs only itself."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select

from zhenwei.config import Settings
from zhenwei.stages.desk import Desk
from zhenwei.stages.discover import discover
from zhenwei.store.database import open_store
from zhenwei.store.models import LeadRow, UnitRow
from zhenwei.store.nights import finish_unit, open_night, plan_units, waiting_units
from zhenwei.watchlist import load_watchlist

NAMES = ["member-club.com", "-.com", "a b.com", "", "no name", "nor this", "xn--" + "z" * 80 + ".com", "cx-mem-gov.top", "\x00.cn"]


def test_a_line_of_rubbish_costs_only_itself(tmp_path: Path) -> None:
    brought = tmp_path / "names.txt"
    brought.write_text("\n".join(NAMES), "utf-8")
    settings = Settings(data_dir=tmp_path, lookalike_budget=0)
    store = open_store(settings.database)
    with store.transaction() as session:
        night = open_night(session).id
        plan_units(session, night, "feeds", [("http://lists.example/", "tonight", {})])
        unit = waiting_units(session, night, "feeds")[0]
        finish_unit(session, unit.id, "results", detail={"file": str(brought)})
    discover(Desk(settings, load_watchlist(), store))
    with store.reading() as session:
        assert [lead.url for lead in session.scalars(select(LeadRow))] == ["http://cx-mem-gov.top/"]
        screened = session.scalars(select(UnitRow).filter_by(spider="screen")).one()
        assert (screened.outcome, screened.looked_at, screened.found) == ("results", len(NAMES), 1)
        assert screened.detail["refused"] == 2  # those without any dot; the rest is passed over
    store.close()
