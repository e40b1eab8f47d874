"""Bing (cn.bing.com/search): ``b_algo`` items since 2013, ``sa_wr`` before; addresses direct, or inside /ck/a."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Engine
from crawler.engines.links import open_target
from crawler.engines.marks import Marks, read_by

_HOSTS = ("bing.com", "bing.com.cn")
_LINKS = ("/ck/a", "/alink/", "/fd/ls/")
_ADS = ("/aclick", "/aclk")
_ALGO = "contains(concat(' ', @class, ' '), ' b_algo ')"
_PAID = (
    "contains(concat(' ', @class, ' '), ' b_ad ') or contains(@class, 'b_adTop') or contains(@class, 'b_adBottom')"
    " or contains(@class, 'sb_ads')"
)

_MARKS = Marks(
    hosts=_HOSTS,
    links=(*_LINKS, *_ADS),
    frame="//*[@id='b_results' or @id='results' or @id='wg0'] | //ul[contains(@class, 'sb_results')]",
    entry=(
        f"//li[{_ALGO} and not(ancestor::li[{_ALGO}])]"
        f" | //*[@id='b_results']//div[{_ALGO} and not(ancestor::*[{_ALGO}])]"
        " | //li[contains(concat(' ', @class, ' '), ' sa_wr ')]"
        f" | //*[{_PAID}]//li[.//h2//a][not(.//li[.//h2//a])]"
        f" | //*[{_PAID}]//*[contains(@class, 'sb_add')][.//h2//a][not(ancestor::li[ancestor::*[{_PAID}]])]"
        f" | //*[{_PAID}]//li[not(.//h2) and .//h3//a][not(ancestor::li)]"
    ),
    link=".//h2//a[@href] | .//a[@href][.//h2] | self::*[not(.//h2)]//h3//a[@href]",
    snippet=(
        ".//p | .//*[contains(@class, 'b_snippet')]"
        " | .//*[contains(@class, 'b_caption') and not(.//p) and not(.//*[contains(@class, 'b_snippet')])]"
    ),
    shown=".//cite",
    ad=f"ancestor-or-self::*[{_PAID}]",
    title=re.compile(r"[-–]\s*(?:Microsoft\s*)?(?:Bing|必应|搜索|国内版)|(?:^|\s)Bing\s*$|必应搜索"),
    home=re.compile(r"^\s*(?:Bing|必应|微软\s*Bing|Microsoft Bing|微软 Bing 搜索.*|搜索 - Microsoft 必应)\s*$"),
    none="//*[contains(concat(' ', @class, ' '), ' b_no ') or @id='no_results' or contains(@class, 'no_results')]",
    nothing=re.compile(
        r"没有与此相关的结果|没有找到|未找到.{0,40}结果|There are no results for|No results found for"
        r"|did not match any|Es wurden keine Ergebnisse|Keine Ergebnisse|Aucun résultat"
    ),
    blocked=re.compile(
        r"解决以下难题|请完成.{0,6}验证|Please solve the challenge|/challenge/|unusual traffic|One last step|最后一步"
        r"|verify you are (?:a )?human|验证您?是真人|请验证您是",
        re.IGNORECASE,
    ),
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of results."""
    return "https://cn.bing.com/search?" + urlencode({"q": query, "first": 10 * (page - 1) + 1})


def read(html: str, url: str = "https://cn.bing.com/search") -> Answer:
    """Read a page of results; what Bing's links carry inside is taken out of them."""
    answer = read_by(_MARKS, html, url)
    return replace(answer, results=tuple(replace(r, url=_open(r.url)) for r in answer.results))


def _open(url: str) -> str:
    return (open_target(url) or url) if ENGINE.is_link(url) else url


ENGINE = Engine("bing", _HOSTS, _LINKS, request, read, ads=_ADS)
