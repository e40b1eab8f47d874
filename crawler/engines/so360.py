"""360 (www.so.com/s): ``res-list`` items; ``data-mdurl`` (``data-pcurl`` on phones) tells the target openly."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Engine
from crawler.engines.marks import Marks, read_by

_HOSTS = ("so.com", "360.cn", "haosou.com")
_LINKS = ("/link", "/jump")
_ADS = ("/search/eclk", "/eclk", "/search/mclk")
_LIST = "contains(concat(' ', @class, ' '), ' res-list ')"
_AD = (
    "contains(@class, 'e-tuiguang') or contains(@id, 'e_idea') or contains(@class, 'e_idea') or contains(@id, 'djbox')"
    " or contains(@class, 'spread') or contains(@class, 'e-ad') or contains(@id, 'so_kw-ad')"
)

_MARKS = Marks(
    hosts=_HOSTS,
    links=(*_LINKS, *_ADS),
    frame=(
        "//*[@id='main' or @id='no-result' or @id='container' or @id='warper'] | //ul[contains(@class, 'result')]"
        " | //div[contains(@class, 'r-results') or contains(@class, 'no-result')]"
    ),
    entry=(
        f"//*[(self::li or self::div or self::article) and {_LIST} and not(ancestor::*[{_LIST}])]"
        f" | //ul[{_AD}]/li | //div[{_AD}][.//h3//a][not(.//ul)][not(ancestor::*[{_AD}])]"
        f" | //ul[contains(@class, 'result')]/li[not({_LIST}) and .//h3//a]"
    ),
    snippet=(
        ".//*[contains(@class, 'res-desc') or contains(@class, 'res-comm-con') or contains(@class, 'res-rich')"
        " or contains(@class, 'res-list-summary') or contains(@class, 'summary')] | ./p[not(@class)]"
    ),
    shown=".//cite | .//*[contains(@class, 'g-linkinfo') or contains(@class, 'res-site')]",
    ad=(
        f"ancestor-or-self::*[{_AD}] | .//*[contains(@class, 'e-mark') or contains(@class, 'ad-label')]"
        " | .//h3//a["
        + " or ".join(f"contains(@href, '{path}')" for path in _ADS)
        + " or contains(@href, '://e.so.com')]"
    ),
    title=re.compile(r"360搜索|好搜"),
    home=re.compile(r"360搜索，SO靠谱|SO靠谱|^\s*360搜索\s*$"),
    none="//*[@id='no-result' or contains(@class, 'no-result') or contains(@class, 'noresult')]",
    nothing=re.compile(r"未找到(?:和|与|相关|任何)|没有找到|找不到和"),
    blocked=re.compile(
        r"访问异常|qcaptcha\.so\.com|操作过于频繁|请输入(?:图中的?)?验证码|/captcha|异常访问|请完成.{0,8}验证"
    ),
    targets=("data-mdurl", "data-url", "data-pcurl", "data-landurl"),
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of results."""
    return "https://www.so.com/s?" + urlencode({"q": query, "pn": page})


def read(html: str, url: str = "https://www.so.com/s") -> Answer:
    """Read a page of results."""
    return read_by(_MARKS, html, url)


ENGINE = Engine("so360", _HOSTS, _LINKS, request, read, ads=_ADS, blocks=("qcaptcha", "captcha"))
