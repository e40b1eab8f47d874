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

from collections.abc import Iterable

from zhenwei.types import Profile

RENDERS_A_SITE = 3
Look = tuple[str, Profile]


def worth_rendering(
    looks: Iterable[tuple[Look, str]],
    strongest: Iterable[Look],
    differing: Iterable[Look],
    *,
    flagged: bool,
    score: float,
    threshold: float,
) -> dict[Look, str]:
    """Return at most RENDERS_A_SITE looks with the reason for each, the most telling first.

    ``looks``: those that got a page, with what the markup hides ("" for nothing); ``strongest``: where findings are,
    best first; ``differing``: who was shown another page; ``threshold``: the score from which a site enters the queue.
    """
    reason = "flagged" if flagged else "near" if score >= threshold / 2 else ""
    seen = list(looks)
    wanted: list[tuple[Look, str]] = []
    if reason:
        wanted += [(look, reason) for look in list(strongest)[:1]]
    wanted += [(look, hidden) for look, hidden in seen if hidden][:RENDERS_A_SITE]
    wanted += [(look, "faces") for look in differing]
    if reason:
        wanted += [(look, reason) for look, _ in seen[:1]]
    chosen: dict[Look, str] = {}
    for look, why in wanted:
        chosen.setdefault(look, why)
    return dict(list(chosen.items())[:RENDERS_A_SITE])
