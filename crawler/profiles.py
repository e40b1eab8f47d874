"""As whom a page is looked at: headers and window of each profile. One look never carries cookies into another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from zhenwei.types import Profile

_CHROME = "Chrome/130.0.0.0"
DESKTOP = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) {_CHROME} Safari/537.36"
PHONE = f"Mozilla/5.0 (Linux; Android 13; V2304A) AppleWebKit/537.36 (KHTML, like Gecko) {_CHROME} Mobile Safari/537.36"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 13; V2304A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    f"{_CHROME} Mobile Safari/537.36 MicroMessenger/8.0.50.2700(0x28003253) NetType/WIFI Language/zh_CN"
)
SPIDER = "Mozilla/5.0 (compatible; Baiduspider/2.0; +http://www.baidu.com/search/spider.html)"
REFERER = "https://www.baidu.com/"

_ACCEPT = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}


@dataclass(frozen=True, slots=True)
class Face:
    """Headers sent and window shown (CSS pixels)."""

    user_agent: str
    width: int = 1366
    height: int = 900
    mobile: bool = False
    scale: float = 1.0
    extra: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a request for a page."""
        return {"User-Agent": self.user_agent, **_ACCEPT, **self.extra}


FACES: Mapping[Profile, Face] = MappingProxyType(
    {
        Profile.DESKTOP: Face(DESKTOP),
        Profile.PHONE: Face(PHONE, 393, 852, mobile=True, scale=2.0),
        Profile.WECHAT: Face(WECHAT, 393, 852, mobile=True, scale=2.0),
        Profile.SPIDER: Face(SPIDER),
        Profile.FROM_SEARCH: Face(DESKTOP, extra=MappingProxyType({"Referer": REFERER})),
    }
)


def face(profile: Profile, user_agent: str = "") -> Face:
    """Return the face of a profile; a deployment may set the desktop's user agent (``settings.user_agent``)."""
    own = FACES[profile]
    if user_agent and own.user_agent == DESKTOP:
        return Face(user_agent, own.width, own.height, own.mobile, own.scale, own.extra)
    return own


def referer(url: str, target: str) -> str:
    """Return the Referer that browsers send with a step or a part: by default the whole address within one origin,
    the origin alone to others, nothing from https to http (W3C Referrer Policy, strict-origin-when-cross-origin)."""
    one, other = urlsplit(url), urlsplit(target)
    if one.scheme == "https" and other.scheme != "https":
        return ""
    if (one.scheme, one.netloc) == (other.scheme, other.netloc):
        return url.split("#", 1)[0]
    return f"{one.scheme}://{one.netloc}/"


def context_options(own: Face) -> dict[str, Any]:
    """How a browser context is made for a profile: a fresh one for each look, so nothing is carried over."""
    options: dict[str, Any] = {
        "user_agent": own.user_agent,
        "viewport": {"width": own.width, "height": own.height},
        "device_scale_factor": own.scale,
        "is_mobile": own.mobile,
        "has_touch": own.mobile,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "ignore_https_errors": True,
        "accept_downloads": False,
        "service_workers": "block",
    }
    return options
