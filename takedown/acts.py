"""What a confirmed site does beside its finding, read from the reasons of the newest opinion and from its pages."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

from takedown.facts import Act, PlatformFacts, Regime
from takedown.regimes import WORDS, regimes_in
from zhenwei.address import is_below, owner_domain, registrable
from zhenwei.watchlist import Watchlist

# Rules of detectors/rules that say so: tools and offers of forging; identity papers or money in a regulator's name.
_FORGING = frozenset({"P102", "P120"})
_PHISHING = frozenset({"P022"})
# Rules about nothing but the name and its registration.
_NAME_ONLY = frozenset({"P004", "P014", "P015", "P016", "P020"})
_LEAST_TEXT = 20  # characters; a parked or empty page says less of its own

_SUBJECT = re.compile(r"证|查询|应急|安全|安监|特种")
_ASKED = re.compile(r"银行卡号|信用卡号|支付密码|取款密码|银行卡密码|CVV", re.IGNORECASE)
_STOLEN = re.compile(r"备案号（|官方页面上的编号（")
_FIELD = re.compile(r"(?is)<(?:input|textarea|form)\b")
# What the work-safety regulator's own papers are called, once the words of the other regimes are taken away.
_WORK = re.compile(
    r"特种作业|电工|焊工|焊接|切割作业|高处作业|登高|高空|制冷|空调作业|煤矿|危化|危险化学品|烟花爆竹|"
    r"安全员|安全管理人员|主要负责人|应急管理|安监|操作证"
)
_EQUIPMENT_PAPER = re.compile(r"特种设备(?:作业人员|操作|安全管理)?[^，。；\n]{0,6}证|叉车操作证|行车操作证|电梯操作证")


def acts_of(rules: Collection[str], markup: Iterable[str]) -> tuple[Act, ...]:
    """Return what the site does. ``rules``: ids that gave points; ``markup``: its captured pages."""
    found = []
    if _FORGING & set(rules):
        found.append(Act.FORGES)
    if _PHISHING & set(rules) or any(_FIELD.search(page) and _ASKED.search(page) for page in markup):
        found.append(Act.PHISHES)
    return tuple(found)


def is_empty(rules: Collection[str], text: str, contacts: int) -> bool:
    """True if nothing but the name speaks: reasons about the name alone, no content, no way of contact."""
    named = bool(rules) and not set(rules) - _NAME_ONLY
    return named and not contacts and len("".join(text.split())) < _LEAST_TEXT and not _SUBJECT.search(text)


def only_other_regimes(text: str) -> bool:
    """True if a text offers papers of other regulators and none of the work-safety one."""
    regimes = regimes_in(text)
    if not regimes:
        return False
    rest = _EQUIPMENT_PAPER.sub("", text) if Regime.EQUIPMENT in regimes else text
    for words in (WORDS[regime] for regime in regimes):
        for word in words:
            rest = rest.replace(word, "")
    return not _WORK.search(rest)


def platform_of(host: str, watchlist: Watchlist) -> PlatformFacts | None:
    """Return the platform whose customer answers at a host, None for a site of its own."""
    for row in watchlist.platforms:
        if row.holds(host):
            return PlatformFacts(row.name, row.brand, row.kind, row.region, row.verified)
    return None


def is_tenant(host: str, watchlist: Watchlist) -> bool:
    """True if the host is a customer's below the domain of a site builder or host: that domain is lawful itself."""
    builders = (name for shared in watchlist.shared.values() for name in shared.builders)
    return owner_domain(host) != registrable(host) or any(is_below(host, name) and host != name for name in builders)


def is_borrowed(numbers: Iterable[str], rules: Mapping[str, str], watchlist: Watchlist) -> bool:
    """True if a filing number is one that a protected organ holds, by its file or by its pages on record (P009)."""
    if _STOLEN.search(rules.get("P009", "")):
        return True
    known = {_digits(organ.icp) for organ in watchlist.organs.values() if organ.icp}
    return any(_digits(number) in known for number in numbers)


def _digits(number: str) -> str:
    """Return a filing number without spaces and the site's own ending (-1), as numbers are compared."""
    return re.sub(r"\s+|-\s*\d+$", "", number).removesuffix("号")
