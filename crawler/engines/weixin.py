"""Articles of WeChat's public accounts (weixin.sogou.com): ``news-list`` items, ``wx-rb`` boxes before 2016.

Targets stand behind /link?url=, whose answer spells the address in pieces of a script, or sends to /antispider/.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Engine
from crawler.engines.marks import Marks, read_by
from crawler.engines.sogou import BLOCKED

_HOSTS = ("sogou.com",)
_LINKS = ("/link",)

_MARKS = Marks(
    hosts=_HOSTS,
    links=_LINKS,
    frame=(
        "//ul[contains(@class, 'news-list')] | //*[@id='main'] | //div[contains(@class, 'news-box')]"
        " | //*[contains(@id, 'noresult') or contains(@class, 'no-sosuo') or contains(@class, 'text-noresult')]"
    ),
    entry=(
        "//ul[contains(@class, 'news-list')]/li | //li[starts-with(@id, 'sogou_vr_110026')]"
        " | //div[contains(concat(' ', @class, ' '), ' wx-rb3 ') or contains(concat(' ', @class, ' '), ' wx-rb ')]"
    ),
    link=".//*[self::h3 or self::h4]//a[@href]",
    snippet=(
        ".//p[contains(@class, 'txt-info') or starts-with(@id, 'sogou_vr_')] | .//div[contains(@class, 'txt-box')]/p"
    ),
    shown=(
        ".//a[contains(@class, 'account') or @id='weixin_account'] | .//span[contains(@class, 'all-time-y2')]"
        " | .//div[contains(@class, 's-p')]/a"
    ),
    title=re.compile(r"搜狗微信搜索|微信搜索|的相关微信公众号文章"),
    home=re.compile(r"^\s*搜狗微信搜索_订阅号及文章内容独家收录"),
    none="//*[starts-with(@id, 'noresult') or contains(@class, 'no-sosuo') or contains(@class, 'text-noresult')]",
    nothing=re.compile(r"没有找到相关|暂无与|没有找到|未找到"),
    blocked=BLOCKED,
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of articles (``type=2``)."""
    return "https://weixin.sogou.com/weixin?" + urlencode({"type": 2, "query": query, "page": page, "ie": "utf8"})


def read(html: str, url: str = "https://weixin.sogou.com/weixin") -> Answer:
    """Read a page of articles; ``shown`` of a result is the account's name."""
    return read_by(_MARKS, html, url)


ENGINE = Engine("weixin", _HOSTS, _LINKS, request, read)
