"""Baidu (www.baidu.com/s): entries are ``c-container`` boxes in ``content_left``; ``mu`` tells some targets openly."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Engine, Marks, read_by

_MARKS = Marks(
    frame="//div[@id='content_left'] | //div[contains(@class, 'content_none') or contains(@class, 'nors')]",
    entry=(
        "//div[@id='content_left']//div[contains(concat(' ', @class, ' '), ' c-container ')"
        " and not(ancestor::div[contains(concat(' ', @class, ' '), ' c-container ')])]"
        " | //div[@id='content_left']/div[@data-tuiguang or contains(@class, 'EC_result')]"
    ),
    link=".//h3//a[@href][1]",
    snippet=(".//*[contains(@class, 'c-abstract') or contains(@class, 'content-right')][1]"),
    ad="self::*[@data-tuiguang] | .//*[contains(@class, 'ec-tuiguang') or contains(@class, 'ec_tuiguang')]",
    nothing=re.compile(r"没有找到|未找到相关"),
    blocked=re.compile(r"百度安全验证|网络不给力|wappass\.baidu\.com|/captcha|verify\.baidu\.com"),
    targets=("mu",),
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of results."""
    return "https://www.baidu.com/s?" + urlencode({"wd": query, "pn": 10 * (page - 1), "ie": "utf-8"})


def read(html: str, url: str = "https://www.baidu.com/s") -> Answer:
    """Read a page of results."""
    return read_by(_MARKS, html, url)


ENGINE = Engine("baidu", ("baidu.com",), ("/link", "/baidu.php"), request, read)
