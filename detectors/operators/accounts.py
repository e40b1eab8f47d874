"""Accounts that a page reports to: statistics, live chat, advertising, webmaster tools. One row a provider."""

from __future__ import annotations

import re
from collections.abc import Iterator

LONGEST = 2_000_000

# (provider, a word that must stand in the page before the pattern is tried, pattern with the account as first group)
_PROVIDERS: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (provider, word, re.compile(pattern, re.I))
    for provider, word, pattern in (
        ("baidu", "hm.baidu.com", r"hm\.baidu\.com/hm?\.(?:js|gif)\?(?:[^\"'<>\s]{0,40}[&;])?(?:si=)?([0-9a-f]{32})"),
        ("baidu", "_hmt", r"_setAccount['\"]\s*,\s*['\"]([0-9a-f]{32})['\"]"),
        ("cnzz", "cnzz.com", r"cnzz\.com/[\w./]{1,40}\?[^\"'\s<>]{0,80}?\b(?:web_)?id(?:=|%3D)(\d{5,12})"),
        ("51la", "users.51.la", r"users\.51\.la/(?:go\.asp\?[^\"'<>]{0,60}?id=)?(\d{4,12})"),
        ("51la6", "51.la", r"\bLA\.init\s*\(\s*\{[^{}]{0,200}?\bid\s*['\"]?\s*:\s*['\"]([\w-]{8,40})['\"]"),
        ("51la6", "51.la", r"51\.la/[\w./-]{1,60}\?[^\"'<>\s]{0,60}?\bid=([\w-]{8,40})"),
        ("google", "UA-", r"\b(UA-\d{4,10})-\d{1,3}\b"),
        ("google", "gtag/js", r"gtag/js\?id=((?:G|AW|GT)-[A-Z0-9]{6,14})\b"),
        ("google", "gtag(", r"gtag\s*\(\s*['\"]config['\"]\s*,\s*['\"]((?:G|AW|GT)-[A-Z0-9]{6,14})['\"]"),
        ("google", "GTM-", r"\b(GTM-[A-Z0-9]{5,9})\b"),
        ("adsense", "ca-pub-", r"\bca-pub-(\d{12,20})"),
        ("360", "s.union.360.cn", r"s\.union\.360\.cn/(\d{3,12})\.js"),
        ("tencent", "tajs.qq.com", r"tajs\.qq\.com/[\w.]{1,20}\?[^\"'<>\s]{0,60}?sId=(\d{5,14})"),
        ("baidu_union", "cpro", r"cpro(?:_psid|_id)\s*[:=]\s*['\"](u\d{5,12})['\"]"),
        ("clarity", "clarity.ms", r"clarity\.ms/tag/([a-z0-9]{8,14})\b"),
        ("yandex", "mc.yandex.", r"(?:\bym\s*\(\s*|mc\.yandex\.\w{2,3}/watch/)(\d{5,12})"),
        ("facebook", "fbq(", r"fbq\s*\(\s*['\"]init['\"]\s*,\s*['\"](\d{8,20})['\"]"),
        ("hotjar", "hotjar", r"\bhjid\s*:\s*(\d{5,10})"),
        ("53kf", "53kf.com", r"53kf\.com/(?:code/code/|[^\"'<>\s]{0,60}?[?&;](?:arg|company_id|code)=)([\w-]{5,64})"),
        ("meiqia", "entId", r"\bentId['\"]?\s*[,:]\s*['\"]?([\w-]{4,40})"),
        ("tawk", "tawk.to", r"embed\.tawk\.to/([0-9a-f]{20,30})"),
        ("crisp", "CRISP_WEBSITE_ID", r"CRISP_WEBSITE_ID\s*=\s*['\"]([0-9a-f-]{36})['\"]"),
        ("udesk", "udesk.cn", r"udesk[^<>]{0,300}?\bcode['\"]?\s*:\s*['\"](\w{6,32})['\"]"),
    )
)  # fmt: skip
_VERIFIED = re.compile(
    r"<meta\b[^<>]{0,200}?\bname\s*=\s*['\"]?((?:baidu|google|360|sogou|bytedance|shenma|msvalidate)[\w.-]{0,30})['\"]?"
    r"[^<>]{0,80}?\bcontent\s*=\s*['\"]([\w.=-]{8,100})['\"]",
    re.I,
)
_MATOMO_SITE = re.compile(r"setSiteId['\"]\s*,\s*['\"]?(\d{1,6})")
_MATOMO_HOST = re.compile(r"(?:https?:)?//([\w.-]{4,100}\.[a-z]{2,20})(?:/[\w./-]{0,60})?/(?=['\"]|matomo|piwik)", re.I)


def accounts(source: str) -> Iterator[str]:
    """Yield ``provider:account`` of each account in a page's markup or DOM, each once, in lower case."""
    text = source[:LONGEST]
    seen: set[str] = set()
    for value in _found(text):
        if value.lower() not in seen:
            seen.add(value.lower())
            yield value.lower()


def _found(text: str) -> Iterator[str]:
    for provider, word, pattern in _PROVIDERS:
        if word in text:
            yield from (f"{provider}:{match[1]}" for match in pattern.finditer(text))
    if "verif" in text or "validate" in text:
        for match in _VERIFIED.finditer(text):
            if "verif" in match[1].lower() or "validate" in match[1].lower():
                yield f"{match[1]}:{match[2]}"
    if "_paq" in text and (site := _MATOMO_SITE.search(text)) and (host := _MATOMO_HOST.search(text)):
        yield f"matomo:{host[1]}#{site[1]}"
