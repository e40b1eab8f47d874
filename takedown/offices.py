"""Which office a letter goes to: the nearest competent one that the watchlist knows. What it lacks is named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from takedown.documents import system_of
from takedown.facts import Place, SiteFacts
from takedown.kinds import DISPOSAL, EQUIPMENT, HOUSING, MARKET, REGIONAL
from takedown.routing import Route
from takedown.seats import Seat, claimed_province, seat_of
from zhenwei.address import defang, owner_domain
from zhenwei.sentences import said
from zhenwei.watchlist import Office, Registrar, Sender, Watchlist
from zhenwei.watchlist.regions import NATION, chain, name_of, own_chain

NAMES = {
    "cyberspace": said("网信办"),
    "market": said("市场监督管理局"),
    "police": said("公安机关"),
    "telecom": said("通信管理局"),
    "housing": said("住房城乡建设主管部门"),
    "organ": said("应急管理部门"),
    "owner": said("网站主办单位"),
    "registrar": said("域名注册服务机构"),
    "platform": said("平台运营者"),
}


class MissingOffice(Exception):
    """Raised by ``addressee_of`` for an office that no row names; ``plan_letters`` collects them for one error."""

    def __init__(self, recipient: str, region: str) -> None:
        super().__init__(said("{place}的{office}", place=name_of(region), office=NAMES[recipient]))
        self.recipient, self.region = recipient, region

    @property
    def sentence(self) -> str:
        """Which office is missing; the desk can say it in another language."""
        return str.__str__(self.args[0])

    @property
    def file(self) -> str:
        """The file of the watchlist folder that its row belongs in."""
        return f"recipients/{self.region}.toml"


@dataclass(frozen=True, slots=True)
class Addressee:
    """An office, why it is this one, and what the drafter has to check about it."""

    office: Office
    reason: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnBusiness:
    """The competent office is the sender itself: nothing is written, the drafter is told."""

    reason: str


def addressee_of(
    route: Route, site: SiteFacts, watchlist: Watchlist, seat: Seat | None = None
) -> Addressee | OwnBusiness:
    """Return who gets a site's letter. ``seat``: the operator's, where another site of theirs has told it.

    Raises MissingOffice if recipients/ names none: it is never guessed.
    """
    sender = watchlist.sender
    if route.recipient in ("organ", "owner", "registrar", "platform"):
        return _named(route.recipient, site, watchlist)
    region, reason = competent_region(route, site, sender, seat or seat_of(site, sender.region))
    if route.kind is DISPOSAL and system_of(sender) == "cyberspace" and sender.region != NATION:
        return _upward(site, watchlist)
    found = nearest(route.recipient, region, watchlist)
    own = system_of(sender) == route.recipient and found.office.region == sender.region != NATION
    if own or (found.office.name == sender.name and not sender.system):
        return OwnBusiness(said("{office}即发文机关，由本机关直接处理", office=NAMES[route.recipient]))
    return Addressee(found.office, reason, found.notes)


def competent_region(route: Route, site: SiteFacts, sender: Sender, seat: Seat) -> tuple[str, str]:
    """Return (region whose office is competent, why)."""
    if route.kind in (MARKET, EQUIPMENT, HOUSING):
        return seat.region, seat.reason
    if route.kind is REGIONAL:
        return own_chain(seat.region)[-1], seat.reason
    if route.recipient == "telecom":
        if province := claimed_province(site):
            return province, said("备案编号所属省份（{province}）", province=name_of(province))
        return sender.region, said("未标注可用的备案编号，按发文机关所在省")
    if route.recipient == "police":
        return sender.region, said("网络违法线索由发现地公安机关先行受理，管辖不符的由其移送")
    return sender.region, said("与发文机关同级")


def _upward(site: SiteFacts, watchlist: Watchlist) -> Addressee | OwnBusiness:
    """A 网信办 asks its superior; within the territory a province's own handles it itself."""
    sender = watchlist.sender
    if given := _given_superior(watchlist):
        return Addressee(given, said("发文机关无权直接阻断，报名单所列的上级网信部门"), _notes(_unsure(given)))
    region = chain(sender.region)[1]
    if region == NATION and site.place is not Place.ABROAD:
        return OwnBusiness(said("网站在境内或者接入地待查，发文机关为省级网信办，由本机关直接处置"))
    found = nearest("cyberspace", region, watchlist)
    return Addressee(found.office, said("发文机关无权直接阻断，逐级报上级网信部门"), found.notes)


def _given_superior(watchlist: Watchlist) -> Office | None:
    """Return the 网信办 that a deployment's own row calls the sender's superior, whatever its region."""
    rows = [
        office
        for office in watchlist.offices
        if office.recipient == "cyberspace" and office.relation == "superior" and not office.placeholder
    ]
    return _first(rows, chain(watchlist.sender.region))


