"""Nothing found and nothing looked at never read alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.stages.summary import Row, silent_sources, summarize, with_screened
from zhenwei.store.database import open_store
from zhenwei.store.nights import finish_unit, open_night, plan_units, waiting_units

FEED = "http://lists.example/names.gz"


@pytest.mark.parametrize(
    ("units", "said"),
    [
        ([("search", "baidu", "results", 5, 50, 7)], []),
        ([("search", "baidu", "results", 5, 50, 7), ("search", "baidu", "nothing", 2, 0, 0)], []),
        ([("search", "baidu", "nothing", 3, 0, 0)], ["未发现任何线索"]),
        ([("search", "baidu", "results", 5, 50, 7), ("search", "baidu", "blocked", 2, 0, 0)], ["被拦截（安全验证） 2"]),
        ([("search", "bing", "changed", 4, 0, 0)], ["页面结构变化 4"]),
        ([("feeds", FEED, "error", 1, 0, 0)], ["出错 1"]),
        ([("feeds", FEED, "stale", 1, 0, 0)], ["数据陈旧 1"]),
        ([("search", "sogou", "waiting", 1, 0, 0)], ["未执行 1"]),
    ],
)
def test_what_is_called_silent(units: list[Row], said: list[str]) -> None:
    lines = silent_sources(units)
    assert len(lines) == len(said)
    assert all(word in line for word, line in zip(said, lines, strict=True))


def test_a_list_is_credited_with_what_screening_found_in_it() -> None:
    listed: list[Row] = [("feeds", FEED, "results", 1, 900, 0)]
    assert with_screened(listed, [("screen", FEED, "results", 1, 900, 4)]) == [("feeds", FEED, "results", 1, 900, 4)]
    assert silent_sources(with_screened(listed, [("screen", FEED, "nothing", 1, 900, 0)]))


def test_a_dns_server_that_lies_is_named(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    store = open_store(settings.database)
    with store.transaction() as session:
        night = open_night(session).id
        plan_units(session, night, "lookalikes", [("expand", f"{n}", {"names": []}) for n in range(2)])
        for unit in waiting_units(session, night, "lookalikes"):
            finish_unit(session, unit.id, "nothing", detail={"liars": ["192.0.2.53"]})
    with store.reading() as session:
        said = summarize(session, settings, night, now(), {}).warnings
    store.close()
    assert [line for line in said if "192.0.2.53" in line] == [
        "DNS 服务器 192.0.2.53 对不存在的域名也作答，已不采用；请从 DNS_SERVERS 中换掉"
    ]
