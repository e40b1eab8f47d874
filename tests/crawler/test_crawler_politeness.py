"""No spider is ruder than the settings, and none switches robots.txt off for a request."""

from __future__ import annotations

from pathlib import Path

import pytest
from scrapy import Spider
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

from crawler import settings as constants
from crawler.addon import scrapy_settings
from zhenwei.config import Settings as OwnSettings

SPIDERS = ("certstream", "ctlog", "feeds", "lookalikes", "official", "recheck", "search", "visit")
FOLDER = Path(constants.__file__).parent


def every_spider() -> dict[str, type[Spider]]:
    loader = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": constants.SPIDER_MODULES}))
    return {name: loader.load(name) for name in loader.list()}


def test_one_file_is_one_spider_of_the_same_name() -> None:
    assert tuple(sorted(every_spider())) == SPIDERS
    assert {p.stem for p in (FOLDER / "spiders").glob("*.py")} - {"__init__"} == set(SPIDERS)
    for name, spider in every_spider().items():
        assert spider.__name__ == f"{name.capitalize()}Spider"
        assert spider.__module__ == f"crawler.spiders.{name}"


@pytest.mark.parametrize("name", SPIDERS)
def test_no_spider_is_ruder_than_the_settings(name: str) -> None:
    own = every_spider()[name].custom_settings or {}
    assert own.get("ROBOTSTXT_OBEY", True)
    assert own.get("DOWNLOAD_DELAY", constants.DOWNLOAD_DELAY) >= constants.DOWNLOAD_DELAY
    for setting in (
        "CONCURRENT_REQUESTS",
        "CONCURRENT_REQUESTS_PER_DOMAIN",
        "DOWNLOADER_MIDDLEWARES",
        "DOWNLOAD_SLOTS",
    ):
        assert setting not in own


def test_the_floor_is_polite() -> None:
    assert constants.ROBOTSTXT_OBEY
    assert constants.DOWNLOAD_DELAY >= 1
    assert constants.CONCURRENT_REQUESTS_PER_DOMAIN <= 4
    assert not constants.COOKIES_ENABLED
    assert not constants.TELNETCONSOLE_ENABLED
    assert not constants.REMOTE_CONTROL_ENABLED
    assert OwnSettings().robots
    assert OwnSettings().delay >= 1
    assert scrapy_settings(OwnSettings())["ROBOTSTXT_OBEY"] is True


def test_no_request_switches_robots_off_or_its_delay() -> None:
    for path in FOLDER.rglob("*.py"):
        text = path.read_text("utf-8")
        assert '"dont_obey_robotstxt": True' not in text, path
        assert "dont_obey_robotstxt=True" not in text, path
        assert "download_delay" not in text, path
