"""Bing (cn.bing.com/search): entries are ``b_algo`` items with direct addresses, or /ck/a with the target in ``u``."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import replace
from urllib.parse import parse_qs, urlencode, urlsplit

from crawler.engines.engine import Answer, Engine, Marks, read_by

_MARKS = Marks(
    frame="//ol[@id='b_results']",
    entry=(
        "//ol[@id='b_results']/li[contains(concat(' ', @class, ' '), ' b_algo ')]"
        " | //li[contains(concat(' ', @class, ' '), ' b_ad ')]//li[.//h2]"
    ),
    link=".//h2//a[@href][1]",
    snippet=".//p[1]",
    ad="ancestor-or-self::*[contains(concat(' ', @class, ' '), ' b_ad ')]",
    nothing=re.compile(r"没有与此相关的结果|There are no results for|没有找到"),
    blocked=re.compile(
        r"解决以下难题|请完成.{0,6}验证|Please solve the challenge|/challenge/|unusual traffic", re.IGNORECASE
    ),
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of results."""
    return "https://cn.bing.com/search?" + urlencode({"q": query, "first": 10 * (page - 1) + 1})


def read(html: str, url: str = "https://cn.bing.com/search") -> Answer:
    """Read a page of results."""
    answer = read_by(_MARKS, html, url)
    return Answer(answer.outcome, tuple(replace(r, url=_open(r.url)) for r in answer.results))


def _open(url: str) -> str:
    """Return the target inside a /ck/a link: ``u=a1`` and the address in URL-safe base 64."""
    parts = urlsplit(url)
    if not parts.path.startswith("/ck/a"):
        return url
    value = parse_qs(parts.query).get("u", [""])[0]
    try:
        target = base64.urlsafe_b64decode(value[2:] + "=" * (-len(value[2:]) % 4)).decode("utf-8")
    except (binascii.Error, ValueError):
        return url
    return target if value.startswith("a1") and target.startswith(("http://", "https://")) else url


ENGINE = Engine("bing", ("bing.com",), ("/ck/a", "/aclick", "/aclk"), request, read)
