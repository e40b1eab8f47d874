"""Who gets which letter. Pure: from what is known of one site to routes, each with its reason (docs/routing.md)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from takedown.facts import Act, Filing, Place, Regime, SiteFacts
from takedown.kinds import (
    CONFIRM,
    DISPOSAL,
    EQUIPMENT,
    FILING,
    HOUSING,
    KINDS,
    MARKET,
    OWNER,
    PLATFORM,
    POLICE,
    REGIONAL,
    REGISTRAR,
    Kind,
)
from zhenwei.sentences import said
from zhenwei.types import Verdict

__all__ = ["KINDS", "Kind", "Route", "Situation", "routes", "routes_for", "situation_of"]


@dataclass(frozen=True, slots=True)
class Route:
    """One letter that a site calls for, and why. ``copies``: kinds of offices that get a copy (抄送)."""

    recipient: str
    kind: Kind
    reason: str = ""
    copies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides the routes of one confirmed site.

    ``sells``: it sells, whatever it was confirmed as. ``organ``: the imitated organ is known. ``platform``: "" for a
    site of its own, else ``account`` or ``shop``. ``registrar``: a registrar in the territory is known. ``elsewhere``:
    filing or seat in another province than the sender's. ``empty``: only the name speaks. ``only_others``: the papers
    are all of other regulators. ``borrowed``: the filing number on the page is an organ's own.
    """

    finding: Verdict
    place: Place = Place.UNKNOWN
    filing: Filing = Filing.MISSING
    sells: bool = False
    organ: bool = True
    regimes: frozenset[Regime] = frozenset()
    platform: str = ""
    forges: bool = False
    phishes: bool = False
    empty: bool = False
    registrar: bool = False
    elsewhere: bool = False
    only_others: bool = False
    borrowed: bool = False

    @property
    def trades(self) -> bool:
        """True if papers are sold here."""
        return self.sells or self.finding is Verdict.SALE


def routes_for(case: Situation) -> tuple[Route, ...]:
    """Return the letters for one site, the first addressee first, no kind twice; empty if the finding calls for none.

    A hijacked site is a victim: its owner is told, and nobody is asked to close it.
    """
    if case.finding is Verdict.HIJACKED:
        return (Route("owner", OWNER, said("网站疑似被他人植入内容，主办者是受害人，只作告知，不提请关闭")),)
    if case.finding not in (Verdict.COUNTERFEIT, Verdict.SALE):
        return ()
    if case.empty and case.finding is Verdict.COUNTERFEIT and not case.trades:
        return _of_a_bare_name(case)
    if case.finding is Verdict.COUNTERFEIT:
        found = [*_network(case), *_police(case), *_organ(case), *_trade(case)]
    elif case.platform == "account":
        found = [*_network(case), *_trade(case), *_police(case)]
    else:
        found = [*_trade(case), *_police(case), *_beside_trade(case)]
    first = _police(case) if case.forges or case.phishes else []
    once: dict[str, Route] = {}
    for route in (*first, *found, *_questions(case)):
        once.setdefault(route.kind.slug, route)
    return tuple(once.values())


def _of_a_bare_name(case: Situation) -> tuple[Route, ...]:
    """A name that looks like an organ's, without content: nothing unlawful is seen yet, so there are only questions."""
    found = [Route("organ", CONFIRM, said("域名与机关名称近似，先核实是否属于该机关"))] if case.organ else []
    if case.registrar:
        found.append(
            Route("registrar", REGISTRAR, said("域名近似机关名称而尚无内容，请注册服务机构核查注册信息并留存记录"))
        )
    elif case.place is not Place.ABROAD:
        found.append(Route("telecom", FILING, said("域名近似机关名称而尚无内容，核查是否备案和接入")))
    return tuple(found)


def _network(case: Situation) -> list[Route]:
    """网信办 and, on a platform, whoever runs it."""
    platform = (
        [Route("platform", PLATFORM, said("账号或者店铺设在平台上，由平台核查处置、保存记录"))] if case.platform else []
    )
    if case.place is Place.ABROAD and not case.platform:
        why = said("接入地疑似在境外，由网信部门逐级上报，提请有权机关通知阻断")
    elif case.platform:
        why = said("平台账号发布的违法信息，由网信部门督促平台处置")
    elif case.finding is Verdict.COUNTERFEIT:
        why = said("仿冒机关网站，由网信部门依法要求停止传输、消除")
    else:
        why = said("违法信息的处置由网信部门负责")
    blocking = [Route("cyberspace", DISPOSAL, why)]
    return [*platform, *blocking] if case.platform == "account" else [*blocking, *platform]


