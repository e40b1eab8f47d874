"""What is deleted when, what never, and that a record of it stays."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.evidence import Exchange, verify, write_capture
from zhenwei.evidence.custody import read_chain
from zhenwei.stages.retention import Pruned, due_captures, prune
from zhenwei.store.database import Store
from zhenwei.store.leads import site_for
from zhenwei.store.models import CaseRow, DecisionRow, NightRow, TieRow, VisitRow
from zhenwei.store.retention_tables import PrunedCaptureRow
from zhenwei.types import Page

DAY = timedelta(days=1)
LONG = 5000


def capture(store: Store, settings: Settings, page: Page, exchange: Exchange, host: str, days: int, **more: str) -> int:
    """Plan and write one capture that many days ago; ``state`` gives the site a case, ``organ`` makes it official."""
    at = now() - days * DAY
    with store.transaction() as session:
        site = site_for(session, host)
        site.organ = more.get("organ", "")
        night = session.get(NightRow, 1) or NightRow(id=1, started_at=at, finished_at=at)
        session.add(night)
        session.flush()
        row = VisitRow(night_id=1, site_id=site.id, url=f"http://{host}/{days}", profile="phone", captured_at=at)
        if organ_url := more.get("url"):
            row.url = organ_url + f"?{days}" * (organ_url[-1] == "!")
        session.add(row)
        session.flush()
        row.folder = f"000001/{host}/{row.id}-phone"
        row.manifest_sha256 = write_capture(settings.evidence_dir, row.folder, page, [exchange])
        if state := more.get("state"):
            case = CaseRow(site_id=site.id, url=row.url, state=state, verdict="unclear", impersonation=1, sale=1,
                           first_seen=at, last_seen=at)  # fmt: skip
            session.add(case)
            session.flush()
            decide(session, case.id, at)
        return row.id


def decide(session: object, case: int, at: datetime) -> None:
    row = DecisionRow(case_id=case, by="a", at=at, word="dismissed", why="x", verdict_shown="unclear",
                      impersonation_shown=1, sale_shown=1)  # fmt: skip
    session.add(row)  # type: ignore[attr-defined]


NEVER = ("new", "confirmed", "hold", "drafted", "approved", "sent", "answered", "down", "resurfaced")
# state of the case (none: no case), days since the last word, why it goes (nothing: it stays)
WHEN = [
    ("", 61, "no_case"),
    ("", 59, ""),
    ("dismissed", 181, "dismissed"),
    ("dismissed", 179, ""),
    ("closed", 1096, "closed"),
    ("closed", 1094, ""),
    *[(state, LONG, "") for state in NEVER],
]


def test_when(store: Store, settings: Settings, page: Page, exchange: Exchange) -> None:
    for number, (state, days, _) in enumerate(WHEN):
        capture(store, settings, page, exchange, f"h{number}.example", days, state=state)
    with store.reading() as session:
        found = {due.folder.split("/")[1]: due.why for due in due_captures(session, settings, now())}
        assert found == {f"h{number}.example": why for number, (_, _, why) in enumerate(WHEN) if why}
        never = settings.model_copy(update={"keep_days": 0, "keep_dismissed_days": 0, "keep_closed_days": 0})
        assert due_captures(session, never, now()) == []


def test_an_unfinished_night_an_organ_and_a_tie_are_spared(
    store: Store, settings: Settings, page: Page, exchange: Exchange
) -> None:
    tied = capture(store, settings, page, exchange, "a.example", LONG, state="dismissed")
    other = capture(store, settings, page, exchange, "b.example", LONG, state="new")
    capture(store, settings, page, exchange, "organ.example", LONG, organ="mem", url="http://organ.example/")
    with store.transaction() as session:
        session.add(
            TieRow(case_id=1, other_id=2, kind="qq", value="1", strength="strong", visit_id=tied,
                   other_visit_id=other, made_at=now())
        )  # fmt: skip
    with store.reading() as session:
        assert due_captures(session, settings, now()) == []
    with store.transaction() as session:
        session.delete(session.scalars(select(TieRow)).one())
        session.get_one(NightRow, 1).finished_at = None
    with store.reading() as session:
        assert due_captures(session, settings, now()) == []


def run(store: Store, settings: Settings, *, dry_run: bool = False) -> Pruned:
    done = Pruned()
    for _, sums in prune(store, settings, by="admin", dry_run=dry_run):
        done = sums
    return done


def test_a_record_stays(store: Store, settings: Settings, page: Page, exchange: Exchange) -> None:
    visit = capture(store, settings, page, exchange, "a.example", LONG)
    kept = capture(store, settings, page, exchange, "b.example", 1)
    folder = settings.evidence_dir / f"000001/a.example/{visit}-phone"
    assert run(store, settings, dry_run=True).captures == 1
    assert (folder / "page.html").exists()
    done = run(store, settings)
    assert (done.captures, done.bytes > 500) == (1, True)
    assert sorted(p.name for p in folder.iterdir()) == ["custody.jsonl", "manifest.json"]
    last = read_chain((folder / "custody.jsonl").read_bytes())[-1]
    assert (last["event"], last["by"]) == ("pruned", "admin")
    assert verify(settings.evidence_dir) == []
    with store.reading() as session:
        row = session.scalars(select(PrunedCaptureRow)).one()
        assert (row.visit_id, row.why, len(row.manifest_sha256)) == (visit, "no_case", 64)
        assert session.get_one(VisitRow, visit).folder == ""
        assert session.get_one(VisitRow, kept).folder
    assert run(store, settings).captures == 0
    (folder / "page.html").write_text("again")
    assert [p.path.name for p in verify(settings.evidence_dir)] == ["page.html"]


@pytest.mark.parametrize("step", ["_goes", "_record"])
def test_killed_between_two_steps_it_goes_on(
    store: Store, settings: Settings, page: Page, exchange: Exchange, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    capture(store, settings, page, exchange, "a.example", LONG)
    place = "zhenwei.evidence.pruning._goes" if step == "_goes" else "zhenwei.stages.retention._record"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(place, killed)
        with pytest.raises(KeyboardInterrupt):
            run(store, settings)
    assert run(store, settings).captures == 1
    assert verify(settings.evidence_dir) == []
    entries = read_chain(next(settings.evidence_dir.glob("0*/*/*/custody.jsonl")).read_bytes())
    assert [e["event"] for e in entries] == ["captured", "pruned"]


def test_a_folder_that_has_gone_is_recorded_too(
    store: Store, settings: Settings, page: Page, exchange: Exchange, tmp_path: Path
) -> None:
    visit = capture(store, settings, page, exchange, "a.example", LONG)
    folder = settings.evidence_dir / f"000001/a.example/{visit}-phone"
    folder.rename(tmp_path / "gone")
    assert len(verify(settings.evidence_dir)) == 1
    assert run(store, settings).captures == 1
    lines = (settings.evidence_dir / "000001/journal.jsonl").read_text().splitlines()
    assert json.loads(lines[-1])["event"] == "pruned"
    assert verify(settings.evidence_dir) == []
