"""How a page leads its visitors elsewhere: redirects that only some visitors meet, scripts that ask where they come
from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detectors.page.document import Document
from detectors.page.faces import NAMES, kind_of
from detectors.text.scripted import plain_script
from zhenwei.address import host_of, registrable
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.types import Profile

_ENGINES = r"baidu|sogou|so\.com|haosou|soso|sm\.cn|shenma|google|bing|toutiao|yahoo|360"
_ENGINE = re.compile(_ENGINES, re.I)
_SPIDER = re.compile(r"baiduspider|spider|googlebot|bingbot|baidu|sogou|yisou|\bbot\b", re.I)
_GOES = re.compile(
    r"location(?:\s*\.\s*href)?\s*=(?!=)\s*([^;]{1,200})|location\s*\.\s*(?:replace|assign)\s*\(\s*([^;]{1,200})|"
    r"window\s*\.\s*open\s*\(\s*([^;]{1,200})",
    re.I,
)
_ADDRESS = re.compile(r"https?:\\?/\\?/([\w.-]+\.[a-z]{2,})", re.I)
_TITLED = re.compile(r"document\s*\.\s*title\s*=(?!=)\s*(['\"])(.{0,120}?)\1")
# Where lawful pages send visitors of one kind: into an application, a store, an account.
_SERVICES = re.compile(
    r"(?:^|\.)(?:weixin\.qq\.com|qq\.com|alipay\.com|taobao\.com|tmall\.com|jd\.com|apple\.com|google\.com|"
    r"microsoft\.com|weibo\.com|weibo\.cn|douyin\.com|zhihu\.com|bilibili\.com|baidu\.com|aliyun\.com|dingtalk\.com)$|"
    r"(?:^|\.)(?:passport|sso|cas|login|auth|oauth|account)\."
)
_HOW = {"meta": said("网页跳转标记"), "script": said("脚本"), "refresh": said("Refresh 头")}
_LONGEST = 60_000
_NEAR = 400
_MOST_MENTIONS = 20


@dataclass(frozen=True, slots=True)
class Led:
    """A capture that ended at another site while other visitors stayed. ``away``: the host at which it ended."""

    doc: Document
    away: str
    stayed: Document

    @property
    def words(self) -> str:
        """What happened, in Chinese."""
        who, others = NAMES[self.doc.page.profile], NAMES[self.stayed.page.profile]
        steps = [hop.kind for hop in self.doc.page.chain if hop.kind != "http"]
        how = _HOW.get(steps[-1], "") if steps else ""
        if not how:
            return said("{who}访问被引往 {away}，{others}访问停留在本站", who=who, away=self.away, others=others)
        return said(
            "{who}访问被以{how}引往 {away}，{others}访问停留在本站", who=who, how=how, away=self.away, others=others
        )


def led_apart(documents: Sequence[Document]) -> Iterator[Led]:
    """Yield the captures that ended at another site although a visitor of another kind stayed at the same address."""
    for address in dict.fromkeys(d.page.url for d in documents):
        here = [d for d in documents if d.page.url == address]
        stayed = [d for d in here if not d.led_away and kind_of(d)]
        stayed.sort(key=lambda d: d.page.profile is not Profile.DESKTOP)
        for doc in here:
            if not stayed or not doc.led_away or doc.page.profile is Profile.DESKTOP:
                continue
            if any(d.page.profile is doc.page.profile for d in stayed):
                continue  # led away at times only: an advertisement, a test of two layouts
            away = _host(doc)
            if away and not _SERVICES.search(away):
                yield Led(doc, away, stayed[0])


def _host(doc: Document) -> str:
    try:
        return host_of(doc.page.final_url)
    except BadInput:
        return ""


def search_scripts(doc: Document) -> Iterator[tuple[str, str]]:
    """Yield (what the script does in Chinese, the host it leads to or "") for scripts that treat visitors from search
    engines, or search spiders, unlike others."""
    budget = _LONGEST
    for script in doc.visible.scripts:
        if budget <= 0 or ("ocation" not in script and "title" not in script and "\\x" not in script):
            continue
        plain = plain_script(script[:budget])
        budget -= len(script)
        if (after := _beside(plain, "referrer", _ENGINE)) and (away := _goes_to(after, doc)):
            yield said("网页脚本对从搜索引擎进入的访客另行跳转"), away
        elif after := _beside(plain, "useragent", _SPIDER):
            if away := _goes_to(after, doc):
                yield said("网页脚本对搜索引擎蜘蛛另行跳转"), away
            elif _TITLED.search(after):
                yield said("网页脚本对搜索引擎蜘蛛与普通访客显示不同标题"), ""


def _beside(script: str, word: str, names: re.Pattern[str]) -> str:
    """Return what follows the first mention of a word that stands near one of the names, else ""."""
    low, place = script.lower(), -1
    for _ in range(_MOST_MENTIONS):
        place = low.find(word, place + 1)
        if place < 0:
            return ""
        if names.search(low, max(0, place - _NEAR), place + _NEAR):
            return script[max(0, place - _NEAR) : place + 3 * _NEAR]
    return ""


def _goes_to(after: str, doc: Document) -> str:
    """Return the other site that a script leads to, or ""."""
    return next((away for goes in _GOES.finditer(after) if (away := _foreign(goes, after, doc))), "")


def _foreign(goes: re.Match[str], after: str, doc: Document) -> str:
    """Return the host that a script leads to if it is another site's."""
    target = goes[1] or goes[2] or goes[3] or ""
    found = _ADDRESS.search(target) or (None if "/" in target else _ADDRESS.search(after))
    host = found[1].lower() if found else ""
    if not host or _SERVICES.search(host) or (doc.host and registrable(host) == registrable(doc.host)):
        return ""
    return host


def titles_set(doc: Document) -> tuple[str, ...]:
    """Return the titles that the page's scripts write over the one in its head."""
    scripts = [script[:_LONGEST] for script in doc.visible.scripts if "title" in script][:20]
    return tuple(match[2] for script in scripts for match in _TITLED.finditer(script))
