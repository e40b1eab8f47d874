"""Which profiles look at a site tonight, and why: some sites show their fake to phones, WeChat or search visitors only.

Pure: what is known of a site goes in, profiles and the reason come out. The stages gather the one and store the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

from zhenwei.sentences import said
from zhenwei.types import Profile, Visit
from zhenwei.watchlist import Watchlist

# Profiles whose captures carry pictures and favicon: the computer's page, the phone's, and what only WeChat is shown.
WITH_PICTURES = frozenset({Profile.DESKTOP, Profile.PHONE, Profile.WECHAT})
ALL = tuple(Profile)
# Who comes from an engine's results sits at a computer or a phone; what is planted shows itself to the engine's spider.
SEARCHED = (Profile.DESKTOP, Profile.PHONE, Profile.SPIDER, Profile.FROM_SEARCH)
FEWER = (Profile.DESKTOP, Profile.PHONE, Profile.FROM_SEARCH)
# A genuine site is looked at only for pages planted into it, which show themselves to search spiders first.
HIJACK = (Profile.DESKTOP, Profile.SPIDER)
OFFICIAL = (Profile.DESKTOP, Profile.PHONE)


class Why(StrEnum):
    """The reason of a choice, the most urgent first: in this order a budget is spent."""

    REPORTED = "reported"
    AD = "ad"
    CHANGED = "changed"
    DOUBTFUL = "doubtful"
    LINKED = "linked"
    NAME = "name"
    SEARCHED = "searched"
    AGAIN = "again"
    GENUINE = "genuine"
    BUDGET = "budget"


WORDS: Mapping[Why, str] = {
    Why.REPORTED: said("公众举报或人工核查，首次访问：全部身份"),
    Why.AD: said("搜索广告，首次访问：全部身份"),
    Why.CHANGED: said("上次访问后有变化：全部身份"),
    Why.DOUBTFUL: said("初步研判可疑：补足其余身份"),
    Why.LINKED: said("可疑网站指向，首次访问：全部身份"),
    Why.NAME: said("域名可疑，首次访问：全部身份"),
    Why.SEARCHED: said("自然搜索结果，域名无可疑：不含微信"),
    Why.AGAIN: said("再次访问：较少身份，并含上次看到不同内容的身份"),
    Why.GENUINE: said("官方网站：只查是否被植入"),
    Why.BUDGET: said("今夜全部身份的额度已用完：较少身份"),
}
FULL = frozenset((Why.REPORTED, Why.AD, Why.CHANGED, Why.DOUBTFUL, Why.LINKED, Why.NAME))
# Leads from lists of names: each name on them was found suspicious by the screen.
NAMES = frozenset(("lookalikes", "feeds", "ctlog", "certstream"))
LINKS = "links"
SEARCH = "search:"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a site. ``sources``: of the leads that are new since the last look (of all, at the first);
    ``advertised``: one of them was an advertisement; ``suspicious``: the screen of names says so; ``changed``: the
    watched name has changed; ``faces``: who was shown something else than others at the last look."""

    looked_before: bool = False
    sources: frozenset[str] = frozenset()
    advertised: bool = False
    suspicious: bool = False
    genuine: bool = False
    changed: bool = False
    faces: frozenset[Profile] = frozenset()


@dataclass(frozen=True, slots=True)
class Choice:
    """The profiles of a visit, in the order of ``Profile``, and the reason."""

    profiles: tuple[Profile, ...]
    why: Why

    @property
    def words(self) -> str:
        """The reason, in Chinese."""
        return WORDS[self.why]


def choose(site: Known) -> Choice:
    """Choose the profiles of a site's visit by what is known of it."""
    if site.genuine:
        return Choice(HIJACK, Why.GENUINE)
    if (why := _urgent(site)) is not None:
        return Choice(ALL, why)
    if not site.looked_before or any(source.startswith(SEARCH) for source in site.sources):
        return Choice(_ordered({*SEARCHED, *site.faces}), Why.SEARCHED)
    return Choice(_ordered({*FEWER, *site.faces}), Why.AGAIN)


def _urgent(site: Known) -> Why | None:
    """Return the first reason for which all profiles look."""
    told = {source for source in site.sources if not source.startswith(SEARCH)}
    if told - NAMES - {LINKS}:
        return Why.REPORTED
    if site.advertised:
        return Why.AD
    if site.changed and site.looked_before:
        return Why.CHANGED
    if LINKS in told:
        return Why.LINKED
    if told & NAMES or (site.suspicious and not site.looked_before):
        return Why.NAME
    return None


_Key = TypeVar("_Key", bound=Hashable)


def within_budget(choices: Mapping[_Key, Choice], budget: int) -> dict[_Key, Choice]:
    """Let at most ``budget`` sites be looked at by all profiles (0: no limit), the most urgent first, else in order."""
    order = list(Why)
    full = sorted((key for key in choices if choices[key].why in FULL), key=lambda key: order.index(choices[key].why))
    over = {key: choices[key] for key in full[budget:]} if budget else {}
    return {**choices, **without_full(over)}


def without_full(choices: Mapping[_Key, Choice]) -> dict[_Key, Choice]:
    """Return the choices of a night whose budget of full looks is used up."""
    return {
        key: replace(choice, profiles=SEARCHED, why=Why.BUDGET) if choice.why in FULL else choice
        for key, choice in choices.items()
    }


def missing_profiles(seen: Collection[Profile]) -> tuple[Profile, ...]:
    """Return the profiles that have not looked yet, for a site whose first captures leave a doubt."""
    return tuple(profile for profile in Profile if profile not in seen)


def first_profiles() -> tuple[Profile, ...]:
    """All five: for the first visit of a suspicious name, and whenever a person asks."""
    return ALL


def recheck_profiles(shown: Collection[Profile] = ()) -> tuple[Profile, ...]:
    """Fewer afterwards: the two that most fakes serve, the one that sees what is hidden from direct visitors, and
    whoever was shown what the case is about."""
    return _ordered({*FEWER, *shown})


def official_profiles() -> tuple[Profile, ...]:
    """A genuine page has one face; phones often get another layout."""
    return OFFICIAL


def _ordered(profiles: Collection[Profile]) -> tuple[Profile, ...]:
    return tuple(profile for profile in Profile if profile in profiles)


def left_alone(watchlist: Watchlist) -> Callable[[str, Visit], bool]:
    """Return what tells the hosts that no visit to another site may ask on its way: the protected look-ups, which are
    never queried by a program, and the sites that people have cleared."""

    def alone(host: str, visit: Visit) -> bool:
        if host == visit.site or not watchlist.is_left_alone(host):
            return False
        return watchlist.genuine_organ(visit.site) is None

    return alone
