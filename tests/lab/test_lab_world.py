"""Worlds are checked when read: every key of the contract is understood, every other one is named."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from lab.errors import WorldError
from lab.world import load_world
from tests.lab.lab_worlds import write_world
from zhenwei.types import Profile, Verdict

EVERY_WORLD_KEY = """
today = 2026-11-21
[search]
results_per_page = 7
[search.lacks]
bing = ["www.例子.cn"]
[search.blocks_after]
baidu = 3
[dns]
wildcard = ["park.example"]
servfail = ["broken.example"]
[ct]
names = ["*.new.example"]
[feed]
names = ["fresh.example"]
[failures]
"a.example" = { kind = "hang" }
"b.example" = { kind = "redirect-loop" }
"c.example" = { kind = "large-body", bytes = 1000 }
"d.example" = { kind = "wrong-charset-header" }
"e.example" = { kind = "status-first", status = 500, times = 2 }
"f.example" = { kind = "reset" }
"g.example" = { kind = "slow", bytes_per_s = 5 }
"""
LINKS = ("http://other.example/", "https://例子.cn/a")
EVERY_SITE_KEY = """
truth = "counterfeit_site"
note = "why"
https = true
charset = "gb18030"
registered = 2026-10-01
alive = false
gone_from = "2027-01-01"
in_search = false
in_feed = false
links_to = ["other.example", "https://例子.cn/a"]
[[route]]
path = "/%E6%9F%A5"
when = "from-search"
file = "sub/a.html"
status = 203
headers = { "X-A" = "b" }
delay = 0.5
[[route]]
path = "/away"
redirect = "/there"
"""


def test_every_key_is_read(tmp_path: Path) -> None:
    folder = write_world(tmp_path, {"www.例子.cn": {"site.toml": EVERY_SITE_KEY, "sub/a.html": "x"}}, EVERY_WORLD_KEY)
    (folder / "leads").mkdir()
    (folder / "leads" / "12377.csv").write_text("url\n")
    (folder / "watchlist").mkdir()
    (folder / "sites" / "notes.txt").write_text("no site")
    world = load_world(folder)
    about = world.about
    assert world.today == date(2026, 11, 21)
    assert about.search.results_per_page == 7
    assert about.search.lacks == {"bing": ("www.xn--fsqu00a.cn",)}
    assert about.search.blocks_after == {"baidu": 3}
    assert (about.dns.wildcard, about.dns.servfail) == (("park.example",), ("broken.example",))
    assert (about.ct.names, about.feed.names) == (("*.new.example",), ("fresh.example",))
    assert [failure.kind[0] for failure in about.failures.values()] == ["h", "r", "l", "w", "s", "r", "s"]
    assert world.leads == (folder / "leads" / "12377.csv",)
    assert world.watchlist == folder / "watchlist"
    site = world.sites["www.xn--fsqu00a.cn"].about
    assert (site.truth, site.https, site.charset, site.alive) == (Verdict.COUNTERFEIT, True, "gb18030", False)
    assert (site.registered, site.gone_from) == (date(2026, 10, 1), date(2027, 1, 1))
    assert (site.in_search, site.in_feed, site.links_to) == (False, False, LINKS)
    assert (site.route[0].path, site.route[0].when) == ("/查", Profile.FROM_SEARCH)
    assert (site.route[0].status, site.route[0].delay, site.route[1].redirect) == (203, 0.5, "/there")


def test_what_is_not_said_has_the_contracts_defaults(tmp_path: Path) -> None:
    world = load_world(write_world(tmp_path, {"a.example": {}}))
    site = world.sites["a.example"].about
    assert (site.https, site.charset, site.alive, site.in_search, site.in_feed) == (False, "utf-8", True, True, True)
    assert (world.leads, world.watchlist, world.about.search.results_per_page) == ((), None, 10)


@pytest.mark.parametrize(
    ("world", "site", "file", "key"),
    [
        ("tomorrow = 1", "", "world.toml", "tomorrow"),
        ('today = "soon"', "", "world.toml", "today"),
        ("today = [", "", "world.toml", "Invalid value"),
        ("[search]\nresults_per_page = 0", "", "world.toml", "search.results_per_page"),
        ('[search.lacks]\ngoogle = ["a.example"]', "", "world.toml", "search.lacks.google"),
        ('[failures]\n"a.example" = { kind = "explode" }', "", "world.toml", "failures.a.example.kind"),
        ('[failures]\n"a.example" = { kind = "hang", bytes = 3 }', "", "world.toml", "hang 没有 'bytes' 这一项"),
        ("", 'truth = "evil"', "site.toml", "truth"),
        ("", "htps = true", "site.toml", "htps"),
        ("", 'charset = "klingon"', "site.toml", "charset"),
        ("", 'charset = "base64"', "site.toml", "charset"),
        ("", '[[route]]\npath = "/a?b=1"', "site.toml", "route.0.path"),
        ("", '[[route]]\npath = "/"\nwhen = "robot"', "site.toml", "route.0.when"),
        ("", '[[route]]\npath = "/"\nfile = "none.html"', "site.toml", "none.html"),
        ("", '[[route]]\npath = "/"\nfile = "../../world.toml"', "site.toml", "第 1 个 route"),
    ],
)
def test_a_mistake_names_file_and_key(tmp_path: Path, world: str, site: str, file: str, key: str) -> None:
    folder = write_world(tmp_path, {"a.example": {"site.toml": site}}, world)
    with pytest.raises(WorldError) as caught:
        load_world(folder)
    assert file in str(caught.value)
    assert key in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_without_its_file_is_named(tmp_path: Path) -> None:
    folder = write_world(tmp_path, {"a.example": {}})
    (folder / "sites" / "a.example" / "site.toml").unlink()
    with pytest.raises(WorldError, match=r"没有文件 .*a\.example/site\.toml"):
        load_world(folder)
    with pytest.raises(WorldError, match=r"没有文件 .*world\.toml"):
        load_world(tmp_path / "nowhere")


def test_two_spellings_of_one_host_are_refused(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="同一域名"):
        load_world(write_world(tmp_path, {"例子.cn": {}, "xn--fsqu00a.cn": {}}))
