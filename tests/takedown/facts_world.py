"""Facts of a site that is none, whole enough for any kind of letter, without a store."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from takedown.content import Letter
from takedown.documents import Document
from takedown.facts import (
    CaptureFacts,
    ContactFacts,
    FileFacts,
    Filing,
    FindingFacts,
    OrganFacts,
    Place,
    PlatformFacts,
    SiteFacts,
)
from takedown.grouping import Plan
from takedown.kinds import KINDS
from zhenwei.types import Verdict
from zhenwei.watchlist import Office

WHEN = datetime(2026, 11, 20, 2, 30, tzinfo=UTC)
DIGEST = "ab" * 32
RECIPIENTS = {
    "disposal": ("cyberspace", "南岭省互联网信息办公室"),
    "market-clue": ("market", "东江市市场监督管理局"),
    "police-clue": ("police", "东江市公安局"),
    "filing-check": ("telecom", "南岭省通信管理局"),
    "confirmation": ("organ", "南岭省应急管理厅"),
    "owner-notice": ("owner", "东江市第一小学"),
    "registrar-check": ("registrar", "某注册服务有限公司"),
    "regional-check": ("cyberspace", "北岚省互联网信息办公室"),
    "platform-notice": ("platform", "某科技有限公司"),
    "equipment-clue": ("market", "东江市市场监督管理局"),
    "housing-clue": ("housing", "东江市住房和城乡建设局"),
}


def a_capture(**changes: Any) -> CaptureFacts:
    files = (FileFacts("page.html", 1234, "cd" * 32), FileFacts("screenshot.png", 99999, "ef" * 32))
    capture = CaptureFacts(
        folder="000001/a.example/17-phone-rendered",
        url="http://a.example/",
        final_url="http://a.example/",
        profile="phone",
        rendered=True,
        status=200,
        captured_at=WHEN,
        manifest_sha256=DIGEST,
        files=files,
        addresses=("198.18.0.7",),
    )
    return replace(capture, **changes)


def a_finding(
    rule: str = "P001", side: str = "impersonation", detail: str = "标题自称“某厅”", quote: str = ""
) -> FindingFacts:
    return FindingFacts(rule, side, 40, detail, quote)


def a_site(**changes: Any) -> SiteFacts:
    """A counterfeit of an organ that does not exist, with everything that a letter may tell."""
    site = SiteFacts(
        case=7,
        host="a.example",
        url="http://a.example/cx",
        title="特种作业操作证查询",
        finding=Verdict.COUNTERFEIT,
        sells=True,
        organ=OrganFacts("yjt", "南岭省应急管理厅", ("yjt.nanling.gov.cn",), True, "440000"),
        operator="op-1",
        alive_from=date(2026, 5, 20),
        alive_to=date(2026, 11, 20),
        impersonation=80,
        sale=70,
        place=Place.UNKNOWN,
        filing=Filing.SHOWN,
        icp=("京ICP备05010518号",),
        police_filing=("京公网安备11010202000001号",),
        addresses=("198.18.0.7",),
        registrar="某注册服务有限公司",
        registered_on=date(2026, 3, 15),
        certificate="CN=a.example；签发者 CN=Some CA",
        regimes=(),
        contacts=(
            ContactFacts("phone", "190-0000-4321", "190******21"),
            ContactFacts("payment", "wxp://f2f0abcdefgh", "wxp****gh"),
            ContactFacts("qr", "http://b.example/", "htt****e/"),
        ),
        findings=(
            a_finding("P001"),
            a_finding("P005", detail="页面设有安全生产证件查询表单（要求填写：姓名）"),
            a_finding("P101", "sale", "承诺免考试：免考", "免考包过"),
        ),
        captures=(a_capture(),),
        confirmed_by="chen",
        confirmed_at=WHEN,
        papers=("特种作业操作证",),
        platform=PlatformFacts("某科技有限公司", "某店", "shop", "330100", True),
    )
    return replace(site, **changes)


def a_plan(kind: str, *sites: SiteFacts, document: Document = Document.LETTER, **office: Any) -> Plan:
    """A letter of that kind to an office that may get it."""
    recipient, name = RECIPIENTS[kind]
    to = Office(recipient=recipient, region="330100", **({"name": name} | office))
    if not sites:
        sites = (a_site(finding=Verdict.HIJACKED) if kind == "owner-notice" else a_site(),)
    return Plan(recipient, to, KINDS[kind], sites, document)


def text_of_letter(letter: Letter) -> str:
    return "\n".join(block.text for block in letter.blocks)
