"""One site in the words that templates and annexes print: masked, defanged, nothing empty."""

from __future__ import annotations

import re
from dataclasses import dataclass

from takedown.clean import defanged, plain
from takedown.content import chinese_day
from takedown.facts import ContactFacts, SiteFacts
from takedown.filings import UNKNOWN, filing_words, place_words, police_words
from takedown.likeness import differences, harm, likeness, offers
from takedown.masking import mask_text
from takedown.reasons import enumerated, quoted, said
from zhenwei.address import defang, host_of, unicode_host
from zhenwei.errors import BadInput
from zhenwei.types import Verdict

MOST_CONTACTS = 6
KINDS = {
    "phone": "电话",
    "wechat": "微信号",
    "qq": "QQ号",
    "telegram": "Telegram账号",
    "whatsapp": "WhatsApp账号",
    "douyin": "抖音号",
    "xiaohongshu": "小红书号",
    "kuaishou": "快手号",
    "mail": "电子邮箱",
    "payment": "收款码",
    "qr": "二维码",
    "address": "网址",
}
FINDINGS = {
    Verdict.COUNTERFEIT: "涉嫌仿冒机关网站",
    Verdict.SALE: "涉嫌制售证书",
    Verdict.HIJACKED: "疑似被植入违法信息",
}
_NO_CONTACT = frozenset(("qr", "payment", "address"))


@dataclass(frozen=True, slots=True)
class SiteWords:
    """One site as the body prints it. What may be empty is text that a template leaves out then."""

    address: str
    title: str
    first_day: str
    last_day: str
    seen: str
    filing: str
    police_filing: str
    place: str
    addresses: str
    registration: str
    certificate: str
    points: tuple[str, ...]
    likeness: str
    differences: str
    offers: str
    harm: str
    planted: str
    network: str
    seller: str
    credit_code: str
    channel: str
    price: str
    contacts: str
    payments: str
    codes: str
    confirmed: str


def site_words(site: SiteFacts) -> SiteWords:
    """Return a site in words."""
    points = tuple(filter(None, (said(finding) for finding in site.findings)))
    return SiteWords(
        address=address_words(site.url),
        title=quoted(site.title) or "（无标题）",
        first_day=chinese_day(site.alive_from),
        last_day=chinese_day(site.alive_to),
        seen=seen_words(site),
        filing=filing_words(site),
        police_filing=police_words(site),
        place=place_words(site),
        addresses="、".join(site.addresses) or UNKNOWN,
        registration=registration_words(site),
        certificate=defanged(site.certificate) or "未见或者未记录",
        points=points,
        likeness=enumerated(likeness(site)),
        differences=enumerated(differences(site)),
        offers=enumerated(offers(site)),
        harm=enumerated(harm(site)),
        planted=enumerated(points),
        network=network_words(site),
        seller=f"为{''.join(f'“{quoted(name)}”' for name in site.sellers)}" if site.sellers else "未公示",
        credit_code=f"为{'、'.join(site.credit_codes)}" if site.credit_codes else "未公示",
        channel=channel_words(site),
        price=f"标示为{''.join(f'“{quoted(price)}”' for price in site.prices)}" if site.prices else "未标示",
        contacts=_listed(tuple(c for c in site.contacts if c.kind not in _NO_CONTACT)),
        payments=_listed(tuple(c for c in site.contacts if c.kind == "payment")),
        codes=_listed(tuple(c for c in site.contacts if c.kind in ("qr", "address"))),
        confirmed=f"经{site.organ.name}核实，该网站非其开办。" if site.disowned and site.organ else "",
    )


def address_words(url: str) -> str:
    """Return an address as letters print it: defanged, its path masked, a Unicode name beside its ASCII form."""
    match = re.match(r"([A-Za-z]+://)?([^/?#]*)(.*)", url, re.S)
    front, path = (f"{match[1] or ''}{match[2]}", match[3]) if match else (url, "")
    text = defang(front) + defanged(mask_text(path))
    try:
        name = unicode_host(host_of(url))
    except BadInput:
        return text
    return f"{text}（域名显示为“{plain(name, 80).replace('.', '[.]')}”）" if name != host_of(url) else text


def channel_words(site: SiteFacts) -> str:
    """Return where the trade is done: a shop or an account on a platform, else a site."""
    if site.platform is None:
        return "互联网网站"
    return f"{site.platform.brand}平台{'店铺' if site.platform.kind == 'shop' else '账号'}页面"


def seen_words(site: SiteFacts) -> str:
    """Return when the site was seen to answer."""
    first, last = chinese_day(site.alive_from), chinese_day(site.alive_to)
    if first == last:
        return f"{first}监测时该网站可以访问"
    return f"{first}首次监测到该网站可以访问，{last}最近一次监测时仍可以访问"


def network_words(site: SiteFacts) -> str:
    """Return registration, network and filings as one enumeration."""
    registration = registration_words(site)
    parts = [
        "域名注册信息待查" if registration == UNKNOWN else f"域名{registration}",
        f"解析地址为{'、'.join(site.addresses)}" if site.addresses else "解析地址待查",
        f"接入地{place_words(site)}",
        f"服务器证书为{defanged(site.certificate)}" if site.certificate else "",
        f"{filing_words(site)}，{police_words(site)}",
    ]
    return "；".join(filter(None, parts))


def registration_words(site: SiteFacts) -> str:
    """Return registrar and date as far as known."""
    parts = [f"注册服务机构为{defanged(site.registrar)}"] if site.registrar else []
    if site.registered_on:
        parts.append(f"注册日期为{chinese_day(site.registered_on)}")
    return "，".join(parts) or UNKNOWN


def _listed(contacts: tuple[ContactFacts, ...]) -> str:
    """Return contacts by kind, masked: 电话190******21、191******22；微信…"""
    kinds: dict[str, list[str]] = {}
    for contact in contacts[:MOST_CONTACTS]:
        kinds.setdefault(KINDS.get(contact.kind, contact.kind), []).append(quoted(contact.masked))
    text = "；".join(f"{kind}{'、'.join(dict.fromkeys(values))}" for kind, values in kinds.items())
    return f"{text}等{len(contacts)}项" if len(contacts) > MOST_CONTACTS else text
