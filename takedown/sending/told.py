"""The facts of one case in the words that forms and messages hold: short, of suspicion, without anybody's data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from takedown.facts import CaptureFacts, SiteFacts
from takedown.masking import mask_text
from zhenwei.clock import BEIJING
from zhenwei.types import Verdict

UNKNOWN = "主体待查"
SUSPICION = {
    Verdict.COUNTERFEIT: "涉嫌仿冒机关网站",
    Verdict.SALE: "涉嫌售卖假冒特种作业操作证",
    Verdict.HIJACKED: "疑似被植入违法信息",
}
ABUSE_TYPE = {
    Verdict.COUNTERFEIT: "Suspected impersonation of a government agency (phishing / brand infringement)",
    Verdict.SALE: "Suspected fraud: sale of forged official certificates",
    Verdict.HIJACKED: "Suspected compromised website (injected spam content)",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What templates of ``watchlist/channels`` may use, by these names. Everything is text."""

    case: str
    host: str
    url: str
    title: str
    finding: str
    suspicion: str
    organ: str
    organ_site: str
    operator_name: str
    description: str
    summary_en: str
    abuse_type: str
    first_seen: str
    last_seen: str
    addresses: str
    registrar: str
    icp: str
    contacts: str
    screenshot: str
    digest: str


def told(site: SiteFacts, organ_en: str = "") -> Told:
    """Return the words for a case. ``organ_en``: the imitated organ's English name, where one is known."""
    best = best_capture(site)
    shot = next((capture for capture in site.captures if capture.screenshot), None)
    return Told(
        case=str(site.case),
        host=site.host,
        url=site.url,
        title=_masked(site, site.title),
        finding=site.finding.value,
        suspicion=SUSPICION[site.finding],
        organ=site.organ.name if site.organ else "",
        organ_site=genuine_site(site),
        operator_name=UNKNOWN,
        description=_description(site, best),
        summary_en=summary_en(site, organ_en),
        abuse_type=ABUSE_TYPE[site.finding],
        first_seen=_day(site.alive_from),
        last_seen=_day(site.alive_to),
        addresses="、".join(site.addresses) or "待查",
        registrar=site.registrar or "待查",
        icp="、".join(site.icp) or "页面未见",
        contacts="、".join(dict.fromkeys(contact.masked for contact in site.contacts)) or "页面未见",
        screenshot=f"{shot.folder}/screenshot.png" if shot else "",
        digest=best.manifest_sha256 if best else "",
    )


def best_capture(site: SiteFacts) -> CaptureFacts | None:
    """Return the newest capture that the case rests on."""
    return max(site.captures, key=lambda capture: capture.captured_at, default=None)


def genuine_site(site: SiteFacts) -> str:
    """Return the imitated organ's own site as an address, or nothing."""
    if site.organ is None or not site.organ.domains:
        return ""
    return site.organ.screenshot_url or f"https://{site.organ.domains[0]}/"


def utc(moment: datetime) -> str:
    """Return an instant in UTC as mail abroad writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def summary_en(site: SiteFacts, organ_en: str) -> str:
    """Return in two or three sentences what is suspected, in English."""
    moments = sorted(capture.captured_at for capture in site.captures)
    seen = f"It was captured between {utc(moments[0])} and {utc(moments[-1])}." if moments else ""
    if site.finding is Verdict.HIJACKED:
        return (
            f"The website {site.host} appears to have been compromised: content offering forged certificates seems to "
            f"have been injected into it without its owner's knowledge. {seen}"
        )
    if site.finding is Verdict.SALE:
        return (
            f"The website {site.host} appears to offer forged or unlawfully issued work-safety certificates (licences "
            f"that people need for dangerous work, as electricians do) for sale. {seen}"
        )
    named = organ_en or (site.organ.name if site.organ else "")
    whose = (
        f"the official website of a Chinese public authority ({named})" if named else "an official government website"
    )
    genuine = f" The genuine site is {genuine_site(site)}." if genuine_site(site) else ""
    return (
        f"The website {site.host} appears to imitate {whose} and may mislead visitors into relying on forged "
        f"certificates or into entering personal data.{genuine} {seen}"
    )


def _description(site: SiteFacts, best: CaptureFacts | None) -> str:
    organ = ""
    if site.organ and site.finding is Verdict.COUNTERFEIT:
        organ = f"，所冒用的名称为“{site.organ.name}”（官方网站 {genuine_site(site)}）"
    parts = [
        f"监测发现网站 {site.url}（页面标题“{_masked(site, site.title)}”）{SUSPICION[site.finding]}{organ}。",
        f"{_day(site.alive_from)}至{_day(site.alive_to)}期间可以访问。",
    ]
    if site.findings:
        parts.append("主要情形：" + "；".join(_masked(site, one.detail) for one in site.findings[:3]) + "。")
    if site.icp:
        parts.append(f"页面标注备案号 {'、'.join(site.icp)}（未经核实）。")
    if best:
        moment = best.captured_at.astimezone(BEIJING)
        parts.append(f"已于北京时间 {moment:%Y-%m-%d %H:%M:%S} 固定证据，清单 SHA-256：{best.manifest_sha256}。")
    return "".join(parts)


def _masked(site: SiteFacts, text: str) -> str:
    return mask_text(text, site.contacts)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
