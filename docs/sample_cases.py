"""Confirmed cases for the sample letters: hosts of the lab's small world, an office of a city that does not exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy.orm import Session

from zhenwei.config import Settings
from zhenwei.evidence import Exchange, capture_folder, write_capture
from zhenwei.store.assessments import save_assessment
from zhenwei.store.cases import decide
from zhenwei.store.database import Store
from zhenwei.store.leads import add_lead, site_for
from zhenwei.store.models import AccountRow, CaseRow, NightRow, SiteRow, VisitRow
from zhenwei.store.visits import finish_visit
from zhenwei.types import Assessment, Contact, Finding, Hop, Lead, Outcome, Page, Profile, Side, Verdict, Word
from zhenwei.watchlist import Office, Watchlist
from zhenwei.watchlist.parties import Platform

BEGAN, ENDED = datetime(2026, 9, 3, 18, 20, tzinfo=UTC), datetime(2026, 11, 19, 18, 20, tzinfo=UTC)
CITY, GENUINE = "330100", "www.mem.gov.cn"


@dataclass(frozen=True, slots=True)
class Sample:
    """One case: its page is the lab's, ``country`` is where it is hosted, ``footer`` is added to its text."""

    host: str
    verdict: Verdict
    country: str = "CN"
    operator: str = ""
    sale: float = 0
    findings: tuple[Finding, ...] = ()
    contacts: tuple[Contact, ...] = ()
    footer: str = ""


def _finding(rule: str, side: Side, detail: str, quote: str) -> Finding:
    return Finding(rule, 1, side, 30, detail, quote=quote, end=len(quote))


_COPIED = (
    _finding("P003", Side.IMPERSONATION, "标题自称“特种作业操作证查询”", "特种作业操作证查询"),
    _finding("P007", Side.IMPERSONATION, "查询结果早已写在页面里，不向任何服务器查询", "查询结果：合格　有效"),
)
_OTHER_PAPERS = (
    _finding("P101", Side.SALE, "以第一人称出售证书", "叉车证、起重机证、建筑架子工证，不用考试，三天拿证"),
)
_OFFERED = (_finding("P101", Side.SALE, "以第一人称出售证书并承诺免考", "免考包过，三天拿证，网上可查"),)
_SELLER = (
    Contact("phone", "190-0000-4321", "190****4321", "电话190-0000-4321", 0, 15),
    Contact("wechat", "zhengjian-shili", "zh****li", "微信zhengjian-shili", 16, 32),
)
SAMPLES = (
    Sample("cx-mem-gov.cn", Verdict.COUNTERFEIT, findings=_COPIED),
    Sample("mem-gov-cn.top", Verdict.COUNTERFEIT, "US", findings=_COPIED, footer="苏ICP备2026000001号-1"),
    Sample("www.diangongzheng-banli.com", Verdict.SALE, operator="op-7", sale=93, findings=_OFFERED, contacts=_SELLER),
    Sample("www.gongdi-zhengjian.com", Verdict.SALE, operator="op-7", sale=91, findings=_OFFERED, contacts=_SELLER),
    Sample("dgz-kuaisu.top", Verdict.SALE, operator="op-7", sale=90, findings=_OFFERED, contacts=_SELLER),
    Sample("tzckb.cc", Verdict.SALE, sale=88, findings=_OTHER_PAPERS),
    Sample("hongtuzx.shop.qiyehuiyuan.com", Verdict.SALE, sale=86, findings=_OFFERED, contacts=_SELLER),
    Sample("www.bnyy120.cn", Verdict.HIJACKED, sale=85, findings=_OFFERED, footer="浙ICP备05000001号"),
)  # fmt: skip
HOSTS = (GENUINE, *(sample.host for sample in SAMPLES))


