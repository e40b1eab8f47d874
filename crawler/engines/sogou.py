"""Sogou (www.sogou.com/web): entries are ``vrwrap`` and ``rb`` boxes; a suspicious client is sent to /antispider/."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Engine, Marks, read_by

_MARKS = Marks(
    frame="//div[contains(@class, 'results')] | //div[@id='main']",
    entry=(
        "//div[contains(concat(' ', @class, ' '), ' vrwrap ') or contains(concat(' ', @class, ' '), ' rb ')]"
        " | //div[contains(@class, 'biz_sponsor') or contains(@class, 'sponsor-wrap')]"
    ),
    link=".//h3//a[@href][1]",
    snippet=".//*[contains(@class, 'space-txt') or contains(@class, 'biz_abstract')][1]",
    ad="self::*[contains(@class, 'sponsor')] | .//*[contains(@class, 'ad-icon')]",
    nothing=re.compile(r"没有找到|未收录|未找到"),
    blocked=re.compile(r"/antispider|您的访问出错了|异常访问请求|antispider|验证码用于确认"),
    targets=("data-url",),
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of results."""
    return "https://www.sogou.com/web?" + urlencode({"query": query, "page": page, "ie": "utf8"})


def read(html: str, url: str = "https://www.sogou.com/web") -> Answer:
    """Read a page of results. The older block page carries no words but its scripts' names."""
    if "antispider.min" in html or "/antispider/" in html[:3000]:
        return Answer("blocked")
    return read_by(_MARKS, html, url)


ENGINE = Engine("sogou", ("sogou.com",), ("/link", "/bill_"), request, read)
