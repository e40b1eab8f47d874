"""Several sites in one letter: those that one office gets for one reason and one operator or imitated organ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from takedown.content import Style
from takedown.documents import Document, document_for, system_of
from takedown.facts import Place, SiteFacts
from takedown.kinds import Kind
from takedown.offices import NAMES, Addressee, MissingOffice, OwnBusiness, addressee_of, nearest, registrar_of
from takedown.routing import Route, routes_for, situation_of
from takedown.seats import Seat, is_elsewhere, seat_of
from zhenwei.address import owner_domain
from zhenwei.errors import WatchlistError
from zhenwei.sentences import listed, said
from zhenwei.watchlist import Office, Watchlist

# An organ that is asked about more sites than this gets several letters: nobody answers for 600 sites on one slip, and
# each site's register, evidence and pictures fill a page or more.
MOST_SITES = 100


@dataclass(frozen=True, slots=True)
class Plan:
    """One letter to be drafted.

    ``document`` is what it is by the relation of sender and addressee; ``reasons`` why these sites' letter goes to this
    office; ``notes`` what the drafter has to check; ``copies`` names of the offices of 抄送.
    """

    recipient: str
    office: Office
    kind: Kind
    sites: tuple[SiteFacts, ...]
    document: Document = Document.LETTER
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()

    @property
    def style(self) -> Style:
        """The page that the document is set on."""
        return self.document.style


@dataclass(frozen=True, slots=True)
class Passed:
    """A route that becomes no letter, because the sender is itself the competent office."""

    route: Route
    site: SiteFacts
    reason: str


@dataclass(slots=True)
class _Group:
    office: Office
    route: Route
    document: Document
    sites: list[SiteFacts] = field(default_factory=list)
    reasons: dict[str, None] = field(default_factory=dict)
    notes: dict[str, None] = field(default_factory=dict)
    copies: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sorted:
    """What becomes of the routes of some sites: letters, the sender's own business, and offices that nobody named."""

    plans: tuple[Plan, ...]
    passed: tuple[Passed, ...]
    missing: tuple[MissingOffice, ...]


def plan_letters(sites: Sequence[SiteFacts], watchlist: Watchlist, only_recipient: str = "") -> list[Plan]:
    """Return the letters that the sites call for, in the order of the first site of each.

    Raises WatchlistError that names every office that is missing and where to add it.
    """
    found = sort_out(sites, watchlist, only_recipient)
    if found.missing:
        raise WatchlistError(_named(found.missing))
    return list(found.plans)


def sort_out(sites: Sequence[SiteFacts], watchlist: Watchlist, only_recipient: str = "") -> Sorted:
    """Return what becomes of every route of the sites."""
    groups: dict[tuple[str, ...], _Group] = {}
    passed: list[Passed] = []
    missing: dict[str, MissingOffice] = {}
    seats = _seats(sites, watchlist)
    for site, route in _routes(sites, watchlist):
        if only_recipient and route.recipient != only_recipient:
            continue
        try:
            found = addressee_of(route, site, watchlist, seats[site.case])
        except MissingOffice as error:
            missing.setdefault(str(error), error)
            continue
        if isinstance(found, OwnBusiness):
            passed.append(Passed(route, site, found.reason))
        else:
            _add(groups, site, route, found, watchlist)
    _tell_of_each_other(groups.values())
    _tell_of_own_business(groups.values(), passed)
    plans = tuple(_plan(group, sites) for group in groups.values() for sites in _portions(group))
    return Sorted(plans, tuple(passed), tuple(missing.values()))


def _routes(sites: Sequence[SiteFacts], watchlist: Watchlist) -> Iterator[tuple[SiteFacts, Route]]:
    own = watchlist.sender.region
    for site in sites:
        registrar = registrar_of(site, watchlist) is not None
        for route in routes_for(situation_of(site, registrar=registrar, elsewhere=is_elsewhere(site, own))):
            yield site, route


def _seats(sites: Sequence[SiteFacts], watchlist: Watchlist) -> dict[int, Seat]:
    """Return each site's seat; where it is unknown and the operator's other sites agree on one, that one."""
    own = watchlist.sender.region
    seats = {site.case: seat_of(site, own) for site in sites}
    known: dict[str, set[str]] = {}
    for site in sites:
        if site.operator and seats[site.case].known and site.platform is None:
            known.setdefault(site.operator, set()).add(seats[site.case].region)
    for site in sites:
        regions = known.get(site.operator, set())
        if site.operator and not seats[site.case].known and len(regions) == 1:
            seats[site.case] = Seat(next(iter(regions)), said("同一主办者的其他网站所示地区"), True)
    return seats