def _named(recipient: str, site: SiteFacts, watchlist: Watchlist) -> Addressee | OwnBusiness:
    """Those who are addressed by a name that the case itself tells."""
    own = watchlist.sender.region
    if recipient == "organ":
        return _organ(site, watchlist)
    if recipient == "platform" and site.platform is not None:
        platform = site.platform
        office = Office(recipient="platform", region=platform.region, name=platform.name)
        note = "" if platform.verified else said("平台运营者“{name}”的名称尚未经人工核实", name=platform.name)
        return Addressee(office, said("账号或者店铺设在{brand}", brand=platform.brand), _notes(note))
    if recipient == "registrar" and (known := registrar_of(site, watchlist)):
        office = Office(recipient="registrar", region=known.region, name=known.name)
        note = "" if known.verified else said("注册服务机构“{name}”的名称尚未经人工核实", name=known.name)
        return Addressee(
            office, said("注册信息载明的注册服务机构：{registrar}", registrar=site.registrar), _notes(note)
        )
    if recipient == "owner":
        name = site.registrant or f"{defang(owner_domain(site.host))}网站主办单位"
        note = (
            said("主办单位的名称取自域名注册信息，请核对")
            if site.registrant
            else said("主办单位名称待查，请核对后填写")
        )
        return Addressee(
            Office(recipient="owner", region=own, name=name), said("被植入内容的网站的主办单位"), _notes(note)
        )
    raise MissingOffice(recipient, own)


def _organ(site: SiteFacts, watchlist: Watchlist) -> Addressee | OwnBusiness:
    """The imitated organ by its own name; the drafter is told where organs so called have been renamed."""
    if site.organ is None:
        raise MissingOffice("organ", watchlist.sender.region)
    name = site.organ.name
    if name == watchlist.sender.name:
        return OwnBusiness(said("被仿冒机关即发文机关，由本机关自行核实"))
    rows = [office for office in watchlist.offices if office.recipient == "organ" and office.name == name]
    office = rows[0] if rows else Office(recipient="organ", region=site.organ.region, name=name)
    unsure = "" if site.organ.confirmed else said("被仿冒机关“{name}”的信息尚未经人工核实", name=name)
    today = [row for row in watchlist.renamed if name.endswith(row.old)]
    renamed = [
        said(
            "“{name}”已于{year}年更名（现为{today}），请用现名",
            name=name,
            year=row.since.year,
            today="或者".join(row.new),
        )
        for row in today
    ]
    return Addressee(office, said("页面仿冒的机关"), _notes(unsure, *renamed))


def _notes(*notes: str) -> tuple[str, ...]:
    return tuple(note for note in notes if note)


def registrar_of(site: SiteFacts, watchlist: Watchlist) -> Registrar | None:
    """Return the registrar in the territory that the registration names; None for one abroad, or none known.

    One whose name is printed in Chinese is in the territory, whether it is listed or not. The registrar of a hosting
    platform is not asked about its customer: stopping that name would stop all others below it.
    """
    text = site.registrar.strip()
    if not text or site.tenant or site.platform is not None:
        return None
    if known := next((row for row in watchlist.registrars if row.is_called(text)), None):
        return known
    if len(text) >= 6 and not text.isascii() and re.search(r"公司(?:[（(].{1,20}[)）])?$|中心$", text):
        return Registrar(name=text, region=NATION, source="域名注册信息", spellings=(text,))
    return None


def nearest(recipient: str, region: str, watchlist: Watchlist) -> Addressee:
    """Return the nearest office of a kind: county, city, province. A deployment's rows go before those that ship.

    The country's own office is no county's neighbour: it is taken for the whole country, or last of all where a
    deployment's own row says so. A row that is still a placeholder is a missing office. Raises MissingOffice.
    """
    rows = [office for office in watchlist.offices if office.recipient == recipient]
    own, shipped = ([o for o in rows if o.public is public] for public in (False, True))
    found = _first(own, own_chain(region)) or _first(shipped, own_chain(region)) or _first(own, (NATION,))
    if found is None or found.placeholder:
        if not watchlist.sender.placeholder_offices:
            raise MissingOffice(recipient, region)
        name = f"（待填写：{name_of(region)}的{NAMES[recipient]}）"
        found = Office(recipient=recipient, region=region, name=name, placeholder=True)
    lacking = own_chain(region)[0]
    higher = found.region != lacking and recipient != "telecom"
    note = (
        said(
            "recipients/ 中没有{place}的{office}，按上一级致{higher}",
            place=name_of(lacking),
            office=NAMES[recipient],
            higher=found.name,
        )
        if higher
        else ""
    )
    return Addressee(found, "", _notes(_unsure(found), note))


def _unsure(office: Office) -> str:
    """Return what the drafter is told of an office that no person has checked."""
    return (
        "" if office.placeholder or office.verified else said("收文单位“{name}”的名称尚未经人工核实", name=office.name)
    )


def _first(rows: Sequence[Office], regions: Sequence[str]) -> Office | None:
    return next((office for region in regions for office in rows if office.region == region), None)
