"""Counters of crime thresholds for one operator: which item of which article a counted fact meets. Pure.

法释〔2019〕15号 art. 10 (非法利用信息网络, 刑法 287之一) and 12 (帮助, 287之二), and 刑法 280, which sets no number.
Only what was seen is counted: sites by the name that one owner holds, groups by their numbers, postings by the
addresses of captured pages. Sums of money, members, followers and earlier penalties cannot be seen from outside; they
are named to the drafter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from takedown.facts import Act, OrganFacts, SiteFacts
from zhenwei.address import defang, owner_domain
from zhenwei.types import Verdict

LAW = "法释〔2019〕15号"
CRIMINAL = "刑法"
SITES, GROUPS, POSTINGS = 3, 5, 100
MOST_NAMED = 3  # hosts by name in one sentence; the register holds all
_GROUP_KINDS = ("qq", "wechat", "telegram", "whatsapp", "qr")
# 国家机关, by the ending of a name: an examination centre or an association is none.
_STATE_ORGAN = re.compile(r"(?:部|局|厅|委员会|委|总局|办公室|政府|公安|法院|检察院)$")


@dataclass(frozen=True, slots=True)
class Counts:
    """What was seen of one operator. ``operator``: id of the group, empty for a site that nobody has tied to others.

    ``organs``: state organs whose names its counterfeit sites bear; ``in_their_name``: how many sites do;
    ``sites``: sites set up for the offence, accounts on platforms and hijacked sites not among them; ``selling``: sites
    that offer papers; ``groups``: chat groups; ``postings``: captured addresses with an offer.
    """

    operator: str
    cases: tuple[int, ...]
    organs: tuple[str, ...]
    in_their_name: int
    sites: int
    selling: int
    forging: int
    groups: int
    postings: int


def count(sites: Iterable[SiteFacts]) -> tuple[Counts, ...]:
    """Return the counters of each operator, in the order of their first site."""
    actors: dict[str, list[SiteFacts]] = {}
    for site in sites:
        actors.setdefault(site.operator or f"case {site.case}", []).append(site)
    return tuple(_count(members) for members in actors.values())


def _count(members: Sequence[SiteFacts]) -> Counts:
    acting = [site for site in members if site.finding in (Verdict.COUNTERFEIT, Verdict.SALE) and not site.empty]
    own = [site for site in acting if site.platform is None]
    posed = [site for site in own if site.finding is Verdict.COUNTERFEIT and is_state_organ(site.organ)]
    selling = [site for site in acting if site.finding is Verdict.SALE or site.sells]
    return Counts(
        operator=members[0].operator,
        cases=tuple(site.case for site in members),
        organs=tuple(dict.fromkeys(site.organ.name for site in posed if site.organ)),
        in_their_name=_names(posed),
        sites=_names(own),
        selling=_names(selling),
        forging=_names([site for site in acting if Act.FORGES in site.acts]),
        groups=len(_groups(acting)),
        postings=len({capture.final_url or capture.url for site in selling for capture in site.captures}),
    )


def is_state_organ(organ: OrganFacts | None) -> bool:
    """True for a 国家机关."""
    return organ is not None and _STATE_ORGAN.search(organ.name) is not None


def _names(sites: Iterable[SiteFacts]) -> int:
    """Return how many sites there are: what one owner holds under one name is one; on a platform each account is."""
    return len({f"{site.host} {site.url}" if site.platform else owner_domain(site.host) for site in sites})


def _groups(sites: Iterable[SiteFacts]) -> set[tuple[str, str]]:
    return {
        (contact.kind, contact.value)
        for site in sites
        for contact in site.contacts
        if contact.kind in _GROUP_KINDS and "群" in contact.quote
    }


def _always(_law: str, _number: str) -> bool:
    return True


def indications(sites: Sequence[SiteFacts], citable: Callable[[str, str], bool] = _always) -> tuple[str, ...]:
    """Return one sentence for each item that the counted facts of one operator meet, operator by operator.

    Each names the item and the fact, and says 涉嫌: whether it is so is for 公安 to find. Sites that nobody has tied to
    others share a sentence where it says the same of each. ``citable(short title, article)`` is False for an article
    that no person has verified: then nothing is said of it.
    """
    counts = count(sites)
    said = [(one, what) for one in counts for what in _met(one, citable)]
    if len(counts) < 2:
        return tuple(what.counted for _, what in said)
    tied = [f"关联编号{one.operator}：{what.counted}" for one, what in said if one.operator]
    hosts = {site.case: defang(site.host) for site in sites}
    alike: dict[str, list[str]] = {}
    for one, what in said:
        if not one.operator:
            alike.setdefault(what.of_one, []).append(hosts[one.cases[0]])
    return (*tied, *(_subject(names) + text for text, names in alike.items()))


def _subject(hosts: Sequence[str]) -> str:
    if len(hosts) == 1:
        return hosts[0]
    return "、".join(hosts[:MOST_NAMED]) + f"等{len(hosts)}个网站均"


class _Said(NamedTuple):
    """One item that is met: the sentence with its number, and the same as a predicate of one single site."""

    counted: str
    of_one: str


def _met(one: Counts, citable: Callable[[str, str], bool]) -> list[_Said]:
    found = []
    if citable(LAW, "10"):
        if one.in_their_name:
            named = f"涉嫌以{_listed(one.organs)}名义设立"
            item = _item("一", "以国家机关名义设立用于实施违法犯罪活动的网站") + "，该项不以网站数量为条件"
            found.append(_Said(f"{named}网站{one.in_their_name}个，{item}", f"{named}，{item}"))
        if one.sites >= SITES:
            fact = f"监测到涉嫌用于实施违法犯罪活动的网站{one.sites}个"
            found.append(_Said(*[f"{fact}，{_item('二', '网站数量达到三个以上')}"] * 2))
        if one.groups >= GROUPS:
            fact = f"公开页面所示涉嫌用于实施违法犯罪活动的通讯群组{one.groups}个"
            found.append(_Said(*[f"{fact}，{_item('三', '通讯群组数量达到五个以上')}"] * 2))
        if one.postings >= POSTINGS:
            fact = f"已固定含有涉嫌售卖证书信息的页面{one.postings}个"
            found.append(_Said(*[f"{fact}，{_item('四', '在网站上发布有关信息一百条以上')}"] * 2))
    if one.selling and citable(CRIMINAL, "280"):
        what = f"涉嫌{'伪造、买卖' if one.forging else '买卖'}国家机关证件"
        item = "可能涉及刑法第二百八十条第一款，该款未规定数量标准"
        fact = f"公开发布办理、出售证书信息的网站（账号）{one.selling}个"
        found.append(_Said(f"{fact}，{what}，{item}", f"公开发布办理、出售证书信息，{what}，{item}"))
    return found


def _item(number: str, gist: str) -> str:
    return f"可能符合{LAW}第十条第（{number}）项（{gist}）的情形"


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:3]) + ("等机关" if len(names) > 3 else "")


def met_items(sites: Iterable[SiteFacts]) -> dict[str, tuple[str, ...]]:
    """Return the references of the items met, by law (slug of watchlist/laws, spelling of zhenwei.watchlist.law_refs):
    what a letter to 公安 cites beside its usual basis (takedown.basis.choose_for, ``more``)."""
    counts = count(sites)
    items = {
        "10（一）": any(one.in_their_name for one in counts),
        "10（二）": any(one.sites >= SITES for one in counts),
        "10（三）": any(one.groups >= GROUPS for one in counts),
        "10（四）": any(one.postings >= POSTINGS for one in counts),
    }
    met = tuple(ref for ref, here in items.items() if here)
    return {"fashi-2019-15": met} if met else {}


def near_misses(sites: Sequence[SiteFacts]) -> tuple[str, ...]:
    """Return what falls short of a threshold by less than half of it, and what cannot be seen from outside: for the
    drafter, not the letter."""
    counts = count(sites)
    hosts = {site.case: defang(site.host) for site in sites}
    found = []
    for one in counts:
        who = f"关联编号{one.operator}" if one.operator else hosts[one.cases[0]]
        for number, least, what, item in (
            (one.sites, SITES, "网站", "（二）"),
            (one.groups, GROUPS, "通讯群组", "（三）"),
            (one.postings, POSTINGS, "发布信息的页面", "（四）"),
        ):
            if number < least <= 2 * number:
                found.append(f"{who}：{what}{number}个，接近但未达{LAW}第十条第{item}项的{least}个（条）")
    if any(one.sites or one.selling for one in counts):
        found.append(
            f"账号数、群组成员数、关注人数、违法所得、二年内行政处罚（{LAW}第十条第（二）至（六）项）"
            "和帮助对象、支付结算、投放广告的数额（第十二条）从公开页面无法查明，由公安机关调查"
        )
    return tuple(found)
