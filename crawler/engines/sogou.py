"""Sogou (www.sogou.com/web): ``vrwrap`` and ``rb`` boxes, ``vrResult`` on phones; suspects are sent to /antispider/."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Engine
from crawler.engines.marks import Marks, read_by

_HOSTS = ("sogou.com", "sogo.com")
_LINKS = ("/link", "/tc", "/web/tc")
_ADS = ("/bill",)
BLOCKED = re.compile(
    r"/antispider|您的访问(?:出错了|过于频繁)|异常访问请求|验证码用于确认|需要您协助验证|访问过于频繁|请输入(?:图中的?)?验证码"
)
_BOX = "contains(concat(' ', @class, ' '), ' vrwrap ') or contains(concat(' ', @class, ' '), ' rb ')"
_AD = (
    "contains(@class, 'sponsor') or contains(@class, 'biz_') or contains(@class, 'biz-')"
    " or contains(@id, 'promotion_adv') or contains(@id, 'sogou_ad') or contains(@class, 'ad_result')"
    " or contains(@class, 'adsense')"
)

_MARKS = Marks(
    hosts=_HOSTS,
    links=(*_LINKS, *_ADS),
    frame="//div[contains(@class, 'results')] | //*[@id='main' or @id='mainBody'] | //*[contains(@id, 'noresult')]",
    entry=(
        f"//div[{_BOX}][not(ancestor::*[@id='right' or contains(@class, 'right')])]"
        f" | //*[(self::div or self::li) and ({_AD})][.//h3//a or .//h4//a]"
        " | //div[contains(concat(' ', @class, ' '), ' vrResult ')]"
        " | //div[contains(concat(' ', @class, ' '), ' results ')]/div[contains(concat(' ', @class, ' '), ' result ')]"
    ),
    snippet=(
        ".//*[contains(@class, 'space-txt') or contains(@class, 'biz_abstract') or contains(@class, 'star-wiki')"
        " or contains(@class, 'str_info') or contains(@class, 'str-text-info') or contains(@class, 'attribute-centent')"
        " or @class='ft' or contains(@class, 'clamp') or starts-with(@id, 'cacheresult_summary')]"
    ),
    shown=".//cite | .//*[contains(@class, 'citeurl') or contains(@class, 'citeLinkClass')]",
    ad=f"ancestor-or-self::*[{_AD}] | .//*[contains(@class, 'ad-icon') or contains(@class, 'icon-ad')]",
    title=re.compile(r"搜狗搜索"),
    home=re.compile(r"搜狗搜索引擎|上网从搜狗开始|^\s*搜狗搜索\s*$"),
    none="//*[starts-with(@id, 'noresult') or contains(@class, 'no-result') or contains(@class, 'noresult')]",
    nothing=re.compile(r"没有找到|未收录|未找到|没有相关(?:的)?结果"),
    blocked=BLOCKED,
    targets=("data-url",),
    within="data-url",
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of results."""
    return "https://www.sogou.com/web?" + urlencode({"query": query, "page": page, "ie": "utf8"})


def read(html: str, url: str = "https://www.sogou.com/web") -> Answer:
    """Read a page of results."""
    return read_by(_MARKS, html, url)


ENGINE = Engine("sogou", _HOSTS, _LINKS, request, read, ads=_ADS)
