"""What a site answers to whom: routes, profiles, charsets, and what nobody gets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from lab.answers import Answer, answer
from lab.profiles import profile_of
from lab.world import load_world
from tests.lab.lab_worlds import write_world
from zhenwei.types import Profile

Ask = Callable[..., Answer]
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Mobile/15E148"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
BAIDU = "https://www.baidu.com/link?url=abc"


@pytest.mark.parametrize(
    ("agent", "referer", "profile"),
    [
        (WINDOWS, "", Profile.DESKTOP),
        ("", "", Profile.DESKTOP),
        (IPHONE, "", Profile.PHONE),
        (IPHONE + " MicroMessenger/8.0.49", "", Profile.WECHAT),
        (IPHONE + " MicroMessenger/8.0.49", BAIDU, Profile.WECHAT),
        ("Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)", "", Profile.SPIDER),
        (IPHONE + " (compatible; Sogou web spider/4.0)", BAIDU, Profile.SPIDER),
        ("Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)", "", Profile.SPIDER),
        (WINDOWS, BAIDU, Profile.FROM_SEARCH),
        (IPHONE, "https://m.so.com/s?q=1", Profile.FROM_SEARCH),
        (WINDOWS, "https://notbaidu.com.example/", Profile.DESKTOP),
        (WINDOWS, "http://[", Profile.DESKTOP),
    ],
)
def test_a_profile_is_told_from_the_headers(agent: str, referer: str, profile: Profile) -> None:
    assert profile_of({"User-Agent": agent, "Referer": referer}) is profile


SITE: dict[str, str | bytes] = {
    "site.toml": """
charset = "gbk"
[[route]]
path = "/"
file = "all.html"
[[route]]
path = "/"
when = "phone"
file = "phone.html"
[[route]]
path = "/"
when = "phone"
file = "all.html"
[[route]]
path = "/only"
when = "wechat"
file = "phone.html"
[[route]]
path = "/old"
redirect = "/新?a=1"
[[route]]
path = "/moved"
redirect = "https://other.example/x"
status = 301
[[route]]
path = "/busy"
status = 503
[[route]]
path = "/type"
file = "all.html"
delay = 2
headers = { content-type = "text/plain", X-More = "yes" }
[[route]]
path = "/secret"
file = "site.toml"
[[route]]
path = "/index.html"
headers = { X-More = "yes" }
""",
    "all.html": "<p>所有人 🙂</p>",
    "phone.html": "<p>手机</p>",
    "index.html": "<p>首页</p>",
    "a/b.txt": "文",
    "latin.html": b"<p>\xff\xfe</p>",
    "x.bin": b"\x00\x01",
}


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    site = load_world(write_world(tmp_path, {"s.example": SITE})).sites["s.example"]
    return lambda path, profile=Profile.DESKTOP: answer(site, path, profile)


def told(given: Answer) -> str:
    return given.body.decode("gbk")


def test_a_route_with_when_goes_first_and_order_decides(ask: Ask) -> None:
    assert told(ask("/", Profile.PHONE)) == "<p>手机</p>"
    for other in (Profile.DESKTOP, Profile.WECHAT, Profile.SPIDER, Profile.FROM_SEARCH):
        assert told(ask("/", other)) == "<p>所有人 &#128578;</p>"


def test_a_path_without_a_fitting_route_serves_its_file_or_404(ask: Ask) -> None:
    assert told(ask("/only", Profile.WECHAT)) == "<p>手机</p>"
    assert ask("/only", Profile.PHONE).status == 404
    assert ask("/a/b.txt").headers["Content-Type"] == "text/plain; charset=gbk"
    assert told(ask("/a/b.txt")) == "文"
    assert ask("/a").status == ask("/a/").status == 404
    assert ask("/x.bin").headers["Content-Type"] == "application/octet-stream"


def test_redirects_statuses_headers_and_delays(ask: Ask) -> None:
    assert (ask("/old").status, ask("/old").headers["Location"]) == (302, "/%E6%96%B0?a=1")
    assert (ask("/moved").status, ask("/moved").headers["Location"]) == (301, "https://other.example/x")
    assert ask("/busy").status == 503
    assert ask("/type").headers == {"content-type": "text/plain", "X-More": "yes"}
    assert ask("/type").delay == 2
    assert told(ask("/index.html")) == "<p>首页</p>"
    assert ask("/index.html").headers["X-More"] == "yes"


def test_bytes_that_are_no_utf8_go_out_as_they_are(ask: Ask) -> None:
    assert ask("/latin.html").body == b"<p>\xff\xfe</p>"


@pytest.mark.parametrize(
    "path",
    [
        *("/site.toml", "/a/../site.toml", "//site.toml", "/./site.toml", "/secret", "/../s.example/site.toml"),
        *("/../../world.toml", "/a\x00b", "/" + "x" * 5000, "/\udcff", "/..", "//etc/passwd"),
    ],
)
def test_nobody_gets_the_truth_or_another_folder(ask: Ask, path: str) -> None:
    given = ask(path)
    assert given.status == 404
    assert b"charset =" not in given.body


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    folder = write_world(tmp_path, {"s.example": {"index.html": "x"}})
    (folder / "sites" / "s.example" / "out.html").symlink_to(folder / "world.toml")
    assert answer(load_world(folder).sites["s.example"], "/out.html", Profile.DESKTOP).status == 404


def test_links_to_holds_on_the_home_page_only(tmp_path: Path) -> None:
    about = 'links_to = ["named.example", "new.example"]'
    home = '<body><a href="http://named.example/">n</a></body>'
    files = {"site.toml": about, "index.html": home, "b.html": home}
    site = load_world(write_world(tmp_path, {"s.example": files})).sites["s.example"]
    body = answer(site, "/", Profile.DESKTOP).body.decode()
    assert body.count("named.example") == 1
    assert '<a href="http://new.example/">' in body.partition("</body>")[0]
    assert answer(site, "/b.html", Profile.DESKTOP).body.decode() == home
