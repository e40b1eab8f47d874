"""附件 涉案网站登记表: an overview where there are several sites, then a card a site. Contacts are masked."""

from __future__ import annotations

from collections.abc import Sequence

from takedown.clean import defanged
from takedown.content import Annex, Part, Table, Text
from takedown.facts import SiteFacts
from takedown.filings import PLACES, filing_words
from takedown.sites import address_words, channel_words, site_words
from takedown.words import FINDINGS, KINDS, UNKNOWN
from zhenwei.address import defang
from zhenwei.clock import shown

MOST_CONTACTS = 40


def register(sites: Sequence[SiteFacts], *, scores: bool = True) -> Annex:
    """Return the register. ``scores``: with points, operator and the analyst's finding."""
    parts: list[Part] = []
    if len(sites) > 1:
        rows = tuple(_overview(number, site) for number, site in enumerate(sites, start=1))
        parts.append(Table(("序号", "网址", "页面标题", "疑似情形", "可访问期间"), rows, (11, 55, 40, 24, 26)))
    for number, site in enumerate(sites, start=1):
        parts.append(Text(f"{number}. {defang(site.host)}", heading=True))
        parts.append(Table((), tuple(register_rows(site, scores=scores)), (41, 115)))
    return Annex("涉案网站登记表", tuple(parts))


def _overview(number: int, site: SiteFacts) -> tuple[str, ...]:
    days = f"{site.alive_from} 至 {site.alive_to}"
    return str(number), address_words(site.url), site.title or "（无标题）", FINDINGS[site.finding], days


def register_rows(site: SiteFacts, *, scores: bool = True) -> list[tuple[str, str]]:
    """Return label and value of each column of the register; all sites have the same columns."""
    words = site_words(site)
    rows = [
        ("案件编号", str(site.case)),
        ("类型", channel_words(site)),
        ("网址", words.address),
        ("页面标题", words.title),
        ("疑似情形", FINDINGS[site.finding]),
        ("被仿冒机关", site.organ.name if site.organ else "无"),
        ("首次可访问", words.first_day),
        ("最近可访问", words.last_day),
        ("当前状态", f"{words.last_day}核验时仍可访问，其后状态待查"),
        ("备案标注", filing_words(site)),
        ("备案核对结果", site.icp_checked or UNKNOWN),
        ("公安备案标注", "、".join(site.police_filing) or "页面未见"),
        ("解析地址", words.addresses),
        ("网络运营单位（ASN）", site.network or UNKNOWN),
        ("接入地", PLACES[site.place] + (f"（{'；'.join(site.place_reasons)}）" if site.place_reasons else "")),
        ("页面标示的经营者", "、".join(site.sellers) or "未公示"),
        ("统一社会信用代码", "、".join(site.credit_codes) or "未公示"),
        ("标示价格", "、".join(site.prices) or "未标示"),
        ("域名注册商", defanged(site.registrar) or UNKNOWN),
        ("域名注册日期", site.registered_on.isoformat() if site.registered_on else UNKNOWN),
        ("服务器证书", words.certificate),
        ("联系方式（已遮挡）", _contacts(site, qr=False)),
        ("二维码指向（已遮挡）", _contacts(site, qr=True)),
    ]
    if scores:
        rows += [
            ("机器评分", f"仿冒 {site.impersonation:.0f}，制售 {site.sale:.0f}（满分100，仅供参考）"),
            ("人工研判", f"{shown(site.confirmed_at)} 已确认为疑似" + _disowned(site)),
            ("关联编号", site.operator or "无"),
        ]
    return rows


def _disowned(site: SiteFacts) -> str:
    return f"；{site.organ.name}已书面答复非其开办" if site.disowned and site.organ else ""


def _contacts(site: SiteFacts, *, qr: bool) -> str:
    found = [c for c in site.contacts if (c.kind == "qr") is qr]
    told = "、".join(c.masked if qr else f"{KINDS.get(c.kind, c.kind)} {c.masked}" for c in found[:MOST_CONTACTS])
    return (told + (f"等{len(found)}项" if len(found) > MOST_CONTACTS else "")) or "未发现"
