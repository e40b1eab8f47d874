"""What a robots.txt says to us, and what a hostile one can cost."""

from __future__ import annotations

import pytest

from crawler.robots import MOST_HOPS, MOST_RULES, next_robots, read_rules

SHOP = "http://example.com"


@pytest.mark.parametrize(
    ("text", "path", "allowed"),
    [
        ("", "/", True),
        ("User-agent: *\nDisallow: /", "/", False),
        ("User-agent: *\nDisallow:", "/", True),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("User-agent: *\nDisallow: /*.php$", "/x.php", False),
        ("User-agent: *\nDisallow: /*.php$", "/x.php?a", True),
        ("user-AGENT : *\r\nDISALLOW : /a # for nobody", "/a", False),
        ("\ufeffUser-agent: *\nDisallow: /", "/", False),
        ("User-agent: zhenwei\nDisallow: /\n\nUser-agent: *\nAllow: /", "/", False),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Zhenwei/1.0\nDisallow: /a", "/", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: zhenwei\n", "/", True),  # named, and free of rules
        ("User-agent: otherbot\nUser-agent: zhenwei\nDisallow: /", "/", False),
        ("User-agent: otherbot\nDisallow: /", "/", True),
        ("User-agent: zhenweibot\nDisallow: /", "/", True),
        ("User-agent: *\nSitemap: http://shop.example/s\nDisallow: /", "/", False),
        ("Disallow: /", "/", True),  # a rule for nobody
        ("<html>User-agent: *\nDisallow: /</html>", "/", True),
        ("User-agent: *\n\0\0Disallow: /\n", "/", True),
        ("User-agent: *\nDisallow: /中文", "/%E4%B8%AD%E6%96%87", False),
    ],
)
def test_who_may_fetch_what(text: str, path: str, allowed: bool) -> None:
    assert read_rules(text.encode(), "zhenwei").allowed(SHOP + path) is allowed


@pytest.mark.parametrize(
    ("text", "delay"),
    [
        ("User-agent: *\nCrawl-delay: 5", 5.0),
        ("User-agent: *\nCrawl-delay: 0.5\nDisallow: /a", 0.5),
        ("User-agent: *\nCrawl-delay: soon", 0.0),
        ("User-agent: *\nCrawl-delay: nan", 0.0),
        ("User-agent: *\nCrawl-delay: inf", 0.0),
        ("User-agent: *\nCrawl-delay: -3", 0.0),
        ("User-agent: otherbot\nCrawl-delay: 9", 0.0),
    ],
)
def test_how_fast(text: str, delay: float) -> None:
    assert read_rules(text.encode(), "zhenwei").delay == delay


def test_a_huge_one_is_kept_small() -> None:
    many = "User-agent: *\n" + "".join(f"Disallow: /{i}/\n" for i in range(200_000))
    rules = read_rules(many.encode(), "zhenwei")
    assert rules.size == MOST_RULES
    assert not rules.allowed(SHOP + "/7/")
    assert read_rules(b"User-agent: *\nDisallow: /" + b"a" * 10_000_000, "zhenwei").size == 0
    strangers = "".join(f"User-agent: bot{i}\n" for i in range(40_000)) + "User-agent: *\nDisallow: /"
    assert read_rules(strangers[-400_000:].encode(), "zhenwei").size == 1
    assert read_rules(b"\xff\xfe" * 100_000, "zhenwei").allowed(SHOP + "/")
    assert read_rules(b"User-agent: *\n" * 50_000 + b"Disallow: /", "zhenwei").size <= 1


@pytest.mark.parametrize(
    ("place", "hops", "target"),
    [
        ("https://example.com/robots.txt", 0, "https://example.com/robots.txt"),
        ("https://www.example.com/robots.txt", 1, "https://www.example.com/robots.txt"),
        ("/r", 0, "http://example.com/r"),
        ("https://elsewhere.example.net/robots.txt", 0, ""),
        ("http://[", 0, ""),
        ("", 0, ""),
        ("/r", MOST_HOPS, ""),
    ],
)
def test_one_that_was_moved(place: str, hops: int, target: str) -> None:
    assert next_robots(SHOP + "/robots.txt", place, hops) == target