def _beside_trade(case: Situation) -> list[Route]:
    """Beside the market office: the platform of a shop, and 网信办 where it alone can help (abroad, phishing)."""
    alone = case.phishes or (case.place is Place.ABROAD and not case.platform)
    return [route for route in _network(case) if alone or route.recipient != "cyberspace"]


def _trade(case: Situation) -> list[Route]:
    """市场监管, and the regulators of the papers that are not the work-safety one's."""
    found = []
    equipment, building = (regime in case.regimes for regime in (Regime.EQUIPMENT, Regime.BUILDING))
    if case.trades and not (equipment and case.only_others):
        found.append(Route("market", MARKET, said("发布售卖证书的广告、从事相关经营，由市场监管部门查处")))
    if equipment:
        found.append(
            Route("market", EQUIPMENT, said("涉及特种设备作业人员证，由市场监管部门（特种设备）主管，不属应急管理部门"))
        )
    if building:
        found.append(Route("housing", HOUSING, said("涉及建筑施工特种作业人员证，由住房城乡建设部门主管")))
    return found


def _police(case: Situation) -> list[Route]:
    if case.phishes:
        why = said("以骗取个人信息或者钱款为目的，由公安机关（反诈）先行处置")
    elif case.forges:
        why = said("涉嫌伪造、买卖国家机关证件、印章，由公安机关先行处置")
    elif case.finding is Verdict.COUNTERFEIT:
        why = said("涉嫌假冒国家机关名义设立网站，设立一个即达法释〔2019〕15号第十条第（一）项的标准")
    else:
        why = said("涉嫌买卖国家机关证件，移送公安机关审查")
    # Those who regulate the paper are told of its forgery; papers of other regulators are not theirs.
    told = ("organ",) if case.forges and not case.only_others else ()
    return [Route("police", POLICE, why, told)]


def _organ(case: Situation) -> list[Route]:
    return [Route("organ", CONFIRM, said("认定“假冒”以前，须经被仿冒机关核实"))] if case.organ else []


def _questions(case: Situation) -> list[Route]:
    """Who is asked about filing and name: 通信管理局, registrar, the seat's 网信办; nobody about a platform's own."""
    if case.platform:
        return []
    counterfeit = case.finding is Verdict.COUNTERFEIT
    found = []
    if why := _filing_question(case):
        found.append(Route("telecom", FILING, why, () if counterfeit else ("cyberspace",)))
    if counterfeit and case.registrar:
        found.append(Route("registrar", REGISTRAR, said("仿冒机关网站的域名，请注册服务机构核查注册信息、留存记录")))
    if counterfeit and case.elsewhere:
        found.append(Route("cyberspace", REGIONAL, said("备案或者主体所在地在外省，请当地网信部门协查")))
    return found


def _filing_question(case: Situation) -> str:
    """Return why 通信管理局 is asked, "" if it is not: it has no say over hosts abroad that claim no filing."""
    if case.place is Place.ABROAD:
        return said("接入地疑似在境外而标注备案编号，核查是否冒用他人编号") if case.filing is Filing.SHOWN else ""
    if case.borrowed:
        return said("页面标注的备案编号是被仿冒机关的编号，核查真实备案情况")
    if case.filing is Filing.MISSING:
        return said("页面未标注备案编号，核查是否备案")
    if case.filing is Filing.IMPOSSIBLE:
        return said("页面标注的备案编号不符合编制规则，核查是否虚假")
    return said("仿冒机关网站，核查备案主体、接入服务提供者") if case.finding is Verdict.COUNTERFEIT else ""


def routes(
    finding: Verdict,
    place: Place,
    filing: Filing,
    *,
    sells: bool = False,
    organ: bool = True,
    regimes: Collection[Regime] = (),
) -> tuple[Route, ...]:
    """Return the routes where nothing else is known of a site."""
    return routes_for(Situation(finding, place, filing, sells, organ, frozenset(regimes)))


def situation_of(site: SiteFacts, *, registrar: bool = False, elsewhere: bool = False) -> Situation:
    """Return what decides the routes of a gathered site."""
    return Situation(
        finding=site.finding,
        place=site.place,
        filing=site.filing,
        sells=site.sells,
        organ=site.organ is not None,
        regimes=frozenset(site.regimes),
        platform=site.platform.kind if site.platform else "",
        forges=Act.FORGES in site.acts,
        phishes=Act.PHISHES in site.acts,
        empty=site.empty,
        registrar=registrar,
        elsewhere=elsewhere,
        only_others=site.only_others,
        borrowed=site.borrowed,
    )
