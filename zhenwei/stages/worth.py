"""Which looks of a site are worth a browser. Pure.

| reason | what is rendered |
|---|---|
| ``shell`` ``data`` ``drawn`` ``styled`` ``swapped`` | markup that hides what visitors see (page/shell.py) |
| ``faces`` | where profiles were shown different pages: the odd one, and what it differs from |
| ``flagged`` | the page with the strongest finding, and the first page: they want a picture |
| ``near`` | the same, where the score is near the threshold and a picture or a script may tip it |

Not rendered again: a page that this night has rendered already; genuine sites (their front page is, as a baseline).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.page.shell import Static, differ
from zhenwei.types import Profile

RENDERS_A_SITE = 3
Look = tuple[str, Profile]


@dataclass(frozen=True, slots=True)
class Seen:
    """One static look that got a page; ``final`` is the host where it ended."""

    url: str
    profile: Profile
    final: str
    static: Static


def worth_rendering(
    looks: Sequence[Seen], strongest: Iterable[Look], *, flagged: bool, score: float, threshold: float
) -> dict[Look, str]:
    """Return at most RENDERS_A_SITE looks with the reason for each, the most telling first.

    ``strongest``: where the findings are, best first. ``threshold``: the score from which a site enters the queue.
    """
    chosen: dict[Look, str] = {}
    reason = "flagged" if flagged else "near" if score >= threshold / 2 else ""
    if reason:
        for look in list(strongest)[:1]:
            chosen[look] = reason
    for seen in looks:
        if seen.static.needs and len(chosen) < RENDERS_A_SITE:
            chosen.setdefault((seen.url, seen.profile), seen.static.needs)
    for odd, plain in odd_ones(looks):
        for seen in (odd, plain):
            chosen.setdefault((seen.url, seen.profile), "faces")
    if reason and looks:
        chosen.setdefault((looks[0].url, looks[0].profile), reason)
    return dict(list(chosen.items())[:RENDERS_A_SITE])


def odd_ones(looks: Sequence[Seen]) -> list[tuple[Seen, Seen]]:
    """Return the looks that were shown another page than the first look at the same address, with that look."""
    first: dict[str, Seen] = {}
    found = []
    for seen in looks:
        plain = first.setdefault(seen.url, seen)
        if plain is not seen and (plain.final != seen.final or differ(plain.static, seen.static)):
            found.append((seen, plain))
    return found
