"""Trial runs of a change: what it would flag of the last 30 days; one that never ends is ended."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from review.editing.rescreen import MOST_ROWS, Report, Shift, compare
from review.editing.trial import Trial
from tests.review.review_desk import settings_in
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.evidence.capture import write_capture
from zhenwei.evidence.names import capture_folder
from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import site_for
from zhenwei.store.models import NightRow, VisitRow
from zhenwei.types import Page, Profile
from zhenwei.watchlist.editing import tried

NAME = "organs/yjj-x.toml"
ORGAN = 'name = "云岭市应急管理局"\ndomains = ["yunling.example.gov.cn"]\nkeywords = ["yunlingyjj"]\n'
PAGE = (
    "<html><head><title>云岭市应急管理局特种作业操作证查询平台</title></head><body><h1>云岭市应急管理局</h1>"
    "<form>姓名<input name=xm> 身份证号<input name=sfz> 特种作业操作证编号<input name=bh><button>查询</button></form>"
    "<footer>主办单位：云岭市应急管理局 版权所有：云岭市应急管理局</footer></body></html>"
)
HOST = "yunlingyjj-cx.example.com"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return settings_in(tmp_path)


def filled(settings: Settings, age: timedelta) -> Store:
    """Return a store with one site that imitates an organ nobody has listed, seen so long ago."""
    store = open_store(settings.database)
    with store.transaction() as session:
        night = NightRow(started_at=now() - age, summary={})
        session.add(night)
        site = site_for(session, HOST)
        site.first_seen = now() - age
        session.flush()
        folder = capture_folder(night.id, HOST, 1, Profile.DESKTOP, False)
        url = f"http://{HOST}/"
        page = Page(url=url, final_url=url, html=PAGE, status=200, profile=Profile.DESKTOP, captured_at=now() - age)
        sealed = write_capture(settings.evidence_dir, folder, page, ())
        session.add(
            VisitRow(
                night_id=night.id, site_id=site.id, url=url, profile="desktop", outcome="ok", status=200,
                final_url=url, captured_at=now() - age, folder=folder, manifest_sha256=sealed,
            )
        )  # fmt: skip
    return store


def report_of(settings: Settings, store: Store, text: str) -> Report:
    assert settings.watchlist_dir is not None
    with tried(settings.watchlist_dir, NAME, text) as changed:
        return compare(store, settings, changed, 60)


@pytest.mark.parametrize(("days", "sites"), [(2, 1), (40, 0)])
def test_a_new_organ_flags_its_copies_of_the_last_days(settings: Settings, days: int, sites: int) -> None:
    store = filled(settings, timedelta(days=days))
    report = report_of(settings, store, ORGAN)
    store.close()
    assert (report.sites, report.names) == (sites, sites)
    assert {shift.host for shift in report.gained} == ({HOST} if sites else set())
    assert report.lost == []
    assert not report.cut


def test_downloaded_lists_are_screened_too(settings: Settings) -> None:
    lists = settings.data_dir / "feeds" / "1"
    lists.mkdir(parents=True)
    (lists / "1.txt").write_text("yunlingyjj.example.com\nyunlingyjj.cn\nharmless.cn\n", "utf-8")
    store = open_store(settings.database)
    report = report_of(settings, store, ORGAN)
    store.close()
    assert report.names == 3
    assert "yunlingyjj.cn" in {shift.host for shift in report.gained}
    assert "harmless.cn" not in {shift.host for shift in report.gained}


def test_a_report_is_bounded() -> None:
    report = Report()
    for number in range(MOST_ROWS + 1):
        report.note(Shift("name", f"{number}.example", 0.0, 80.0), True)
    assert len(report.gained) == MOST_ROWS
    assert report.cut


def test_a_trial_runs_apart_and_is_ended_in_time(settings: Settings) -> None:
    open_store(settings.database).close()
    whole = Trial()
    whole.start(settings, NAME, ORGAN)
    whole.wait()
    assert whole.state == "done"
    assert whole.report is not None
    assert whole.report.sites == 0
    late = Trial()
    late.start(settings, NAME, ORGAN, seconds=0)
    late.wait()
    assert late.state == "late"
    stopped = Trial()
    stopped.start(settings, NAME, ORGAN)
    stopped.stop()
    assert stopped.report is None
