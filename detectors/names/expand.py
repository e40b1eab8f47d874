"""From protected names to the names that a copy could be registered under, the most plausible first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detectors.names.families import FAMILIES
from detectors.names.opinion import Variant
from detectors.names.subjects import Subject, subjects
from zhenwei.address import ascii_host, unicode_host
from zhenwei.errors import BadInput
from zhenwei.watchlist import Watchlist

# What is sold freely and has been met in referrals of this kind; gov.cn is missing on purpose: nobody can buy there.
_SUFFIXES = (
    ("com", 1.0),
    ("cn", 1.0),
    ("com.cn", 0.97),
    ("org.cn", 0.95),
    ("net.cn", 0.9),
    ("net", 0.85),
    ("org", 0.85),
    ("top", 0.85),
    ("vip", 0.8),
    ("xyz", 0.8),
    ("cc", 0.75),
    ("club", 0.6),
    ("site", 0.6),
    ("online", 0.6),
    ("shop", 0.55),
    ("icu", 0.55),
    ("info", 0.55),
    ("ltd", 0.5),
    ("co", 0.5),
    ("work", 0.45),
    ("wang", 0.45),
    ("asia", 0.4),
    ("pro", 0.4),
    ("cn.com", 0.4),
)
_HAN_SUFFIXES = (
    ("com", 1.0),
    ("cn", 1.0),
    ("中国", 0.95),
    ("net", 0.8),
    ("网络", 0.6),
    ("公司", 0.6),
    ("网址", 0.5),
    ("top", 0.5),
)
_PLATFORMS = (("github.io", 0.4), ("pages.dev", 0.4), ("vercel.app", 0.4), ("netlify.app", 0.35), ("web.app", 0.3))
_ON_PLATFORMS = {"written-together", "certificate"}
# An organ further down the list comes later, but its best names come before the worst of the first.
_BY_RANK = (1.0, 0.75, 0.6)
_LEAST = (0.2, 0.3, 0.36)


def expand(watchlist: Watchlist, names: Sequence[str] = ()) -> Iterator[Variant]:
    """Yield copies worth watching of all protected organs, or of the names given.

    No name twice, none below gov.cn, none that is genuine; always in the same order. Raises BadInput for a name that
    is neither on the watchlist nor a host.
    """
    best: dict[str, tuple[float, str, str, str]] = {}
    for subject in subjects(watchlist, names):
        for weight, domain, family in _of(subject):
            known = best.get(domain)
            if known is None or weight > known[0]:
                best[domain] = (weight, domain, family, subject.target)
    for _, domain, family, target in sorted(best.values(), key=lambda row: (-row[0], row[1])):
        if not watchlist.genuine_organ(domain) and not f".{domain}".endswith((".gov.cn", ".xn--zfr164b")):
            yield Variant(domain, unicode_host(domain), family, target)


def _of(subject: Subject) -> Iterator[tuple[float, str, str]]:
    share, least = _BY_RANK[subject.rank], _LEAST[subject.rank]
    for domain in subject.retired:
        if not domain.endswith(".gov.cn"):
            yield share, domain, "retired"
    for family, make in FAMILIES:
        for stem, likely in make(subject):
            for suffix, weight in _suffixes(stem, family):
                plausibility = round(likely * weight * share, 4)
                if plausibility >= least and (domain := _domain(stem, suffix)):
                    yield plausibility, domain, family if (suffix, weight) not in _PLATFORMS else "platform"


def _suffixes(stem: str, family: str) -> Iterable[tuple[str, float]]:
    if family == "han":
        return _HAN_SUFFIXES
    if family in _ON_PLATFORMS and len(stem) > 6:
        return (*_SUFFIXES, *_PLATFORMS)
    return _SUFFIXES


def _domain(stem: str, suffix: str) -> str:
    """Return the ASCII name, or nothing if no registry could hold it."""
    try:
        host = ascii_host(f"{stem}.{suffix}")
    except BadInput:
        return ""
    longest = max(len(label) for label in host.split("."))
    return host if longest <= 63 and not host.startswith("-") and host.count(".") < 8 else ""
