"""A night that is killed at ten moments, and gone on with each time, leaves the store of an undisturbed night."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, func, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from lab.serve import Lab
from tests.zhenwei.digest import digest
from tests.zhenwei.little_world import write_world
from zhenwei.config import load_settings
from zhenwei.evidence.verify import verify
from zhenwei.store.database import open_store
from zhenwei.store.models import AssessmentRow, CaseRow, NightRow, UnitRow, VisitRow


def _finished_share(session: Session) -> float:
    states = list(session.scalars(select(UnitRow.outcome).where(UnitRow.spider != "plan")))
    return sum(state != "waiting" for state in states) / len(states) if states else 0.0


def _visited_share(session: Session, *, rendered: bool) -> float:
    outcomes = list(session.scalars(select(VisitRow.outcome).where(VisitRow.rendered == rendered)))
    return sum(bool(outcome) for outcome in outcomes) / len(outcomes) if outcomes else 0.0


def _planned(session: Session, what: str) -> bool:
    return bool(session.scalars(select(UnitRow.id).filter_by(spider="plan", source=what)).first())


def _count(session: Session, table: type) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


MOMENTS: dict[str, Callable[[Session], bool]] = {
    "the night is open": lambda s: _count(s, NightRow) > 0,
    "one unit is done": lambda s: _finished_share(s) > 0,
    "half of the units are done": lambda s: _finished_share(s) >= 0.5,
    "the visits are planned": lambda s: _planned(s, "fetch"),
    "one visit is done": lambda s: _visited_share(s, rendered=False) > 0,
    "half of the visits are done": lambda s: _visited_share(s, rendered=False) >= 0.5,
    "all visits are done": lambda s: _visited_share(s, rendered=False) == 1,
    "one site is judged": lambda s: _count(s, AssessmentRow) > 0,
    "the second look is planned": lambda s: _planned(s, "render"),
    "the cases are there": lambda s: _count(s, CaseRow) > 0,
}


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with Lab(write_world(tmp_path_factory.mktemp("worlds") / "little")) as lab:
        yield lab


def _environ(lab: Lab, data: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ZHENWEI_")}
    more = {"ZHENWEI_DATA_DIR": str(data), "ZHENWEI_LOOKALIKE_BUDGET": "400", "ZHENWEI_SEARCH_BUDGET": "6"}
    return kept | lab.settings | more


def _start(environ: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "zhenwei", "nightly"], env=environ, stdout=subprocess.DEVNULL)


def _reached(environ: dict[str, str], moment: Callable[[Session], bool]) -> bool:
    """Look into the store as a stranger would, without the manners (and the migrations) of our own door."""
    file = Path(environ["ZHENWEI_DATA_DIR"]) / "zhenwei.db"
    if not file.exists():
        return False
    engine = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true")
    try:
        with Session(engine) as session:
            return moment(session)
    except OperationalError:
        return False  # the night is just making its tables
    finally:
        engine.dispose()


def _wait_for(process: subprocess.Popen[bytes], environ: dict[str, str], moment: Callable[[Session], bool]) -> None:
    while not _reached(environ, moment):
        try:
            process.wait(timeout=0.05)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail(f"the night ended ({process.returncode}) before the moment came")


def _kill_at(environ: dict[str, str], moment: Callable[[Session], bool]) -> None:
    process = _start(environ)
    _wait_for(process, environ, moment)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.first
@pytest.mark.slow
@pytest.mark.timeout(1800)  # many whole runs, and nothing here depends on how fast they are
def test_ten_kills_leave_the_store_of_an_undisturbed_night(lab: Lab, tmp_path: Path) -> None:
    calm, stormy = (_environ(lab, tmp_path / name) for name in ("calm", "stormy"))
    assert _start(calm).wait() == 0
    for moment in MOMENTS.values():
        _kill_at(stormy, moment)
    assert _start(stormy).wait() == 0
    found = []
    for environ in (calm, stormy):
        settings = load_settings(environ, tmp_path)
        store = open_store(settings.database)
        with store.reading() as session:
            found.append(digest(session))
            folders = {v.folder for v in session.scalars(select(VisitRow)) if v.folder}
        store.close()
        evidence = settings.evidence_dir
        # A hidden folder is what a kill left half-written; the next nights sweep it away once it is old.
        captured = {
            str(p.parent.relative_to(evidence)) for p in evidence.rglob("manifest.json") if p.parent.name[0] != "."
        }
        assert captured == folders
        assert [problem for folder in folders for problem in verify(evidence / folder)] == []
    assert found[0]["cases"]
    for table, rows in found[0].items():
        assert found[1][table] == rows, table


def test_a_second_night_refuses_to_start(lab: Lab, tmp_path: Path) -> None:
    environ = _environ(lab, tmp_path)
    first = _start(environ)
    _wait_for(first, environ, MOMENTS["the night is open"])
    second = subprocess.run(
        [sys.executable, "-m", "zhenwei", "nightly"], env=environ, capture_output=True, text=True, check=False
    )
    first.kill()
    first.wait()
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "另一个夜间任务正在运行" in second.stderr
