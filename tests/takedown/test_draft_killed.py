"""Drafting killed at any moment: what is in the store is whole, the next run goes on, nothing is there twice."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.takedown.letters_world import World, finding, phone
from zhenwei.config import Settings
from zhenwei.evidence import verify
from zhenwei.evidence.packages import verify_package
from zhenwei.store.database import open_store
from zhenwei.store.models import NoticeRow

# Drafts in one folder after the other, each in a fork of its own that may be killed at a named call.
DRAFT = """
import importlib, json, os, signal, sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from takedown import draft
from tests.takedown.letters_world import offices
from zhenwei.config import Settings
from zhenwei.store.database import open_store
from zhenwei.watchlist import load_watchlist

draft.BATCH = 3
built_in = load_watchlist()
names = {"name": "东江市网络安全协调办公室", "code": "东网函", "region": "330100", "placeholder": False}
watchlist = replace(built_in, offices=offices(), sender=built_in.sender.model_copy(update=names))

def deadly(module, name, at, moment):
    home, calls = importlib.import_module(module), []
    real = getattr(home, name)
    def last(*given, **named):
        calls.append(1)
        if len(calls) == at and moment == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        done = real(*given, **named)
        if len(calls) == at:
            os.kill(os.getpid(), signal.SIGKILL)
        return done
    setattr(home, name, last)

def run(data, cases, point):
    if point:
        deadly(*point)
    settings = Settings(data_dir=Path(data))
    store = open_store(settings.database)
    draft.draft(store, settings, watchlist, cases, "chen", day=date(2026, 11, 22), pdf=False)
    store.close()

for data, cases, point in json.loads(sys.argv[1]):
    child = os.fork()
    if not child:
        run(data, cases, point)
        os._exit(0)
    print(os.waitpid(child, 0)[1])
"""
Letters = dict[tuple[str, tuple[int, ...]], dict[str, bytes]]


def run(*tasks: tuple[Path, tuple[int, ...], object]) -> list[int]:
    """Draft in each folder and return how each process ended (its wait status)."""
    code = [sys.executable, "-c", DRAFT, json.dumps([(str(data), cases, point) for data, cases, point in tasks])]
    environ = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(code, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [int(line) for line in done.stdout.split()]


def letters(data: Path) -> Letters:
    """Every letter of the store with the files of its folder, by recipient and cases."""
    settings, found = Settings(data_dir=data), {}
    store = open_store(settings.database)
    with store.reading() as session:
        for row in session.scalars(select(NoticeRow)):
            key = row.recipient, tuple(link.case_id for link in row.cases)
            assert key not in found, "drafted twice"
            folder = settings.letters_dir / row.folder
            found[key] = {path.name: path.read_bytes() for path in folder.iterdir()}
            assert verify_package(folder)[1] == []
    store.close()
    return found


def cited(data: Path) -> list[int]:
    """How many lines about letters each capture's log holds."""
    logs = sorted((data / "evidence").rglob("custody.jsonl"))
    return [sum(json.loads(line)["event"] == "cited" for line in log.read_text().splitlines()) for log in logs]


@pytest.fixture
def cases(world: World) -> tuple[int, ...]:
    found = tuple(
        world.case(f"{name}.example", findings=(finding(),), contacts=(phone(),), operator=f"op-{name}")
        for name in "ab"
    )
    world.store.close()
    return found


POINTS = (
    ("takedown.laying", "write_part", 2, "before"),
    ("takedown.draft", "flush_parts", 1, "before"),
    ("takedown.draft", "_record", 2, "after"),
    ("takedown.draft", "put_in_place", 2, "before"),
    ("takedown.draft", "put_in_place", 5, "after"),
    ("zhenwei.evidence.citing", "_journals", 1, "after"),
    ("zhenwei.evidence.citing", "_enter", 2, "after"),
    ("takedown.citing", "set_position", 1, "after"),
)


def test_killed_anywhere_the_next_run_goes_on(world: World, cases: tuple[int, ...], tmp_path: Path) -> None:
    copies = [tmp_path / str(number) for number in range(len(POINTS) + 1)]
    for copy in copies:
        shutil.copytree(world.settings.data_dir, copy)
    whole, *killed = copies
    tasks = [(data, cases, point) for data, point in zip(killed, POINTS, strict=True)]
    assert run((whole, cases, None), *tasks) == [0] + [signal.SIGKILL] * len(POINTS)
    expected, lines = letters(whole), cited(whole)
    assert len(expected) == 7
    assert set(lines) == {4}
    for data in killed:
        letters(data)  # what the store names is whole
    assert run(*((data, cases, None) for data in killed)) == [0] * len(POINTS)
    for data, point in zip(killed, POINTS, strict=True):
        assert letters(data) == expected, point
        assert cited(data) == lines, point
        assert verify(data / "evidence") == []
        left = [path.name for path in (data / "letters").iterdir() if not path.name.startswith(".draft-")]
        assert len(left) == len(expected), point
