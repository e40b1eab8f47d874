"""Accounts in markup: each provider's own way of writing it, and what only looks like one."""

from __future__ import annotations

import time

import pytest

from detectors.operators.accounts import accounts

ID = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        (f'hm.src = "https://hm.baidu.com/hm.js?{ID}";', [f"baidu:{ID}"]),
        (f'<img src="//hm.baidu.com/hm.gif?cc=1&amp;si={ID}">', [f"baidu:{ID}"]),
        (f"_hmt.push(['_setAccount', '{ID.upper()}']);", [f"baidu:{ID}"]),
        ('<script src="https://s4.cnzz.com/z_stat.php?id=1271234567&web_id=1271234567"></script>', ["cnzz:1271234567"]),
        (
            "document.write(unescape(\"%3Cscript src='http://v1.cnzz.com/stat.php%3Fid%3D1271234567' %3E\"))"
            " // cnzz.com/stat.php?id=1271234567",
            ["cnzz:1271234567"],
        ),
        ('<script src="//js.users.51.la/21012345.js"></script>', ["51la:21012345"]),
        (
            '<script src="//sdk.51.la/js-sdk-pro.min.js"></script><script>LA.init({id:"JlAbCdEf12",ck:"x"})</script>',
            ["51la6:jlabcdef12"],
        ),
        ('<script src="//sdk.51.la/js-sdk-pro.min.js?id=JlAbCdEf12&ck=x"></script>', ["51la6:jlabcdef12"]),
        ("ga('create', 'UA-1234567-3', 'auto')", ["google:ua-1234567"]),  # -3 is one property of the account
        ('<script src="https://www.googletagmanager.com/gtag/js?id=G-AB12CD34EF"></script>', ["google:g-ab12cd34ef"]),
        ("(window,document,'script','dataLayer','GTM-ABC1234')", ["google:gtm-abc1234"]),
        ('<script src="https://s.union.360.cn/123456.js"></script>', ["360:123456"]),
        (
            '_paq.push(["setSiteId","7"]);u="//stat.own.example/";_paq.push(["setTrackerUrl",u+"matomo.php"])',
            ["matomo:stat.own.example#7"],
        ),
        (
            '<meta name="google-site-verification" content="abcDEF123456-_x">',
            ["google-site-verification:abcdef123456-_x"],
        ),
        ("_MEIQIA('entId', 123456);", ["meiqia:123456"]),
        # what is none
        ("https://hm.baidu.com/hm.js?0123", []),
        ("product G-AB12CD34EF, model UA-12", []),
        ('<meta name="description" content="verification of papers">', []),
        ("https://portal.example/stat.php?id=1271234567", []),
        ("", []),
    ],
)
def test_accounts_by_provider(markup: str, found: list[str]) -> None:
    assert list(accounts(markup)) == found


@pytest.mark.parametrize(
    "text",
    [
        "cnzz.com/" * 200_000,
        "_paq setSiteId " + "//a" * 500_000,
        "verif" + "<meta " * 300_000,
        "51.la LA.init({" * 100_000,
        "hm.baidu.com/hm.js?" + "a&" * 800_000,
    ],
)
def test_hostile_markup_costs_no_more_than_its_length(text: str) -> None:
    """Two million characters within seconds, where backtracking would take hours."""
    began = time.process_time()
    list(accounts(text))
    assert time.process_time() - began < 20
