"""360 (www.so.com/s): entries are ``res-list`` items; the title's ``data-mdurl`` tells the target openly."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from crawler.engines.engine import Answer, Engine, Marks, read_by

_MARKS = Marks(
    frame="//div[@id='main' or @id='no-result' or @id='container'] | //ul[contains(@class, 'result')]",
    entry=(
        "//li[contains(concat(' ', @class, ' '), ' res-list ')]"
        " | //ul[contains(@class, 'e-tuiguang') or contains(@id, 'e_idea')]/li"
    ),
    link=".//h3//a[@href][1]",
    snippet=".//*[contains(@class, 'res-desc') or contains(@class, 'res-comm-con')][1] | ./p[1][not(@class)]",
    ad="parent::*[contains(@class, 'e-tuiguang')] | .//*[contains(@class, 'e-mark')]",
    nothing=re.compile(r"未找到和|没有找到|未找到相关"),
    blocked=re.compile(r"访问异常|qcaptcha\.so\.com|操作过于频繁|请输入验证码|/captcha"),
    targets=("data-mdurl", "data-url"),
)


def request(query: str, page: int = 1) -> str:
    """Return the address of a page of results."""
    return "https://www.so.com/s?" + urlencode({"q": query, "pn": page})


def read(html: str, url: str = "https://www.so.com/s") -> Answer:
    """Read a page of results."""
    return read_by(_MARKS, html, url)


ENGINE = Engine("so360", ("so.com", "360.cn"), ("/link", "/search/eclk"), request, read)
