"""Settings: later sources win, and a mistake is named with its key."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhenwei.config import Settings, load_settings, settings_environ
from zhenwei.errors import SettingsError


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "zhenwei.toml").write_text('DELAY = 2.5\nfeed_urls = ["a", "b"]\n', "utf-8")
    found = load_settings({"ZHENWEI_DELAY": "3", "HOME": "/x"}, tmp_path)
    assert (found.delay, found.feed_urls) == (3.0, ("a", "b"))


def test_the_file_is_found_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "other.toml"
    file.write_text("timeout = 7", "utf-8")
    assert load_settings({"ZHENWEI_CONFIG": str(file)}, tmp_path / "elsewhere").timeout == 7


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("dealy = 1", "dealy"),
        ("delay = -1", "delay"),
        ("delay = ", "zhenwei.toml"),
        ("egress_ports = 80", "egress_ports"),
    ],
)
def test_a_mistake_in_the_file_is_named(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "zhenwei.toml").write_text(content, "utf-8")
    with pytest.raises(SettingsError, match=said):
        load_settings({}, tmp_path)


def test_a_missing_file_is_named_only_if_asked_for(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path) == Settings()
    with pytest.raises(SettingsError, match=r"gone\.toml"):
        load_settings({"ZHENWEI_CONFIG": str(tmp_path / "gone.toml")}, tmp_path)


def test_a_child_gets_exactly_these_settings(tmp_path: Path) -> None:
    (tmp_path / "zhenwei.toml").write_text("delay = 9", "utf-8")
    settings = Settings(data_dir=tmp_path / "数据", dns_servers=("127.0.0.1:53",), robots=False, queue_threshold=12.5)
    assert load_settings(settings_environ(settings), tmp_path) == settings
