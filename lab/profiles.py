"""As whom a request comes, told from its headers as a server would tell."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from zhenwei.address import is_below
from zhenwei.types import Profile

SEARCHERS = ("baidu.com", "sogou.com", "so.com", "bing.com", "sm.cn", "toutiao.com", "google.com", "haosou.com")
_SPIDERS = ("spider", "bot/", "bot;", "bingbot", "googlebot", "bot)")
_MOBILE = ("mobile", "android", "iphone", "ipad", "harmonyos")


def profile_of(headers: Mapping[str, str]) -> Profile:
    """Return the one profile of a request (header names in any case if the mapping allows it).

    A search spider stays one whatever else it says; WeChat is more than a phone; a visitor who comes from a search
    engine is one on any device.
    """
    agent = headers.get("User-Agent", "").lower()
    if any(mark in agent for mark in _SPIDERS):
        return Profile.SPIDER
    if "micromessenger" in agent:
        return Profile.WECHAT
    try:
        host = (urlsplit(headers.get("Referer", "")).hostname or "").lower()
    except ValueError:
        host = ""
    if any(is_below(host, searcher) for searcher in SEARCHERS):
        return Profile.FROM_SEARCH
    return Profile.PHONE if any(mark in agent for mark in _MOBILE) else Profile.DESKTOP
