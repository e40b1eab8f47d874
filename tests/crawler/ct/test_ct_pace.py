"""Logs are read at their own pace, which is a setting, and never slower than everything else."""

from __future__ import annotations

import pytest

from crawler.addon import scrapy_settings
from crawler.ct.pace import SLOTS, Pace
from zhenwei.config import Settings


@pytest.mark.parametrize(
    ("settings", "delay"),
    [(Settings(), 0.2), (Settings(ct_delay=3), 1.0), (Settings(ct_delay=0.5), 0.5), (Settings(delay=0), 0.0)],
)
def test_the_pace_is_the_setting(settings: Settings, delay: float) -> None:
    made = scrapy_settings(settings)["DOWNLOAD_SLOTS"]
    assert isinstance(made, dict)
    assert len(made) == SLOTS
    assert {slot["delay"] for slot in made.values()} == {delay}
    assert {slot["concurrency"] for slot in made.values()} == {4}


def test_a_host_has_one_slot_for_all_its_logs() -> None:
    pace = Pace()
    first = pace.meta("https://a.example/log1/checkpoint")
    assert first["download_slot"] in scrapy_settings(Settings())["DOWNLOAD_SLOTS"]  # type: ignore[operator]
    assert pace.meta("https://A.example/log2/ct/v1/get-sth") == first
    assert pace.meta("https://a.example:8443/") != first
    for number in range(SLOTS):
        last = pace.meta(f"https://h{number}.example/")
    assert last == {}
