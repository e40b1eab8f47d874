"""The facts of a letter in the words that templates print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from takedown.citations import Citation
from takedown.content import chinese_day
from takedown.facts import Place, Regime, SiteFacts
from takedown.filings import PLACES, UNKNOWN, filing_words
from takedown.grouping import Plan
from takedown.law_words import sentence
from takedown.likeness import shown_host
from takedown.manner import manner_of
from takedown.papers import OF_REGIME
from takedown.sites import (
    FINDINGS,
    KINDS,
    SiteWords,
    address_words,
    registration_words,
    site_words,
)
from zhenwei.address import owner_domain, unicode_host
from zhenwei.clock import BEIJING
from zhenwei.evidence.capture import tool
from zhenwei.types import Verdict
from zhenwei.watchlist.models import Sender

__all__ = [
    "FINDINGS",
    "KINDS",
    "PLACES",
    "PROFILES",
    "UNKNOWN",
    "SiteWords",
    "address_words",
    "filing_words",
    "findings_of",
    "letter_facts",
    "moment_words",
    "registration_words",
    "site_words",
    "topic_of",
]

# Sites told in the body; the register holds all. Of more than MOST_SHOWN only FEW are told as examples.
MOST_SHOWN, FEW = 5, 3
PROFILES = {
    "desktop": "电脑浏览器",
    "phone": "手机浏览器",
    "wechat": "微信内置浏览器",
    "spider": "搜索引擎抓取",
    "from-search": "经搜索结果进入",
}
# Kinds of letters that are about one regulator's certificates only.
_OWN_PAPERS = {"equipment-clue": Regime.EQUIPMENT, "housing-clue": Regime.BUILDING}


def findings_of(sites: Sequence[SiteFacts]) -> tuple[str, ...]:
    """Return what the letter is about, as templates/basis.toml names it."""
    about = {
        "counterfeit": any(s.finding is Verdict.COUNTERFEIT for s in sites),
        "sale": any(s.finding is Verdict.SALE or (s.sells and s.finding is not Verdict.HIJACKED) for s in sites),
        "hijacked": any(s.finding is Verdict.HIJACKED for s in sites),
    }
    return tuple(name for name, here in about.items() if here)


def topic_of(sites: Sequence[SiteFacts], kind: str = "") -> str:
    """Return what the sites are suspected of: 涉嫌 or 疑似, except that an organ has disowned every one of them."""
    findings = findings_of(sites)
    if kind in _OWN_PAPERS:
        return f"涉嫌制售{OF_REGIME[_OWN_PAPERS[kind]]}"
    parts = []
    if findings == ("counterfeit",) and all(site.empty for site in sites):
        return f"域名与{_organs(sites)}名称近似，疑似仿冒"
    if "counterfeit" in findings:
        parts.append(f"仿冒{_organs(sites)}网站")
    if "sale" in findings:
        parts.append(f"制售{papers_words(sites)}")
    if not parts:
        return "疑似被植入违法信息"
    known = findings == ("counterfeit",) and all(site.disowned for site in sites)
    return ("" if known else "涉嫌") + "、".join(parts)


def papers_words(sites: Sequence[SiteFacts]) -> str:
    """Return the certificates on offer: two by name, more as 等证书."""
    papers = list(dict.fromkeys(paper for site in sites for paper in site.papers))
    return "、".join(papers[:1]) + "等证书" if papers else "特种作业操作证等证书"


def _organs(sites: Sequence[SiteFacts]) -> str:
    names = list(dict.fromkeys(s.organ.name for s in sites if s.finding is Verdict.COUNTERFEIT and s.organ))
    if not names:
        return "机关"
    return "、".join(names[:2]) + ("等机关" if len(names) > 2 else "")


def moment_words(moment: datetime) -> str:
    """Return an instant in Beijing time to the minute: 2026年11月21日10时5分."""
    local = moment.astimezone(BEIJING)
    return f"{chinese_day(local.date())}{local.hour}时{local.minute}分"


def letter_facts(
    plan: Plan,
    sender: Sender,
    citations: Sequence[Citation],
    evidence_digest: str,
    indications: Sequence[str] = (),
) -> dict[str, Any]:
    """Return every fact that templates may use."""
    sites = plan.sites
    manner = manner_of(plan, sender)
    shown = sites if len(sites) <= MOST_SHOWN else sites[:FEW]
    words = [site_words(site) for site in sites]
    return {
        "sender": sender,
        "office": plan.office,
        "recipient": plan.recipient,
        "document": manner.document,
        "own": manner.own,
        "you": manner.you,
        "tell": manner.tell,
        "closing": manner.closing,
        "days": manner.days,
        "count": len(sites),
        "these": "该网站" if len(sites) == 1 else "上述网站",
        "topic": topic_of(sites, plan.kind.slug),
        "papers": papers_words(sites),
        "sites": words,
        "shown_sites": words[: len(shown)],
        "rest": len(sites) - len(shown),
        "abroad": sum(site.place is Place.ABROAD for site in sites),
        "operators": "、".join(dict.fromkeys(s.operator for s in sites if s.operator)) if len(sites) > 1 else "",
        "contact_count": sum(len(site.contacts) for site in sites),
        "payment_count": sum(contact.kind == "payment" for site in sites for contact in site.contacts),
        "numbers_shown": any(site.icp for site in sites),
        "indications": told_once(indications),
        "tool": tool(),
        "evidence_digest": evidence_digest,
        **_law_facts(citations),
        **_organ_facts(sites),
        **_capture_facts(sites),
        **_regime_facts(plan),
        **_name_facts(sites),
    }


def told_once(indications: Sequence[str]) -> list[str]:
    """Return sentences with a full stop, those that several cases share once; items of laws without brackets."""
    cases: dict[str, list[str]] = {}
    for text in indications:
        match = re.fullmatch(r"(?:案件(\d+)：)?(.*?)。?", text, re.S)
        sentence_of, number = (match[2], match[1] or "") if match else (text, "")
        sentence_of = sentence_of.replace("个网站分别：", "个网站均有以下情形：")
        cases.setdefault(re.sub(r"第（([一二三四五六七八九十]+)）项", r"第\1项", sentence_of), []).append(number)
    return [_told(text, numbers) for text, numbers in cases.items()]


def _told(text: str, numbers: list[str]) -> str:
    if not any(numbers):
        return f"{text}。"
    if len(numbers) == 1:
        return f"案件{numbers[0]}：{text}。"
    return f"案件{'、'.join(numbers)}（共{len(numbers)}件）均有以下情形：{text}。"


def _law_facts(citations: Sequence[Citation]) -> dict[str, Any]:
    return {
        "law_sentence": sentence(citations),
        "law_count": len({citation.law for citation in citations}),
        "accuses": any(citation.accuses for citation in citations),
    }


def _organ_facts(sites: Sequence[SiteFacts]) -> dict[str, Any]:
    """Return what is known of the imitated organs; ``ask_organs`` are those that have not answered yet."""
    organs = {site.organ.slug: site.organ for site in sites if site.organ}
    counterfeits = [site for site in sites if site.finding is Verdict.COUNTERFEIT]
    waiting = dict.fromkeys(s.organ.name for s in counterfeits if s.organ and not s.disowned)
    return {
        "ask_organs": "、".join(waiting),
        "counterfeit": bool(counterfeits),
        "genuine": "、".join(unicode_host(domain) for organ in organs.values() for domain in organ.domains) or UNKNOWN,
    }


def _capture_facts(sites: Sequence[SiteFacts]) -> dict[str, Any]:
    captures = [capture for site in sites for capture in site.captures]
    first, last = (moment_words(pick(c.captured_at for c in captures)) for pick in (min, max))
    day = last.partition("日")[0] + "日"
    until = last.removeprefix(day) if first.startswith(day) else last
    ways = dict.fromkeys(PROFILES.get(capture.profile, capture.profile) for capture in captures)
    return {
        "captured_when": first if first == last else f"{first}至{until}",
        "capture_ways": "、".join(ways) + ("等方式" if len(ways) > 1 else "方式"),
        "capture_count": len(captures),
    }


def _regime_facts(plan: Plan) -> dict[str, Any]:
    """Return which other regulators' certificates are offered, apart from the one that the letter itself is about."""
    regimes = {regime for site in plan.sites for regime in site.regimes}
    regimes -= {regime for kind, regime in _OWN_PAPERS.items() if kind == plan.kind.slug}
    return {"equipment": Regime.EQUIPMENT in regimes, "building": Regime.BUILDING in regimes}


def _name_facts(sites: Sequence[SiteFacts]) -> dict[str, Any]:
    """Return domain names and registrars, for those who know sites by them."""
    names = dict.fromkeys(shown_host(owner_domain(site.host)) for site in sites)
    accounts = [contact for site in sites for contact in site.contacts if contact.kind in KINDS]
    kinds = dict.fromkeys(KINDS[contact.kind] for contact in accounts)
    brands = dict.fromkeys(site.platform.brand for site in sites if site.platform)
    return {
        "names": list(names),
        "account_kinds": "、".join(kinds),
        "account_count": len(accounts),
        "brand": "、".join(brands),
        "bare": all(site.empty for site in sites),
    }
