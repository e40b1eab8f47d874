"""From protected names to the names that a copy could be registered under, the most plausible first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice

import idna

from detectors.names.countries import closed_suffixes
from detectors.names.families import FAMILIES
from detectors.names.opinion import Variant
from detectors.names.parts import Pattern
from detectors.names.seen import Seen
from detectors.names.subjects import Subject, subjects
from detectors.names.suffixes import CLOSED
from detectors.names.tr39 import registrable_in
from zhenwei.address import suffix, unicode_host
from zhenwei.errors import BadInput
from zhenwei.watchlist import Watchlist

# What costs more decibels is no likelier than any other name; few look up more names than this in a night.
LAST = 40
MOST = 500_000
_LONGEST_SUFFIX = 16
_LABEL = r"(?!..--(?<!xn--))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?!.\.[^.]+$)(?=.{{4,253}}$){_LABEL}(?:\.{_LABEL})+")


def expand(watchlist: Watchlist, names: Sequence[str] = (), *, most: int = MOST, family: str = "") -> Iterator[Variant]:
    """Yield copies worth watching of all protected organs, or of the names given; ``most`` of them, of one family.

    No name twice, none below a suffix that is not on sale, none that is genuine; always in the same order, the most
    plausible first, made one by one in constant memory. Raises BadInput for a name that is neither on the watchlist
    nor a host, and for a family that does not exist.
    """
    found = subjects(watchlist, names)
    own = {s.government.suffix for s in found if s.government.closed}
    given = {".".join((*labels, s.government.suffix)) for s in found for labels in s.hosts}
    genuine = {domain for organ in watchlist.organs.values() for domain in organ.domains}
    cleared = {row.name for row in watchlist.lawful}
    forbidden = CLOSED | closed_suffixes() | own | given | genuine | cleared
    patterns = [pattern for subject in found for pattern in _patterns(subject)]
    if family:
        patterns = [pattern for pattern in patterns if pattern.family == _known(family, patterns)]
    return islice(_stream(patterns, forbidden), most)


def _known(family: str, patterns: Sequence[Pattern]) -> str:
    known = sorted({pattern.family for pattern in patterns})
    if family not in known:
        raise BadInput(f"没有 {family!r} 这一类变体；可用：{'、'.join(known)}")
    return family


def _patterns(subject: Subject) -> Iterator[Pattern]:
    for family in FAMILIES:
        for pattern in family(subject):
            yield replace(pattern, target=subject.target, cost=pattern.cost + subject.rank)


def _stream(patterns: list[Pattern], forbidden: frozenset[str]) -> Iterator[Variant]:
    seen = Seen()
    for level in range(LAST + 1):
        for pattern, text in _in_turn([p for p in patterns if p.can(level)], level):
            domain = text if text.isascii() else _encoded(text)
            if (
                _NAME.fullmatch(domain)
                and not (len(domain) < _LONGEST_SUFFIX and suffix(domain) == domain)
                and not _is_below_any(domain, forbidden)
                and seen.add(domain)
            ):
                seen_as = unicode_host(text) if domain is text and "xn--" in text else text
                yield Variant(domain, seen_as, pattern.family, pattern.target)


def _in_turn(patterns: Sequence[Pattern], level: int) -> Iterator[tuple[Pattern, str]]:
    """Yield names of equal cost from every pattern in turn, so that no family and no organ crowds out the others."""
    turns = [(pattern, pattern.at(level)) for pattern in patterns]
    while turns:
        left = []
        for pattern, names in turns:
            text = next(names, None)
            if text is not None:
                yield pattern, text
                left.append((pattern, names))
        turns = left


def _encoded(text: str) -> str:
    """Return the ASCII form of a name if its registry would take it, else nothing."""
    label, _, end = text.partition(".")
    end = end if end.isascii() else _punycode(end)
    own = _punycode(label) if registrable_in(end, label) else ""
    return f"{own}.{end}" if own and end else ""


@lru_cache(maxsize=4096)
def _punycode(label: str) -> str:
    """Return the ASCII form of a label, nothing if IDNA 2008 refuses it."""
    try:
        return idna.encode(label).decode()
    except idna.IDNAError:
        return ""


def _is_below_any(domain: str, forbidden: frozenset[str]) -> bool:
    at = 0
    while domain[at:] not in forbidden:
        dot = domain.find(".", at)
        if dot < 0:
            return False
        at = dot + 1
    return True
