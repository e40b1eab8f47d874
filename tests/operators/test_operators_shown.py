"""What people see of a group: the command line and the analysts' page, with personal values masked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.operators.nights import Nights
from tests.review.review_desk import Client, ServedDesk
from zhenwei.cli import cases
from zhenwei.errors import NoSuch
from zhenwei.types import Verdict
from zhenwei.watchlist import Watchlist

HOSTILE = '<img src=x onerror="alert(1)">{{ 7*7 }}'


@pytest.fixture
def desk(tmp_path: Path, lists: Watchlist) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        shared = [("wechat", "dgz-banli-one"), ("statistics", "baidu:0123abc"), ("san", HOSTILE)]
        nights = Nights(served.store, lists)
        nights.run({
            "aa.top": (Verdict.SALE, shared),
            "bbb.vip": (Verdict.SALE, shared),
            "cccc.cc": (Verdict.SALE, [("wechat", "another-one")]),
        })  # fmt: skip
        yield served


@pytest.fixture
def lines(desk: ServedDesk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(desk.settings.data_dir))

    def run(*arguments: str) -> list[dict[str, Any]]:
        result = CliRunner().invoke(cases.app, list(arguments))
        if result.exception is not None:
            raise result.exception
        return [json.loads(line) for line in result.stdout.splitlines()]

    return run


def test_cases_show_tells_what_ties_a_case(lines: Any, desk: ServedDesk) -> None:
    (row,) = lines("show", "2")
    assert [(tie["case"], tie["host"], tie["kind"], tie["strength"]) for tie in row["ties"]] == [
        (1, "aa.top", kind, "strong") for kind in ("san", "statistics", "wechat")
    ]
    tie = row["ties"][-1]
    assert (tie["name"], tie["value"]) == ("微信号", "dgz********ne")
    assert tie["evidence"] == str(desk.settings.evidence_dir / "000001/bbb.vip/1-desktop")
    assert tie["other_evidence"] == str(desk.settings.evidence_dir / "000001/aa.top/1-desktop")
    assert row["ties"][1]["value"] == "baidu:0123abc"


def test_cases_list_of_one_operator(lines: Any) -> None:
    assert sorted(row["host"] for row in lines("list", "--operator", "op-1")) == ["aa.top", "bbb.vip"]
    with pytest.raises(NoSuch, match="没有团伙"):
        lines("list", "--operator", "op-9")


def test_cases_operator_shows_the_group(lines: Any) -> None:
    (row,) = lines("operator", "op-1")
    assert row["operator"] == "op-1"
    assert [case["host"] for case in row["cases"]] == ["aa.top", "bbb.vip"]
    assert [(tie["cases"], tie["kind"]) for tie in row["ties"]] == [
        ([1, 2], kind) for kind in ("san", "statistics", "wechat")
    ]
    assert [(event["what"], event["cases"]) for event in row["events"]] == [("new", [1, 2])]
    assert "dgz-banli-one" not in json.dumps(row, ensure_ascii=False)


def test_the_page_of_a_case_shows_its_ties(desk: ServedDesk) -> None:
    client: Client = desk.client("viewer")
    text = client.get("/cases/2").text
    for expected in ("同一团伙线索", "微信号", "dgz********ne", "统计、客服或站长代码", "aa[.]top", 'href="/cases/1"'):
        assert expected in text
    assert "dgz-banli-one" not in text
    assert "<img src=x" not in text
    assert "{{ 7*7 }}" in text, "a captured value is text and no template"
    assert "同一团伙线索" not in client.get("/cases/3").text
