"""A recheck that is killed anywhere and gone on with leaves the store of an undisturbed one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.standing.world import SALE, Answer, Night, Story
from zhenwei.stages.desk import Desk
from zhenwei.store.looks_tables import LookRow, MoveRow, StandingRow
from zhenwei.store.models import CaseRow, LeadRow, NightRow, VisitRow

ONE, TWO, NEW = "dgz-one.example.com", "dgz-two.example.net", "dgz-new.example.edu"
MOMENTS = ["visits", "visits", "detect", "again", "visits", "decide", "moves", "summary"]


def _story(folder: Path, patch: pytest.MonkeyPatch) -> Story:
    story = Story(folder, patch)
    story.sites = {
        ONE: Answer(SALE.format(wechat="dgz-19000001111")),
        TWO: Answer(SALE.format(wechat="dgz-19000002222")),
    }
    with story.day(0) as night:
        night.first(ONE, TWO)
        night.confirm(ONE, TWO)
    page = SALE.format(wechat="dgz-19000001111").replace("600", "700")
    story.sites |= {ONE: Answer(to=f"http://{NEW}/"), NEW: Answer(page)}
    return story


def _digest(night: Night) -> dict[str, Any]:
    with night.store.reading() as session:
        return {
            "looks": sorted(
                (k.case.site.host, k.standing, k.cause, k.event, k.shows, len(k.visits))
                for k in session.scalars(select(LookRow))
            ),
            "moves": sorted((m.case.site.host, m.site.host, m.how) for m in session.scalars(select(MoveRow))),
            "leads": sorted((one.source, one.url) for one in session.scalars(select(LeadRow))),
            "visits": sorted((v.url, v.profile, v.rendered, v.outcome) for v in session.scalars(select(VisitRow))),
            "cases": sorted((c.site.host, c.state, c.silent_checks) for c in session.scalars(select(CaseRow))),
            "standings": session.scalar(select(func.count()).select_from(StandingRow)),
            "nights": [row.finished_at is not None for row in session.scalars(select(NightRow))],
        }


class _Killer:
    """Ends the run at a named place, once."""

    def __init__(self, story: Story) -> None:
        self._story, self._armed = story, ""
        for name, place in {
            "detect": "zhenwei.stages.recheck.detect",
            "again": "zhenwei.stages.again.lead_to",
            "decide": "zhenwei.stages.checks.event_of",
            "moves": "zhenwei.stages.score.follow_moves",
            "summary": "zhenwei.flow.summarize",
        }.items():
            self._watch(name, place)

    def _watch(self, name: str, place: str) -> None:
        module, _, attribute = place.rpartition(".")
        real = getattr(__import__(module, fromlist=[attribute]), attribute)

        def instead(*args: Any, **more: Any) -> Any:
            if self._armed == name:
                self._armed = ""
                raise KeyboardInterrupt
            return real(*args, **more)

        self._story.patch.setattr(place, instead)

    def arm(self, name: str) -> None:
        self._armed = "" if name == "visits" else name
        self._story.kill_after = 2 if name == "visits" else 1_000_000


def test_kills_leave_the_store_of_an_undisturbed_recheck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        calm = _story(tmp_path / "calm", patch)
        with calm.day(1) as night:
            night.recheck()
            expected = _digest(night)
    assert [row[:3] for row in expected["looks"]] == [(ONE, "moved", "http"), (TWO, "alive", "shows")]
    assert expected["nights"] == [True, True]
    stormy = _story(tmp_path / "stormy", monkeypatch)
    killer = _Killer(stormy)
    with stormy.day(1) as night:
        for moment in MOMENTS:
            killer.arm(moment)
            with pytest.raises(KeyboardInterrupt):
                night.recheck()
        killer.arm("")
        night.recheck()
        assert _digest(night) == expected


def test_deciding_again_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from zhenwei.stages.score import score

    story = _story(tmp_path, monkeypatch)
    with story.day(1) as night:
        night.recheck()
        before = _digest(night)
        with night.store.transaction() as session:
            session.get_one(NightRow, 2).finished_at = None  # as if the night had been killed at its very end
        desk: Desk = night.desk
        for _ in range(3):
            score(desk)
        with night.store.transaction() as session:
            session.get_one(NightRow, 2).finished_at = session.get_one(NightRow, 1).finished_at
        assert _digest(night) == before