def _add(
    groups: dict[tuple[str, ...], _Group], site: SiteFacts, route: Route, found: Addressee, watchlist: Watchlist
) -> None:
    document = document_for(watchlist.sender, found.office, route.kind)
    key = (route.recipient, found.office.name, route.kind.slug, _bond(route, site, document))
    group = groups.setdefault(key, _Group(found.office, route, document))
    group.sites.append(site)
    for reason in (route.reason, found.reason):
        if reason:
            group.reasons.setdefault(reason)
    for note in found.notes:
        group.notes.setdefault(note)
    for recipient in route.copies:
        _copy(group, recipient, watchlist)


def _bond(route: Route, site: SiteFacts, document: Document) -> str:
    """Return what binds a site to others in one letter: the owner's name, the operator, else finding and organ.

    The operator wins over finding and organ. A 请示 is one matter: blocking abroad and disposal here are two.
    """
    if route.recipient == "owner":
        return owner_domain(site.host)
    if site.operator and route.recipient != "organ":
        return f"operator {site.operator}"
    matter = f"{site.finding} {site.organ.slug if site.organ else ''}"
    return f"{matter} {site.place is Place.ABROAD}" if document is Document.REQUEST else matter


def _copy(group: _Group, recipient: str, watchlist: Watchlist) -> None:
    """Add an office of 抄送: the sender's region's own; one that is missing is named to the drafter."""
    if system_of(watchlist.sender) == recipient:
        return
    try:
        office = nearest(recipient, watchlist.sender.region, watchlist).office
    except MissingOffice as error:
        group.notes.setdefault(said("宜抄送{error}，名单中没有，请补充", error=error))
        return
    if office.placeholder:
        group.notes.setdefault(said("宜抄送{office}，收文单位为占位，请补充", office=NAMES[recipient]))
    elif office.name not in (group.office.name, watchlist.sender.name):
        group.copies.setdefault(office.name)


def _tell_of_each_other(groups: Iterable[_Group]) -> None:
    """Where one operator's sites go to several offices by one kind of letter, each letter's drafter is told."""
    several: dict[tuple[str, str], list[_Group]] = {}
    for group in groups:
        operator = group.sites[0].operator
        if operator and all(site.operator == operator for site in group.sites):
            several.setdefault((operator, group.route.kind.slug), []).append(group)
    for members in several.values():
        for group in members:
            others = [
                said("{office}（{count}个）", office=other.office.name, count=len(other.sites))
                for other in members
                if other is not group
            ]
            if others:
                group.notes.setdefault(
                    said("同一主办者的其他网站因管辖不同另致{offices}，请一并协调", offices=listed(others))
                )


def _tell_of_own_business(groups: Iterable[_Group], passed: Sequence[Passed]) -> None:
    """A route that the sender has to see to itself is told where its site is written about at all."""
    about: dict[int, list[_Group]] = {}
    for group in groups:
        for site in group.sites:
            about.setdefault(site.case, []).append(group)
    for own in passed:
        for group in about.get(own.site.case, ()):
            group.notes.setdefault(said("案件{case}：{reason}", case=own.site.case, reason=own.reason))


def _portions(group: _Group) -> list[tuple[SiteFacts, ...]]:
    """Return the sites of each letter: one operator's always together, others at most so many, evenly."""
    sites = tuple(group.sites)
    whole = sites[0].operator and all(site.operator == sites[0].operator for site in sites)
    count = 1 if whole else -(-len(sites) // MOST_SITES)
    bounds = [len(sites) * number // count for number in range(count + 1)]
    return [sites[begin:end] for begin, end in pairwise(bounds)]


def _plan(group: _Group, sites: tuple[SiteFacts, ...]) -> Plan:
    return Plan(
        group.route.recipient,
        group.office,
        group.route.kind,
        sites,
        group.document,
        tuple(group.reasons),
        tuple(group.notes),
        tuple(group.copies),
    )


def _named(missing: Sequence[MissingOffice]) -> str:
    """Return one line that says what is missing and which file it belongs in."""
    return said(
        "缺少收文单位：{offices}。请在名单文件夹（WATCHLIST_DIR）的上述文件中添加 [[office]]；"
        "仅为试拟时可在 recipients/sender.toml 写 placeholder_offices = true",
        offices=listed(
            said(
                '{office}（{file}，recipient = "{recipient}"）',
                office=error.sentence,
                file=error.file,
                recipient=error.recipient,
            )
            for error in missing
        ),
    )
