"""In what a suspected page is like the genuine one, in what it differs, and what harm that may do."""

from __future__ import annotations

from takedown.clean import plain
from takedown.facts import Filing, SiteFacts
from takedown.reasons import said
from zhenwei.address import is_below, owner_domain, unicode_host
from zhenwei.types import Side, Verdict

# Rules whose findings say what a visitor risks.
_ASKS_DATA = frozenset(("P005", "P022"))
_SHOWS_RESULT = frozenset(("P006", "P007", "P023", "P031", "P033"))
_COLLECTS = "要求访问者填写个人信息，可能造成个人信息泄露"
_CONFIRMS = "所展示的查询结果可能被用于证明虚假证书“真实有效”"
_UNTRAINED = "可能致使未经专门培训、考核合格的人员持假证上岗作业，危及生产安全"


def likeness(site: SiteFacts) -> tuple[str, ...]:
    """Return what the site has taken over from the imitated organ; nothing of a site that is no counterfeit."""
    if site.finding is not Verdict.COUNTERFEIT:
        return ()
    return tuple(filter(None, (said(f) for f in site.findings if f.side == Side.IMPERSONATION.value)))


def offers(site: SiteFacts) -> tuple[str, ...]:
    """Return what the site offers, with its own words."""
    return tuple(filter(None, (said(f) for f in site.findings if f.side == Side.SALE.value)))


def differences(site: SiteFacts) -> tuple[str, ...]:
    """Return in what the site differs from the genuine one, as far as both are known."""
    organ = site.organ
    if organ is None or not organ.domains or site.finding is not Verdict.COUNTERFEIT:
        return ()
    found = []
    if not any(is_below(site.host, domain) for domain in organ.domains):
        genuine = "、".join(unicode_host(domain) for domain in organ.domains)
        found.append(f"域名为{shown_host(owner_domain(site.host))}，{organ.name}网站使用的域名为{genuine}")
    if organ.icp and organ.icp not in site.icp and not any(organ.icp in number for number in site.icp):
        shown = "未标注备案编号" if site.filing is Filing.MISSING else f"标注的备案编号为“{'、'.join(site.icp)}”"
        found.append(f"页面{shown}，{organ.name}网站标注的备案编号为“{organ.icp}”")
    elif site.filing is Filing.IMPOSSIBLE:
        found.append("页面标注的备案编号不符合编制规则")
    if organ.site_code and organ.site_code not in site.site_codes:
        found.append("页面未标注该单位的政府网站标识码")
    return tuple(found)


def harm(site: SiteFacts) -> tuple[str, ...]:
    """Return what the site may do to its visitors and to safety; each is a possibility."""
    rules = {finding.rule for finding in site.findings}
    found = [_COLLECTS] if rules & _ASKS_DATA else []
    found += [_CONFIRMS] if rules & _SHOWS_RESULT else []
    if found or site.finding is Verdict.SALE or site.sells:
        found.append(_UNTRAINED)
    return tuple(found)


def shown_host(host: str) -> str:
    """Return a host as letters print it: defanged, the Unicode form beside the one that the wire carries."""
    name = unicode_host(host)
    beside = f"（显示为“{plain(name, 80).replace('.', '[.]')}”）" if name != host else ""
    return f"{host.replace('.', '[.]')}{beside}"
