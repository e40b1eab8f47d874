"""Icons of sites, fetched once a run for each profile: the pages of a site share theirs."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from zhenwei.types import Picture, Profile

MOST = 2_000

Key = tuple[str, Profile]


class Icons:
    """The newest icons; pages that want one at the same time share one request."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Key, asyncio.Future[Picture | None]] = OrderedDict()

    async def of(self, url: str, profile: Profile, fetch: Callable[[str], Awaitable[Picture | None]]) -> Picture | None:
        """Return the icon at an address as the profile was given it, or None where there is none."""
        key = (url, profile)
        if (known := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return await asyncio.shield(known)
        future = asyncio.ensure_future(fetch(url))
        self._kept[key] = future
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return await future
