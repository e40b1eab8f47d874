"""Baidu (www.baidu.com/s): ``c-container`` boxes in ``content_left`` since 2013, tables before, ``c-result`` on phones.

``mu`` (or ``data-log`` and ``rl-link-href`` on phones) tells some targets openly; the rest stands behind /link?url=.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Engine
from crawler.engines.marks import Marks, read_by

_HOSTS = ("baidu.com",)
_LINKS = ("/link", "/bd_page_type", "/from=", "/tc")
_ADS = ("/baidu.php", "/adrc.php", "/other.php", "/aclick")
_PAID = " or ".join(f"contains(@href, '{path}?')" for path in _ADS)
_BOX = "contains(concat(' ', @class, ' '), ' c-container ')"
_PHONE = "contains(concat(' ', @class, ' '), ' c-result ')"
_TITLE = "contains(@class, 'c-title') or contains(@class, 'cosc-title')"
_AWAY = "not(starts-with(@href, '/s?') or contains(@href, 'baidu.com/s?') or starts-with(@href, '#'))"
_WISE = "contains(@class, 'ec_resitem') or contains(@class, 'ec_wise_ad')"
_IS_AD = (
    "@data-tuiguang or contains(@class, 'EC_') or contains(@class, 'ec_') or contains(@class, 'ec-')"
    f" or .//*[contains(@class, 'ec-tuiguang') or contains(@class, 'ec_tuiguang')] or .//a[{_PAID}]"
)

_MARKS = Marks(
    hosts=_HOSTS,
    links=(*_LINKS, *_ADS),
    frame=(
        "//*[@id='content_left' or @id='results' or @id='container']"
        " | //div[contains(@class, 'content_none') or contains(@class, 'nors')]"
    ),
    entry=(
        f"//*[@id='content_left']//div[{_BOX} and not(ancestor::div[{_BOX}])]"
        f" | //*[@id='content_left']/div[not({_BOX}) and not(.//div[{_BOX}]) and ({_IS_AD})]"
        " | //table[contains(concat(' ', @class, ' '), ' result ')"
        " or contains(concat(' ', @class, ' '), ' result-op ')"
        " or contains(@class, 'ec_pp_f') or contains(@class, 'EC_')]"
        f" | //*[@id='content_left']//div[contains(concat(' ', @class, ' '), ' result ') and not({_BOX})"
        f" and not(ancestor::div[{_BOX}]) and not(.//div[{_BOX}]) and not(ancestor::table)]"
        f" | //*[@id='results' or @id='page-bd']//div[{_PHONE} and not(ancestor::div[{_PHONE}])]"
        f" | //*[@id='page-bd' or @id='page']//div[({_WISE}) and not(ancestor::div[{_WISE}])]"
    ),
    link_else=(
        f".//a[@href][.//*[{_TITLE}]][{_AWAY}] | .//*[{_TITLE}]//a[@href][{_AWAY}]"
        f" | .//a[@href and ({_TITLE})][{_AWAY}]"
    ),
    snippet=(
        ".//*[contains(@class, 'c-abstract') or contains(@class, 'content-right') or contains(@class, 'summary-text')"
        " or contains(@class, 'c-line-clamp') or contains(@class, 'c-row')] | .//td[contains(@class, 'f')]/font"
    ),
    shown=(
        ".//*[contains(@class, 'c-showurl') or contains(@class, 'ec-showurl') or contains(@class, 'source-text')"
        " or contains(@class, 'siteLink') or contains(@class, 'c-color-gray') or contains(@class, 'cosc-source-text')]"
        " | .//span[@class='g']"
    ),
    ad=f"self::*[{_IS_AD}]",
    title=re.compile(r"百度搜索|[-_ ]\s*百度\s*$"),
    home=re.compile(r"百度一下|全球最大的?中文搜索引擎|^\s*百度\s*$"),
    none="//div[contains(@class, 'content_none') or contains(concat(' ', @class, ' '), ' nors ')]",
    nothing=re.compile(r"没有找到|未找到(?:相关|与)|抱歉.{0,8}未找到|无搜索结果|根据相关法律法规和政策.{0,20}未予显示"),
    blocked=re.compile(
        r"百度安全验证|网络不给力|wappass\.baidu\.com|/captcha|verify\.baidu\.com|异常的?访问|访问(?:出现|有)?异常"
        r"|请(?:输入|完成).{0,10}验证|安全验证|您的访问出错了|无法(?:响应|回应)您的请求"
    ),
    targets=("mu", "rl-link-href", "data-landurl", "data-log"),
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of results."""
    return "https://www.baidu.com/s?" + urlencode({"wd": query, "pn": 10 * (page - 1), "ie": "utf-8"})


def read(html: str, url: str = "https://www.baidu.com/s") -> Answer:
    """Read a page of results."""
    return read_by(_MARKS, html, url)


ENGINE = Engine(
    "baidu", _HOSTS, _LINKS, request, read, ads=_ADS, head=True,
    blocks=("wappass.baidu.com", "verify.baidu.com", "captcha"),
)  # fmt: skip
