"""What no letter may be without. A missing fact is an error that names it, the case and what to do; none is guessed.

What nobody has looked up yet (where a site is hosted, who registered it) is no missing fact: it is printed as 待查.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from takedown.citations import Citation, LeftOut
from takedown.facts import CaptureFacts, SiteFacts
from takedown.grouping import Plan
from zhenwei.errors import BadInput, EvidenceError, WatchlistError
from zhenwei.sentences import listed, said
from zhenwei.types import Verdict
from zhenwei.watchlist.models import Sender

_SHA256 = re.compile(r"[0-9a-f]{64}")
_RECHECK = said("请重新取证（zhenwei check）后再拟函")
_DECIDE = said("请由人员确认（zhenwei cases decide）后再拟函")


def require(
    plan: Plan, sender: Sender, citations: Sequence[Citation], left_out: Sequence[LeftOut], evidence_digest: str
) -> None:
    """Raise what a planned letter lacks: BadInput, EvidenceError for captures, WatchlistError for office and laws."""
    if not plan.sites:
        raise BadInput(said("{kind}没有涉案网站，请指定已确认的案件", kind=plan.kind.name))
    if not plan.office.name.strip():
        raise WatchlistError(
            said("{cases}缺少收文单位全称，请在 recipients/ 中填写 [[office]] 的 name", cases=_cases(plan))
        )
    of_sender = ((said("发文机关全称"), sender.name, "name"), (said("机关代字"), sender.code, "code"))
    for lacking, value, key in of_sender:
        if not value.strip():
            raise WatchlistError(
                said(
                    "{cases}缺少{what}，请在 recipients/sender.toml 中填写 {key}",
                    cases=_cases(plan),
                    what=lacking,
                    key=key,
                )
            )
    for site in plan.sites:
        for what, then in _missing(plan, site):
            raise BadInput(
                said(
                    "案件 {case}（{host}）缺少事实“{what}”，{then}",
                    case=site.case,
                    host=site.host or said("未知网站"),
                    what=what,
                    then=then,
                )
            )
        for what in _unproved(site.captures):
            raise EvidenceError(
                said(
                    "案件 {case}（{host}）取证不完整：{what}；{then}",
                    case=site.case,
                    host=site.host,
                    what=what,
                    then=_RECHECK,
                )
            )
    if not _SHA256.fullmatch(evidence_digest):
        raise EvidenceError(said("{cases}缺少证据清单的汇总校验值，{then}", cases=_cases(plan), then=_RECHECK))
    if not citations:
        raise WatchlistError(_without_law(plan, left_out))


def _missing(plan: Plan, site: SiteFacts) -> Iterator[tuple[str, str]]:
    """Yield (fact, what to do about it)."""
    if not site.host.strip() or not site.url.strip():
        yield said("涉案网址"), _RECHECK
    if not site.confirmed_by.strip():
        yield said("人工确认"), _DECIDE
    if not site.finding.flagged:
        yield said("确认的违法情形"), _DECIDE
    if site.alive_to < site.alive_from:
        yield said("可访问的起止日期（起日晚于止日）"), _RECHECK
    if plan.kind.slug == "confirmation" and site.organ is None:
        yield said("被仿冒机关"), said("请在 watchlist/organs/ 中添加该机关，或者不发核实函")
    if site.disowned and site.organ is None:
        yield said("作出核实答复的机关"), said("请核对案件的被仿冒机关")
    if plan.kind.slug == "platform-notice" and site.platform is None:
        yield said("所在平台"), said("请在 watchlist/platforms.toml 中添加该平台，或者不发平台函")
    if plan.kind.slug == "owner-notice" and site.finding is not Verdict.HIJACKED:
        yield said("网站被植入的认定"), said("告知函只发给被植入信息的网站主办者，请核对案件的认定")


def _unproved(captures: Sequence[CaptureFacts]) -> Iterator[str]:
    if not captures:
        yield said("没有可引用的取证")
    for capture in captures:
        if not _SHA256.fullmatch(capture.manifest_sha256):
            yield said("取证 {folder} 没有清单校验值", folder=capture.folder)
        if not capture.files:
            yield said("取证 {folder} 的清单没有文件", folder=capture.folder)
        if capture.captured_at.tzinfo is None:
            yield said("取证 {folder} 的固定时间没有时区", folder=capture.folder)
        for file in capture.files:
            if not _SHA256.fullmatch(file.sha256):
                yield said("取证文件 {folder}/{name} 没有校验值", folder=capture.folder, name=file.name)


def _without_law(plan: Plan, left_out: Sequence[LeftOut]) -> str:
    """Return which articles would fit and why none may be cited."""
    seen = list(
        dict.fromkeys(
            said("《{law}》{article}（{reason}）", law=row.law, article=row.article, reason=row.reason)
            for row in left_out
        )
    )
    which = listed(seen[:3])
    if len(seen) > 3:
        which = said("{which}等{count}条", which=which, count=len(seen))
    return said(
        "{cases}的{kind}没有可引用的已核实法律条款：{which}。"
        "请与官方文本核对后在 watchlist/laws/ 中标为 verified，再拟函",
        cases=_cases(plan),
        kind=plan.kind.name,
        which=which or said("法律表中没有与该类函件有关的条款"),
    )


def _cases(plan: Plan) -> str:
    return said("案件 {cases}", cases="、".join(str(site.case) for site in plan.sites[:5]))
