"""From protected names to the names that a copy could be registered under, the most plausible first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

import idna

from detectors.names.families import FAMILIES
from detectors.names.opinion import Variant
from detectors.names.parts import Pattern
from detectors.names.seen import Seen
from detectors.names.subjects import Subject, subjects
from detectors.names.suffixes import closed
from detectors.names.tr39 import registrable_in
from zhenwei.address import unicode_host
from zhenwei.watchlist import Watchlist

# Where the list ends: what costs more decibels is no likelier than any other name.
LAST = 34
_LABEL = r"(?!..--(?<!xn--))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_NAME = re.compile(rf"(?=.{{4,253}}$){_LABEL}(?:\.{_LABEL})+")


def expand(watchlist: Watchlist, names: Sequence[str] = ()) -> Iterator[Variant]:
    """Yield copies worth watching of all protected organs, or of the names given.

    No name twice, none below a suffix that is not on sale, none that is genuine; always in the same order, the most
    plausible first, made one by one in constant memory. Raises BadInput for a name that is neither on the watchlist
    nor a host.
    """
    found = subjects(watchlist, names)
    own = frozenset(s.government.suffix for s in found if s.government.closed)
    genuine = frozenset(domain for organ in watchlist.organs.values() for domain in organ.domains)
    given = frozenset(".".join((*labels, s.government.suffix)) for s in found for labels in s.hosts)
    return _stream([p for subject in found for p in _patterns(subject)], genuine | given, own)


def _patterns(subject: Subject) -> Iterator[Pattern]:
    for family in FAMILIES:
        for pattern in family(subject):
            yield replace(pattern, target=subject.target, cost=pattern.cost + subject.rank)


def _stream(patterns: list[Pattern], genuine: frozenset[str], own: frozenset[str]) -> Iterator[Variant]:
    seen = Seen()
    for level in range(LAST + 1):
        for pattern, text in _in_turn([p for p in patterns if p.can(level)], level):
            domain = text if text.isascii() else _encoded(text)
            if (
                _NAME.fullmatch(domain)
                and not closed(domain, own)
                and not _is_below_any(domain, genuine)
                and seen.add(domain)
            ):
                yield Variant(domain, text if domain is not text else unicode_host(domain), pattern.family, pattern.target)


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
    try:
        end = end if end.isascii() else idna.encode(end).decode()
        return f"{idna.encode(label).decode()}.{end}" if registrable_in(end, label) else ""
    except idna.IDNAError:
        return ""


def _is_below_any(domain: str, genuine: frozenset[str]) -> bool:
    while domain:
        if domain in genuine:
            return True
        domain = domain.partition(".")[2]
    return False
