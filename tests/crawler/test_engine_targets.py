"""Where results lead: openly, behind the engine's link, or not at all; never through a click that somebody pays for."""

from __future__ import annotations

import asyncio

import pytest

from crawler.engines import every_engine, every_source
from crawler.engines.engine import Reply, Result
from crawler.engines.links import open_target, shown_target, target_of_link
from crawler.engines.targets import MOST_LINKS, Targets
from zhenwei.config import Settings

PIECES = """<script>var url = ''; url += 'http://mp.w'; url += 'eixin.qq.co'; url += 'm/s?src=11&sign@ature=x';
url.replace("@", ""); window.location.replace(url)</script>"""
BAIDU = "https://www.baidu.com/link?url="


class Answers:
    """What an engine answers to its links, and which were asked."""

    def __init__(self, **answers: Reply) -> None:
        self.answers, self.asked = answers, list[str]()

    async def __call__(self, url: str, method: str) -> Reply:
        self.asked.append(f"{method} {url.rpartition('=')[2]}")
        found = self.answers.get(f"{method}_{url.rpartition('=')[2]}")
        if found is None:
            raise OSError("gone")
        return found


def moved(to: str) -> Reply:
    return Reply(302, f"{BAIDU}A", "", to)


def resolve(answers: Answers, *results: Result, engine: str = "baidu", paid: bool = False) -> list[str]:
    return asyncio.run(Targets(answers, paid).of(every_source(Settings())[engine], results))


def link(token: str, rank: int = 1) -> Result:
    return Result(rank, f"{BAIDU}{token}", "题")


def test_a_link_is_asked_by_head_and_by_get_where_that_tells_nothing() -> None:
    answers = Answers(HEAD_A=moved("https://a.example/"), HEAD_B=Reply(405, "", ""), GET_B=moved("https://b.example/"))
    assert resolve(answers, link("A"), link("B"), link("A")) == [
        "https://a.example/",
        "https://b.example/",
        "https://a.example/",
    ]
    assert answers.asked == ["HEAD A", "HEAD B", "GET B"]


def test_a_verification_page_ends_the_asking_for_the_page() -> None:
    answers = Answers(HEAD_A=moved("https://wappass.baidu.com/static/captcha/?x=1"), HEAD_B=moved("https://b.example/"))
    assert resolve(answers, link("A"), link("B"), Result(3, "https://c.example/", "题")) == [
        "",
        "",
        "https://c.example/",
    ]
    assert answers.asked == ["HEAD A"]


def test_a_link_that_leads_home_or_in_circles_or_nowhere_is_not_resolved() -> None:
    answers = Answers(HEAD_A=moved("https://www.baidu.com/search/error.html"), GET_A=moved("https://www.baidu.com/"),
                      HEAD_B=moved(f"{BAIDU}C"), HEAD_C=moved(f"{BAIDU}B"))  # fmt: skip
    assert resolve(answers, link("A"), link("B"), link("D")) == ["", "", ""]


def test_requests_for_one_page_are_bounded() -> None:
    answers = Answers()
    assert set(resolve(answers, *[link(f"T{n}", n) for n in range(200)])) == {""}
    assert len(answers.asked) == MOST_LINKS


@pytest.mark.parametrize(
    ("url", "shown", "paid", "target"),
    [
        ("http://www.baidu.com/baidu.php?url=A", "www.shop.example/zheng", False, "http://www.shop.example/zheng"),
        ("http://www.baidu.com/baidu.php?url=A", "某某教育", False, ""),
        ("http://www.baidu.com/baidu.php?url=A", "某某教育", True, "https://a.example/"),
        ("https://track.example/c?id=1", "shop.example", False, "http://shop.example/"),
        ("https://www.example.com/x?y=1", "example.com", False, "https://www.example.com/x?y=1"),
    ],
)
def test_no_click_is_paid_for_unless_the_settings_say_so(url: str, shown: str, paid: bool, target: str) -> None:
    answers = Answers(HEAD_A=moved("https://a.example/"))
    assert resolve(answers, Result(1, url, "广", ad=True, shown=shown), paid=paid) == [target]
    assert bool(answers.asked) == paid


def test_results_of_interfaces_are_targets_themselves() -> None:
    answers = Answers()
    assert resolve(answers, Result(1, "http://www.baidu.com/link?url=A", "题"), engine="bocha") == [
        "http://www.baidu.com/link?url=A"
    ]
    assert answers.asked == []


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://www.so.com/link?url=http%3A%2F%2Fa.example%2Fx&q=y", "http://a.example/x"),
        ("https://cn.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9hLmV4YW1wbGUv&ntb=1", "https://a.example/"),
        ("https://www.bing.com/aclk?ld=1&u=aHR0cHMlM2ElMmYlMmZhLmV4YW1wbGUlMmY", "https://a.example/"),
        ("https://cn.bing.com/alink/link?url=https%3a%2f%2fa.example%2f", "https://a.example/"),
        ("http://www.baidu.com/link?url=9kiJ_-d4puaCg1C4ixbSa", ""),
        ("https://www.bing.com/ck/a?u=a1%%%&ntb=1", ""),
        ("https://www.bing.com/ck/a?u=a1amF2YXNjcmlwdDphbGVydCgxKQ", ""),
    ],
)
def test_what_a_link_carries_openly(url: str, target: str) -> None:
    assert open_target(url) == target


@pytest.mark.parametrize(
    ("shown", "target"),
    [("www.a.example/x", "http://www.a.example/x"), ("https://A.example", "http://a.example/"), ("某某公司", ""),
     ("a.example/x/...", "http://a.example/"), ("v1.2 版", ""), ("", "")],
)  # fmt: skip
def test_the_address_that_an_advertisement_shows(shown: str, target: str) -> None:
    assert shown_target(shown) == target


def test_an_address_spelled_in_pieces_is_put_together() -> None:
    assert target_of_link("https://weixin.sogou.com/link?url=A", 200, "", PIECES) == (
        "http://mp.weixin.qq.com/s?src=11&signature=x"
    )
    assert (
        target_of_link("https://weixin.sogou.com/link?url=A", 200, "", "<script>s += 'no'; s += ' address'</script>")
        == ""
    )


def test_every_engine_knows_its_own_links_only() -> None:
    for own in every_engine().values():
        for path in (*own.links, *own.ads):
            assert own.is_link(f"https://www.{own.hosts[0]}{path}?x=1")
            assert not own.is_link(f"https://{own.hosts[0]}.other.example{path}?x=1")
        assert not own.is_link("http://[broken/link?url=A")