def sample_watchlist(built_in: Watchlist) -> Watchlist:
    """Return the watchlist with a sender and the offices of its city; those of provinces are the built-in ones."""
    told = {"name": "东江市互联网信息办公室", "short": "东江市网信办", "code": "东网函", "region": CITY}
    told |= {"contact": "值班室", "phone": "0990-0000000"}
    sender = built_in.sender.model_copy(update=told | {"placeholder": False})
    names = {"market": "东江市市场监督管理局", "police": "东江市公安局", "housing": "东江市住房和城乡建设局"}
    own = [Office(recipient=kind, region=CITY, name=name) for kind, name in names.items()]
    shops = Platform(
        name="示例企业会员平台有限公司", brand="示例企业会员平台", kind="shop", hosts=("qiyehuiyuan.com",), region=CITY,
        source="示例",
    )  # fmt: skip
    platforms = (*built_in.platforms, shops)
    return replace(built_in, sender=sender, offices=(*own, *built_in.offices), platforms=platforms)


def fill(store: Store, settings: Settings, pages: Mapping[str, tuple[str, bytes]]) -> list[int]:
    """Add the cases with their captures and a person's word; ``pages`` are markup and picture by host."""
    with store.transaction() as session:
        for name, role in (("samples-analyst", "analyst"), ("samples-reviewer", "reviewer")):
            session.add(AccountRow(name=name, role=role, created_at=BEGAN))
        session.add(NightRow(started_at=BEGAN, summary={}))
        session.flush()
        genuine = _site(session, GENUINE, "CN")
        genuine.organ = "mem"
        _visit(session, settings, genuine, pages[GENUINE], ENDED, "official")
        return [_case(session, settings, sample, pages[sample.host]) for sample in SAMPLES]


def _site(session: Session, host: str, country: str) -> SiteRow:
    add_lead(session, Lead(f"http://{host}/", "search", "查询"))
    site = site_for(session, host)
    site.first_seen, site.registration = BEGAN, {"registrar": "示例注册商有限公司", "host_country": country}
    session.flush()
    return site


def _case(session: Session, settings: Settings, sample: Sample, page: tuple[str, bytes]) -> int:
    site = _site(session, sample.host, sample.country)
    seen = (page[0].replace("</body>", f"<p>{sample.footer}</p></body>"), page[1])
    visits = [_visit(session, settings, site, seen, at, "first") for at in (BEGAN, ENDED)]
    impersonation = 96 if sample.verdict is Verdict.COUNTERFEIT else 5
    target = "mem" if sample.verdict is Verdict.COUNTERFEIT else ""
    opinion = Assessment(sample.verdict, impersonation, sample.sale, sample.findings, sample.contacts, target)
    save_assessment(session, 1, site.id, visits, opinion)
    case = CaseRow(
        site_id=site.id, url=f"http://{sample.host}/", state="new", verdict=sample.verdict.value,
        operator=sample.operator, impersonation=impersonation, sale=sample.sale, target=target,
        first_seen=BEGAN, last_seen=ENDED,
    )  # fmt: skip
    session.add(case)
    session.flush()
    decide(session, [case.id], Word.CONFIRMED, "samples-analyst", "与真实网站比对")
    return case.id


def _visit(
    session: Session, settings: Settings, site: SiteRow, seen: tuple[str, bytes], at: datetime, purpose: str
) -> VisitRow:
    markup, picture = seen
    url = f"http://{site.host}/"
    profile = Profile.DESKTOP if at == ENDED else Profile.PHONE
    visit = VisitRow(night_id=1, site_id=site.id, url=url, profile=profile.value, rendered=True, purpose=purpose)
    session.add(visit)
    session.flush()
    at += timedelta(minutes=visit.id)
    page = Page(url, url, profile, 200, markup, at, (Hop(url, 200, address="198.18.0.7"),), rendered=True)
    page = replace(page, screenshot=picture, window=picture)
    folder = capture_folder(1, site.host, visit.id, profile, True)
    digest = write_capture(
        settings.evidence_dir, folder, page, [Exchange(url, "GET", (), 200, "OK", (), markup.encode(), at)]
    )
    title = markup.partition("<title>")[2].partition("</title>")[0]
    finish_visit(session, visit.id, Outcome.OK, captured_at=at, title=title, folder=folder, manifest_sha256=digest)
    return visit
