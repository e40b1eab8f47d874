"""Sources as people write them down: checked when read, secrets elsewhere, days filled in."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from zhenwei.errors import SettingsError, WatchlistError
from zhenwei.watchlist.sources import Source, dated, load_sources, masked


def test_the_built_in_list_names_no_source() -> None:
    assert load_sources(()) == ()


def test_settings_and_watchlist_together(tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "a"\nat = "/x/*.gz"\nstale_days = 0\n', "utf-8")
    found = load_sources(("https://lists.example/n.txt?api_key=abc&x=1",), tmp_path)
    assert [(s.name, s.remote) for s in found] == [("https://lists.example/n.txt?api_key=***&x=1", True), ("a", False)]
    assert found[0].at.endswith("api_key=abc&x=1")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('name = "a"', "at"),
        ('name = "a"\nat = "x"\nkeyword = 1', "keyword"),
        ('name = "a"\nat = "x"\ntake = "some"', "take"),
        ('name = "a"\nat = "x"\ntoken_env = "A"\ntoken_file = "/b"', "只能写一个"),
        ('name = "a"\nat = "https://x.example/{token}"', "token_env"),
        ('name = "a"\nat = "x"\ntoken_env = "A"\nheader = "Bearer"', "名称: 值"),
        ('name = "a"\nat = "x"\n[[source]]\nname = "a"\nat = "y"', "两次"),
    ],
)
def test_a_wrong_file_is_one_line(row: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text(f"[[source]]\n{row}\n", "utf-8")
    with pytest.raises(WatchlistError, match=said) as caught:
        load_sources((), tmp_path)
    assert "\n" not in str(caught.value)
    assert "sources.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("address", "filled"),
    [
        ("/lists/{date}.txt", "/lists/2026-11-21.txt"),
        ("https://a.example/{date:%Y/%m/%d}/n.gz", "https://a.example/2026/11/21/n.gz"),
        ("https://a.example/{base64:%Y-%m-%d.zip}/nrd", "https://a.example/MjAyNi0xMS0yMS56aXA=/nrd"),
        ("https://a.example/{token}/{dates}", "https://a.example/{token}/{dates}"),
    ],
)
def test_the_day_before(address: str, filled: str) -> None:
    assert dated(address, date(2026, 11, 22)) == filled


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://a.example/x?token=abc", "https://a.example/x?token=***"),
        ("https://a.example/x?a=1&access_token=abc&b=2", "https://a.example/x?a=1&access_token=***&b=2"),
        ("https://a.example/x?key=abc#top", "https://a.example/x?key=***#top"),
        ("https://a.example/monkey=3?keyword=abc", "https://a.example/monkey=3?keyword=abc"),
        ("/lists/token=abc.txt", "/lists/token=abc.txt"),
    ],
)
def test_what_looks_like_a_secret_is_not_kept(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_a_secret_is_read_when_it_is_used(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(" abc\n", "utf-8")
    assert Source(name="a", at="x", token_file=file).token({}) == "abc"
    assert Source(name="a", at="x", token_env="KEY").token({"KEY": "def"}) == "def"
    assert Source(name="a", at="x").token({"KEY": "def"}) == ""
    for source in (Source(name="a", at="x", token_env="KEY"), Source(name="a", at="x", token_file=tmp_path / "no")):
        with pytest.raises(SettingsError, match="令牌"):
            source.token({"KEY": "a\nb"})
