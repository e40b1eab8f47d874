"""How a request presents itself: under our own name, or as a visitor where only a visitor is shown the truth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zhenwei.config import Settings
from zhenwei.sentences import said
from zhenwei.types import Visit

NAME = "zhenwei"
ALONE = said("robots.txt 不允许访问该地址：只取了该网址本身，未取图片、框架等其他内容")
_LIKE = {
    "desktop": "普通电脑访问者",
    "phone": "普通手机访问者",
    "wechat": "微信内置浏览器的访问者",
    "spider": "搜索引擎的抓取程序",
    "from-search": "从搜索结果点击进入的访问者",
}


def identity(settings: Settings) -> str:
    """Return our own User-Agent, with the contact where one is set (RFC 9110, 10.1.5)."""
    return f"{NAME} (+{settings.contact})" if settings.contact else NAME


def signed(user_agent: str, settings: Settings) -> str:
    """Return a visitor's User-Agent with our name behind it, where a contact is set."""
    if not settings.contact or settings.contact in user_agent:
        return user_agent
    return f"{user_agent} {identity(settings)}"


def manner_of(
    visit: Visit, meta: Mapping[str, Any], user_agent: str, settings: Settings, *, as_visitor: bool
) -> dict[str, object]:
    """Return the record of how a capture was made, for its evidence folder (record ``manner``).

    ``appearance``: as whom the site was asked. ``robots``: ``allowed``, ``forbidden`` (only this address was fetched),
    ``not obeyed`` (the operator's setting).
    """
    named = not as_visitor and bool(settings.contact)
    record: dict[str, object] = {
        "appearance": visit.profile.value,
        "appears_as": _LIKE[visit.profile.value] + ("，并附上本系统的名称和联系方式" if named else ""),
        "identified": named,
        "user_agent": user_agent,
        "methods": ["GET"],
        "cookies": "not kept between visits",
        "robots": str(meta.get("robots") or "not obeyed") if settings.robots else "not obeyed",
    }
    if as_visitor:
        record["why"] = "仿冒网站常按访问者的不同显示不同内容，故以访问者的身份取证"
    if meta.get("robots") == "forbidden":
        record["note"] = ALONE
    return record
