"""The comparison of a store with the truths: figures, names, and why something was missed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy.orm import Session
from typer.testing import CliRunner

from lab.score import compare, print_tables, to_json
from lab.world import World, load_world
from tests.lab.lab_worlds import write_world
from zhenwei.cli.lab import app
from zhenwei.clock import now
from zhenwei.errors import StoreError
from zhenwei.store.assessments import save_assessment
from zhenwei.store.database import Store, open_store
from zhenwei.store.leads import site_for
from zhenwei.store.models import NightRow, VisitRow
from zhenwei.types import Assessment, Verdict

ROOT = Path(__file__).parents[2]
TRUTHS = {
    "right.example": "counterfeit_site",
    "mixed.example": "counterfeit_site",
    "silent.example": "counterfeit_site",
    "failed.example": "certificate_sale",
    "waiting.example": "certificate_sale",
    "unvisited.example": "hijacked_site",
    "alarm.example": "benign",
    "good.example": "benign",
    "unseen.example": "benign",
    "own.example": "official",
}


@pytest.fixture
def world(tmp_path: Path) -> World:
    sites: dict[str, dict[str, str | bytes]] = {
        host: {"site.toml": f'truth = "{truth}"'} for host, truth in TRUTHS.items()
    }
    sites["dead.example"] = {"site.toml": 'truth = "counterfeit_site"\nalive = false'}
    sites["nobody.example"] = {}
    return load_world(write_world(tmp_path, sites))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{tmp_path}/zhenwei.db")
    with store.transaction() as session:
        night = NightRow(started_at=now(), summary={})
        session.add(night)
        session.flush()
        for host in TRUTHS:
            if host not in ("silent.example", "unseen.example"):
                site_for(session, host)
        site_for(session, "own.example").organ = "mem"
        visit(session, night, "failed.example", "timeout")
        visit(session, night, "waiting.example", "")
        judged(session, night, "right.example", Verdict.BENIGN)
        later = NightRow(started_at=now(), summary={})
        session.add(later)
        session.flush()
        judged(session, later, "right.example", Verdict.COUNTERFEIT)
        judged(session, later, "mixed.example", Verdict.SALE)
        judged(session, later, "alarm.example", Verdict.SALE)
        judged(session, later, "good.example", Verdict.BENIGN)
    yield store
    store.close()


def visit(session: Session, night: NightRow, host: str, outcome: str) -> None:
    site = site_for(session, host)
    session.add(VisitRow(night_id=night.id, site_id=site.id, url=f"http://{host}/", profile="desktop", outcome=outcome))


def judged(session: Session, night: NightRow, host: str, verdict: Verdict) -> None:
    save_assessment(session, night.id, site_for(session, host).id, [], Assessment(verdict, 10.0, 80.0, ()))


def test_figures_and_names(store: Store, world: World) -> None:
    with store.transaction() as session:
        told = json.loads(to_json(compare(session, world)))
    verdicts = told["verdicts"]
    assert list(verdicts) == [*(v.value for v in Verdict if v is not Verdict.UNCLEAR), "flagged"]
    counterfeit = verdicts["counterfeit_site"]
    assert (counterfeit["truths"], counterfeit["said"], counterfeit["right"]) == (3, 1, 1)
    assert (counterfeit["precision"], counterfeit["recall"]) == (1.0, 1 / 3)
    assert (verdicts["certificate_sale"]["precision"], verdicts["certificate_sale"]["recall"]) == (0.0, 0.0)
    assert verdicts["hijacked_site"]["precision"] is None
    assert (verdicts["flagged"]["precision"], verdicts["flagged"]["recall"]) == (2 / 3, 2 / 6)
    assert verdicts["official"]["recall"] == 1.0
    assert {miss["host"]: (miss["said"], miss["why"]) for miss in told["misses"]} == {
        "mixed.example": ("certificate_sale", "judged"),
        "silent.example": ("", "never found"),
        "failed.example": ("", "visited: timeout"),
        "waiting.example": ("", "found, visit waits"),
        "unvisited.example": ("", "found, never visited"),
    }
    assert [alarm["host"] for alarm in told["false_alarms"]] == ["alarm.example"]
    assert [site["host"] for site in told["unseen"]] == ["unseen.example"]
    assert told["not_answering"] == ["dead.example"]


def test_tables_name_what_went_wrong(store: Store, world: World) -> None:
    with store.transaction() as session:
        comparison = compare(session, world)
    print_tables(comparison, Console(file=(out := StringIO()), width=160))
    for word in ("alarm.example", "从未发现", "访问：超时", "仿冒网站 counterfeit_site", "0.333"):
        assert word in out.getvalue()
    assert "good.example" not in out.getvalue()


def test_the_command_reads_the_store_of_the_settings(store: Store, world: World, tmp_path: Path) -> None:
    environ = {"ZHENWEI_DATABASE_URL": f"sqlite:///{tmp_path}/zhenwei.db"}
    for options in ([], ["--json"]):
        result = CliRunner().invoke(app, ["score", str(world.folder), *options], env=environ)
        assert result.exit_code == 0
        assert "mixed.example" in result.output


def test_without_a_store_nothing_is_made(world: World, tmp_path: Path) -> None:
    environ = {"ZHENWEI_DATA_DIR": str(tmp_path / "empty")}
    result = CliRunner().invoke(app, ["score", str(world.folder)], env=environ)
    assert isinstance(result.exception, StoreError)
    assert not (tmp_path / "empty").exists()


def test_nothing_else_in_the_lab_reads_the_truth() -> None:
    readers = {path.name for path in (ROOT / "lab").rglob("*.py") if ".truth" in path.read_text("utf-8")}
    assert readers == {"score.py"}
