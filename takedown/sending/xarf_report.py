"""XARF v4 reports (xarf.org, schema 4.2.0), checked by the project's own library. Made the same from the same case."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from takedown.facts import SiteFacts
from takedown.sending.abuse import Of
from takedown.sending.told import best_capture, genuine_site, summary_en
from zhenwei.address import host_of
from zhenwei.errors import BadInput
from zhenwei.types import Verdict
from zhenwei.watchlist.channels import Abroad

VERSION = "4.2.0"
# What the schema takes for a domain: no IP address, no underscore, no label with two hyphens in a row (xn--).
_DOMAIN = re.compile(r"([a-z0-9]+(-[a-z0-9]+)*\.)+[a-z]{2,}")
KINDS = ("brand_infringement", "phishing", "fraud", "remote_compromise")


def kind_of(site: SiteFacts) -> str:
    """Return the type within category ``content``: what the finding is, as far as the schema can say it."""
    if site.finding is Verdict.HIJACKED:
        return "remote_compromise"
    if site.finding is Verdict.SALE:
        return "fraud"
    return "brand_infringement" if genuine_site(site) else "fraud"


def xarf_report(site: SiteFacts, of: Of, abroad: Abroad, organ_en: str = "", kind: str = "") -> dict[str, Any]:
    """Return a report about a case. Raises BadInput naming the fact that is missing, or what the schema says."""
    if abroad.missing:
        raise BadInput(f"不能生成 XARF 报告：{'、'.join(abroad.missing)} 尚未填写（WATCHLIST_DIR/abroad.toml）")
    best = best_capture(site)
    if best is None:
        raise BadInput(f"不能生成 XARF 报告：案件 {site.case} 没有取证")
    kind = kind or kind_of(site)
    if kind not in KINDS:
        raise BadInput(f"XARF 类型应为 {'、'.join(KINDS)} 之一")
    us = {"org": abroad.office[:200], "contact": abroad.mail, "domain": abroad.domain}
    source = site.addresses[0] if of is Of.NETWORK and site.addresses else site.host
    report: dict[str, Any] = {
        "xarf_version": VERSION,
        "report_id": _number(site, of, kind, best.manifest_sha256),
        "timestamp": _instant(best.captured_at),
        "reporter": us,
        "sender": us,
        "source_identifier": source,
        "category": "content",
        "type": kind,
        "evidence_source": "crawler",
        "confidence": round(min(max(site.impersonation, site.sale), 100.0) / 100, 2),
        "description": summary_en(site, organ_en)[:1000],
        "url": _ascii(site.url),
        "verified_at": _instant(site.confirmed_at),
        "verification_method": "manual",
        "evidence": [_evidence(site)],
    }
    if _DOMAIN.fullmatch(site.host):
        report["domain"] = site.host
    if site.registrar:
        report["registrar"] = site.registrar
    report |= _own(site, kind, organ_en)
    _checked(report)
    return report


def _own(site: SiteFacts, kind: str, organ_en: str) -> dict[str, Any]:
    """Return the members of one type."""
    named = organ_en or (site.organ.name if site.organ else "")
    brand = {"target_brand": named} if named else {}
    if kind == "brand_infringement":
        if not genuine_site(site):
            raise BadInput(f"不能生成 XARF brand_infringement 报告：案件 {site.case} 没有被仿冒机关的网站")
        return brand | {"infringement_type": "brand_impersonation", "legitimate_site": genuine_site(site)}
    if kind == "phishing":
        return brand | ({"cloned_site": genuine_site(site)} if genuine_site(site) else {})
    if kind == "remote_compromise":
        return {"compromise_type": "seo_spam", "cleanup_status": "not_cleaned"}
    impersonates = site.finding is Verdict.COUNTERFEIT
    claimed = {"claimed_entity": named} if named and impersonates else {}
    return claimed | {"fraud_type": "government_impersonation" if impersonates else "other"}


def _evidence(site: SiteFacts) -> dict[str, Any]:
    """Return the list of captures with their digests. Pictures stay out: they may show people's data."""
    lines = [
        f"{_instant(one.captured_at)} {one.profile} {one.status} sha256:{one.manifest_sha256}"
        for one in sorted(site.captures, key=lambda capture: (capture.captured_at, capture.folder))
    ]
    data = ("\n".join(lines) + "\n").encode()
    return {
        "content_type": "text/plain",
        "description": "Captures: time, profile, HTTP status, digest of the manifest; files on request",
        "payload": base64.b64encode(data).decode("ascii"),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "size": len(data),
    }


def _ascii(url: str) -> str:
    """Return an address in ASCII (RFC 3986): host in IDNA, the rest percent-encoded."""
    parts = urlsplit(url if "://" in url else f"http://{url}")
    port = f":{parts.port}" if parts.port else ""
    rest = (quote(part, safe="/%:@!$&'()*+,;=~?") for part in (parts.path, parts.query))
    host = host_of(url)
    return urlunsplit((parts.scheme, (f"[{host}]" if ":" in host else host) + port, *rest, ""))


def _number(site: SiteFacts, of: Of, kind: str, digest: str) -> str:
    """Return an identifier in the form of UUID version 4 that is the same for the same evidence."""
    seed = hashlib.sha256(f"{site.case}/{site.host}/{of}/{kind}/{digest}".encode()).digest()
    return str(uuid.UUID(bytes=seed[:16], version=4))


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _checked(report: dict[str, Any]) -> None:
    import xarf  # its schemas take a second to load, and every other command on letters does without

    result = xarf.parse(report)
    if result.errors:
        first = result.errors[0]
        raise BadInput(f"XARF 报告不合规范：{first.field} {first.message}"[:300])
