"""What a page takes from elsewhere: assets and links of other hosts, marks of copying tools."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml import etree

from zhenwei.address import is_below
from zhenwei.watchlist import Watchlist

CANONICAL = "规范地址"
_GOVERNMENT = "gov.cn"
# Of the watchlist asked for last: its organs, and the letters of their hosts.
_SIGNS: dict[str, tuple[object, tuple[str, ...]]] = {}
# A word that the page must hold (cheap to look for, in lower case), the tool, and where it names the origin.
_MARKS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("httrack", "HTTrack", re.compile(r"Mirrored from\s+([\w.-]+\.[a-z]{2,}\S*)\s+by HTTrack", re.I)),
    ("saved from url=", "浏览器另存", re.compile(r"saved from url=\(\d+\)\s*([^\s>]+)", re.I)),
    ("singlefile", "SingleFile", re.compile(r"SingleFile[^>]{0,80}?\s+url:\s*(\S+)", re.I)),
    ("<base", "浏览器另存", re.compile(r"<base[^>]{1,80}href=[\"']?(https?://[^\"'\s>]+)", re.I)),
    (
        "web.archive.org/web/",
        "Wayback",
        re.compile(r"web\.archive\.org/web/\d{4,14}[a-z]{2}_/(https?://[^\"'\s>]+)", re.I),
    ),
    ("file archived on", "Wayback", re.compile(r"FILE ARCHIVED ON[^>]{0,60}()", re.I)),
    ("webcopier", "WebCopier", re.compile(r"WebCopier[^>]{0,80}?(https?://[^\s\"'<>]+)?", re.I)),
    (
        "teleport",
        "Teleport Pro",
        re.compile(r"Teleport[^>]{0,80}?(https?://[^\s\"'<>]+)?|tppabs=[\"']?([^\s\"'>]+)", re.I),
    ),
    ("tppabs=", "Teleport Pro", re.compile(r"tppabs=[\"']?(https?://[^\s\"'>]+)", re.I)),
    ("webzip", "WebZIP", re.compile(r"WebZIP[^>]{0,80}?(https?://[^\s\"'<>]+)?", re.I)),
    ("offline explorer", "Offline Explorer", re.compile(r"Offline Explorer[^>]{0,80}?(https?://[^\s\"'<>]+)?", re.I)),
    ("仿站", "仿站工具", re.compile(r"仿站[^>]{0,80}?(https?://[^\s\"'<>]+)?")),
    ("整站下载", "整站下载", re.compile(r"整站下载[^>]{0,80}?(https?://[^\s\"'<>]+)?")),
    (
        "canonical",
        CANONICAL,
        re.compile(r"<link[^>]{1,60}canonical[\"']?[^>]{1,40}href=[\"']?(https?://[^\"'\s>]+)", re.I),
    ),
    (
        "og:url",
        CANONICAL,
        re.compile(r"<meta[^>]{1,40}og:url[\"']?[^>]{1,40}content=[\"']?(https?://[^\"'\s>]+)", re.I),
    ),
)


def official_signs(watchlist: Watchlist) -> tuple[str, ...]:
    """Return letters of which some occur in any host of an organ or below gov.cn."""
    found = _SIGNS.get("")
    if found is None or found[0] is not watchlist.organs:
        elsewhere = sorted({d for o in watchlist.organs.values() for d in o.domains if not is_below(d, _GOVERNMENT)})
        shortest = [d for d in elsewhere if not any(d != other and is_below(d, other) for other in elsewhere)]
        found = _SIGNS[""] = (watchlist.organs, (_GOVERNMENT, *shortest))
    return found[1]


def copying_marks(source: str, lowered: str = "") -> Iterator[tuple[str, str]]:
    """Yield (tool, host copied from or "") for each mark that a copying tool or a copied head leaves.

    ``lowered``: the source in lower case, where it is at hand.
    """
    low = lowered or source.lower()
    for word, tool, pattern in _MARKS:
        at = low.find(word)
        if at >= 0 and (match := pattern.search(source, max(0, at - 120), at + 600)):
            yield tool, host_in(match[1] or "")


def host_in(address: str) -> str:
    """Return the lower-case host of an address or bare host path, or ""."""
    text = address.strip().strip("\"'")
    try:
        return (urlsplit(text if "://" in text else f"http://{text.lstrip('/')}").hostname or "").lower()
    except ValueError:
        return ""


# An absolute address; what has no host of its own belongs to the page's (RFC 3986, section 5.2).
_AWAY = re.compile(r"\s*(?:https?:)?//(?:[^/@?#\s]*@)?([^/:?#\s\\]+)", re.I)


def assets(tree: etree._Element | None, base: str) -> Iterator[str]:
    """Yield the hosts that pictures, scripts, styles and frames are loaded from."""
    yield from _hosts(
        tree, base, (("img", "src"), ("script", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"))
    )


def links(tree: etree._Element | None, base: str) -> Iterator[str]:
    """Yield the hosts that links and forms lead to."""
    yield from _hosts(tree, base, (("a", "href"), ("form", "action")))


_TO_COPY = re.compile(r"['\"]([^'\"]{5,60})['\"]")
_SCHEMES = {
    "tel": "电话",
    "sms": "电话",
    "weixin": "微信",
    "wechat": "微信",
    "mqqwpa": "qq",
    "mqq": "qq",
    "tencent": "qq",
}


# Names of attributes cannot be written otherwise, values can be (as numbers), and the parser drops zero bytes.
_MAY_LINK = (
    *("onclick", "data-clipboard-text", "data-wechat", "data-wx", "wpa.qq.com", "&#", "\x00"),
    *(f"{scheme}:" for scheme in _SCHEMES),
)


def may_link_contacts(lowered: str) -> bool:
    """False only if linked_contacts finds nothing in a source (in lower case): a look at the letters costs less."""
    return any(sign in lowered for sign in _MAY_LINK)


def linked_contacts(tree: etree._Element | None) -> str:
    """Return what links of telephones and messengers and buttons that copy say, one a line ("" if there are none)."""
    if tree is None:
        return ""
    lines = []
    for element in tree.iter("a", "button", "div", "span", "p", "img", "i"):
        if not element.attrib:
            continue
        address = str(element.get("href") or "")
        scheme, _, rest = address.partition(":")
        if scheme.lower() in _SCHEMES:
            uin = re.search(r"uin=(\d{5,11})", rest)
            lines.append(f"{_SCHEMES[scheme.lower()]}：{uin[1] if uin else rest.strip('/')}")
        if "wpa.qq.com" in address and (uin := re.search(r"uin=(\d{5,11})", address)):
            lines.append(f"qq：{uin[1]}")
        lines += _TO_COPY.findall(str(element.get("onclick") or ""))
        lines += [
            f"微信：{element.get(k)}" for k in ("data-clipboard-text", "data-wechat", "data-wx") if element.get(k)
        ]
    return "\n".join(dict.fromkeys(lines[:40]))


def _hosts(tree: etree._Element | None, base: str, places: tuple[tuple[str, str], ...]) -> Iterator[str]:
    if tree is None:
        return
    own = host_in(base)
    for tag, key in places:
        for element in tree.iter(tag):
            value = element.get(key)
            if tag == "link" and str(element.get("rel", "")).lower() in ("canonical", "alternate"):
                continue
            if not value or value.startswith(("data:", "javascript:", "#", "mailto:")):
                continue
            away = _AWAY.match(value)
            if host := (away[1].lower() if away else own if "://" not in value[:12] else ""):
                yield host
