"""``zhenwei cases reindex``: cases from before the search are found; it may be ended at any moment and run again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.review.review_desk import Made, make_case
from zhenwei.config import Settings
from zhenwei.errors import Stopped
from zhenwei.stages import searchable
from zhenwei.stages.desk import Desk
from zhenwei.stages.searchable import PLACE, reindex
from zhenwei.store.database import Store, open_store
from zhenwei.store.models import PositionRow
from zhenwei.store.search import make_findable, matching
from zhenwei.watchlist import load_watchlist


class Watching:
    """A line of progress that calls something with what it was shown."""

    def __init__(self, seen: Callable[[int], None]) -> None:
        self._seen = seen

    def update(self, done: int, total: int) -> None:
        assert done <= total
        self._seen(done)


def cases_in(store: Store, settings: Settings, texts: list[str]) -> list[int]:
    with store.transaction() as session:
        return [
            make_case(session, settings, Made(host=f"h{number}.example", title=text, text=text)).case
            for number, text in enumerate(texts)
        ]


def found(store: Store, question: str) -> list[int]:
    with store.reading() as session:
        query = matching(question, store.engine.dialect.name)
        return [] if query is None else sorted(session.scalars(query))


def desk_of(store: Store, settings: Settings, stops_at: int = 0) -> Desk:
    desk = Desk(settings, load_watchlist(), store, lambda _title: Watching(lambda done: stop(done)))

    def stop(done: int) -> None:
        if done == stops_at:
            desk.stop.set()

    return desk


def test_old_cases_are_found_and_again_finds_nothing_to_do(store: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    cases = cases_in(store, settings, ["特种作业查询", "办证包过", "叉车证考试"])
    with store.transaction() as session:
        make_findable(session, cases[1], ["此前已建立的文字"])
    assert reindex(desk_of(store, settings)) == 2
    assert found(store, "特种作业") == [cases[0]]
    assert found(store, "叉车证") == [cases[2]]
    # What the search knew stays as it was.
    assert found(store, "此前已建立") == [cases[1]]
    assert found(store, "办证包过") == []
    assert reindex(desk_of(store, settings)) == 0


@pytest.mark.parametrize("again", [False, True])
def test_it_goes_on_where_it_was_ended(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: bool
) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    cases = cases_in(store, settings, ["第一个网站", "第二个网站", "第三个网站"])
    monkeypatch.setattr(searchable, "STEP", 1)
    with pytest.raises(Stopped):
        reindex(desk_of(store, settings, stops_at=1), again=again)
    assert found(store, "网站") == cases[:1]
    assert reindex(desk_of(store, settings), again=again) == 2
    assert found(store, "网站") == cases
    with store.reading() as session:
        assert session.get(PositionRow, PLACE) is None


def test_all_takes_the_place_of_what_was_there(store: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    (case,) = cases_in(store, settings, ["如今的标题"])
    with store.transaction() as session:
        make_findable(session, case, ["旧的文字"])
    assert [reindex(desk_of(store, settings), again=True) for _ in range(2)] == [1, 1]
    assert (found(store, "旧的文字"), found(store, "如今的标题")) == ([], [case])


def test_the_command_says_how_many(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    store = open_store(settings.database)
    cases_in(store, settings, ["特种作业查询", "办证包过"])
    environ = {k: v for k, v in os.environ.items() if not k.startswith(("ZHENWEI_", "COV_"))}
    environ |= {"ZHENWEI_DATA_DIR": str(settings.data_dir)}
    command = [sys.executable, "-m", "zhenwei", "cases", "reindex"]
    said = [
        subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=True).stdout
        for _ in range(2)
    ]
    assert [json.loads(line) for line in said] == [{"cases": 2}, {"cases": 0}]
    assert len(found(store, "特种作业")) == 1
    store.close()
