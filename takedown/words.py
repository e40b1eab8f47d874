"""The facts of a letter in the words that templates print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from takedown.citations import Citation
from takedown.content import chinese_day
from takedown.facts import Filing, Place, Regime, SiteFacts
from takedown.grouping import Plan
from takedown.law_words import sentence
from zhenwei.address import defang
from zhenwei.clock import BEIJING
from zhenwei.evidence.capture import tool
from zhenwei.types import Verdict
from zhenwei.watchlist.models import Sender

MOST_SHOWN = 5  # sites told in the body; the register holds all
UNKNOWN = "待查"

PLACES = {Place.DOMESTIC: "疑似在境内", Place.ABROAD: "疑似在境外", Place.UNKNOWN: UNKNOWN}
PROFILES = {
    "desktop": "电脑浏览器",
    "phone": "手机浏览器",
    "wechat": "微信内置浏览器",
    "spider": "搜索引擎抓取",
    "from-search": "经搜索结果进入",
}
KINDS = {
    "phone": "电话",
    "wechat": "微信",
    "qq": "QQ",
    "telegram": "Telegram",
    "whatsapp": "WhatsApp",
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


@dataclass(frozen=True, slots=True)
class SiteWords:
    """One site as the body prints it: masked, defanged, nothing empty."""

    address: str
    title: str
    first_day: str
    last_day: str
    filing: str
    place: str
    addresses: str
    registration: str
    points: tuple[str, ...]
    contacts: str


def site_words(site: SiteFacts) -> SiteWords:
    """Return a site in words."""
    return SiteWords(
        address=defang(site.url),
        title=site.title or "（无标题）",
        first_day=chinese_day(site.alive_from),
        last_day=chinese_day(site.alive_to),
        filing=filing_words(site),
        place=PLACES[site.place],
        addresses="、".join(site.addresses) or UNKNOWN,
        registration=registration_words(site),
        points=tuple(
            f"{f.detail.rstrip('。.；;')}{f'（页面原文：“{f.quote}”）' if f.quote else ''}" for f in site.findings
        ),
        contacts="、".join(f"{KINDS.get(c.kind, c.kind)} {c.masked}" for c in site.contacts[:6]),
    )


def filing_words(site: SiteFacts) -> str:
    """Return what the page says of its filing; whether it is true is for 通信管理局 to say."""
    if site.filing is Filing.MISSING:
        return "页面未见备案编号"
    shown = "、".join(site.icp)
    if site.filing is Filing.IMPOSSIBLE:
        return f"页面标注的备案编号“{shown}”形式不符合编制规则"
    return f"页面标注的备案编号为“{shown}”，真实性待查"


def registration_words(site: SiteFacts) -> str:
    """Return registrar and date as far as known."""
    parts = [f"注册商{site.registrar}"] if site.registrar else []
    if site.registered_on:
        parts.append(f"注册于{chinese_day(site.registered_on)}")
    return "，".join(parts) or UNKNOWN


def findings_of(sites: Sequence[SiteFacts]) -> tuple[str, ...]:
    """Return what the letter is about, as templates/basis.toml names it."""
    counterfeit = any(s.finding is Verdict.COUNTERFEIT for s in sites)
    sale = any(s.finding is Verdict.SALE or s.sells for s in sites)
    return tuple(name for name, here in (("counterfeit", counterfeit), ("sale", sale)) if here)


def topic_of(sites: Sequence[SiteFacts]) -> str:
    """Return what the sites are suspected of. Always a suspicion: 涉嫌, never a fact."""
    organs = list(dict.fromkeys(s.organ.name for s in sites if s.finding is Verdict.COUNTERFEIT and s.organ))
    parts = []
    if "counterfeit" in findings_of(sites):
        parts.append(f"涉嫌仿冒{_organs(organs)}网站")
    if "sale" in findings_of(sites):
        parts.append("涉嫌制售特种作业操作证等证书")
    return "及".join(parts) or "疑似被植入违法信息"


def _organs(names: Sequence[str]) -> str:
    if not names:
        return "机关"
    return "、".join(names[:2]) + ("等机关" if len(names) > 2 else "")


def moment_words(moment: datetime) -> str:
    """Return an instant in Beijing time to the minute."""
    local = moment.astimezone(BEIJING)
    return f"{chinese_day(local.date())}{local:%H:%M}"


def letter_facts(plan: Plan, sender: Sender, citations: Sequence[Citation], evidence_digest: str) -> dict[str, Any]:
    """Return every fact that templates may use."""
    sites, regimes = plan.sites, {regime for site in plan.sites for regime in site.regimes}
    topic = topic_of(sites)
    moments = [capture.captured_at for site in sites for capture in site.captures]
    organs = {site.organ.slug: site.organ for site in sites if site.organ}
    document = "报告" if plan.office.relation == "superior" else "函"
    return {
        "sender": sender,
        "office": plan.office,
        "recipient": plan.recipient,
        "document": document,
        "tell": "报告" if document == "报告" else "函告",
        "closing": "特此报告。" if document == "报告" else "特此函告。" if plan.recipient == "owner" else "专此致函。",
        "count": len(sites),
        "topic": topic,
        "topic_verb": topic,
        "planted": "制售特种作业操作证等证书",
        "sites": [site_words(site) for site in sites],
        "shown_sites": [site_words(site) for site in sites[:MOST_SHOWN]],
        "abroad": any(site.place is Place.ABROAD for site in sites),
        "organ_confirmed": not organs,
        "genuine": "、".join(defang(d) for organ in organs.values() for d in organ.domains) or UNKNOWN,
        "subject": "页面未载明真实经营主体，主体待查"
        if not any(s.icp for s in sites)
        else "以备案信息查询结果为准，待查",
        "contact_count": sum(len(site.contacts) for site in sites),
        "operators": "、".join(dict.fromkeys(s.operator for s in sites if s.operator)) if len(sites) > 1 else "",
        "equipment": Regime.EQUIPMENT in regimes,
        "building": Regime.BUILDING in regimes,
        "law_sentence": sentence(citations),
        "law_says": "上述网站主办者应当依法履行网络安全义务。"
        if plan.recipient == "owner"
        else "上述情形涉嫌违法，是否构成违法由有权机关依法认定。"
        if any(citation.accuses for citation in citations)
        else "请依法予以协助。",
        "tool": tool(),
        "captured_from": moment_words(min(moments)),
        "captured_to": moment_words(max(moments)),
        "capture_count": len(moments),
        "evidence_digest": evidence_digest,
    }
