"""Who gets which letter. Pure: from finding, place and filing to routes; the reasons stand beside the rows."""

from __future__ import annotations

from dataclasses import dataclass

from takedown.facts import Filing, Place, SiteFacts
from zhenwei.types import Verdict


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter. ``template`` in templates/, ``name`` for people, ``uses`` the law tags it may cite."""

    slug: str
    name: str
    template: str
    uses: tuple[str, ...]


DISPOSAL = Kind("disposal", "提请处置函", "disposal.txt", ("block",))
MARKET = Kind("market-clue", "线索移送函（市场监管）", "market_clue.txt", ("sale",))
POLICE = Kind("police-clue", "线索移送函（公安）", "police_clue.txt", ("police",))
FILING = Kind("filing-check", "协查函", "filing_check.txt", ("filing",))
CONFIRM = Kind("confirmation", "核实函", "confirmation.txt", ("confirm",))
OWNER = Kind("owner-notice", "告知函", "owner_notice.txt", ("owner",))
REGISTRAR = Kind("registrar-check", "协查函（域名注册服务机构）", "registrar_check.txt", ("filing",))
REGIONAL = Kind("regional-check", "协查函（异地网信办）", "regional_check.txt", ("block",))
PLATFORM = Kind("platform-notice", "平台协助处置函", "platform_notice.txt", ("block",))
EQUIPMENT = Kind("equipment-clue", "线索移送函（特种设备）", "equipment_clue.txt", ("sale",))
HOUSING = Kind("housing-clue", "线索移送函（住房城乡建设）", "housing_clue.txt", ("sale",))

_ALL = (DISPOSAL, MARKET, POLICE, FILING, CONFIRM, OWNER, REGISTRAR, REGIONAL, PLATFORM, EQUIPMENT, HOUSING)
KINDS = {kind.slug: kind for kind in _ALL}


@dataclass(frozen=True, slots=True)
class Route:
    """One letter that a site calls for."""

    recipient: str
    kind: Kind


def routes(
    finding: Verdict, place: Place, filing: Filing, *, sells: bool = False, organ: bool = True
) -> tuple[Route, ...]:
    """Return the letters for one confirmed site, the first addressee first; empty if the finding calls for none.

    A counterfeit goes to 网信办 (网络安全法 52: stop and remove; from abroad: passed upward for blocking) and always to
    公安 (法释〔2019〕15号 art. 10: one site in an organ's name suffices); the imitated organ is asked if it is its own.
    A sale goes to 市场监管 and 公安; from abroad the market office has no grip, so 网信办 is asked as well.
    A hijacked site's owner is told; nobody is asked to close it. A missing or impossible filing number is a question
    to 通信管理局, which has no say over hosts abroad.
    """
    found: list[Route] = []
    if finding is Verdict.HIJACKED:
        return (Route("owner", OWNER),)
    if finding is Verdict.COUNTERFEIT:
        found += [Route("cyberspace", DISPOSAL), Route("police", POLICE)]
        found += [Route("organ", CONFIRM)] if organ else []
        found += [Route("market", MARKET)] if sells else []
    elif finding is Verdict.SALE:
        found += [Route("market", MARKET), Route("police", POLICE)]
        found += [Route("cyberspace", DISPOSAL)] if place is Place.ABROAD else []
    if found and place is not Place.ABROAD and filing is not Filing.SHOWN:
        found.append(Route("telecom", FILING))
    return tuple(found)


def routes_of(site: SiteFacts) -> tuple[Route, ...]:
    """Return the routes of a gathered site."""
    return routes(site.finding, site.place, site.filing, sells=site.sells, organ=site.organ is not None)
