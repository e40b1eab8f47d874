"""What decides a site's routes, added to its facts: acts, platform, registrant."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from takedown import acts, marks
from takedown.clean import plain
from takedown.facts import SiteFacts
from takedown.seats import company
from zhenwei.types import Page
from zhenwei.watchlist import Watchlist


def with_bearings(
    site: SiteFacts,
    registration: Mapping[str, object],
    rules: Mapping[str, str],
    pages: Sequence[Page],
    spoken: str,
    watchlist: Watchlist,
) -> SiteFacts:
    """Return the facts with what routing asks for.

    ``registration``: the stored record; ``rules``: ids that gave points in the newest opinion, with what they said;
    ``pages``: the captures that the letter rests on; ``spoken``: what was quoted of them.
    """
    text = "\n".join(marks.visible_text(page.html) for page in pages)
    tenant = acts.is_tenant(site.host, watchlist)
    registrant = "" if tenant else company(plain(str(registration.get("registrant") or ""), 80))
    return replace(
        site,
        acts=acts.acts_of(rules, [page.html for page in pages]),
        platform=acts.platform_of(site.host, watchlist),
        registrant=registrant,
        tenant=tenant,
        empty=acts.is_empty(rules, text, len(site.contacts)),
        only_others=acts.only_other_regimes(spoken),
    )
