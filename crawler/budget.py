"""The turns of one process at the hosts it asks: taken in blocks from the store, used one by one without it.

Requests for turns that come while the store is being asked are put into one next transaction, so that a process
that begins with hundreds of hosts asks a few times and not hundreds of times.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from zhenwei.errors import StoreError
from zhenwei.sentences import said
from zhenwei.store.budgets import Grant, Want, reserve
from zhenwei.store.database import Store
from zhenwei.store.nights import current_night
from zhenwei.store.patience import patiently

KEPT = 10_000  # hosts
FIRST_BLOCK, LARGEST_BLOCK = 8, 64
AHEAD = 10.0  # seconds that one process reserves at most: so long may another one have to wait
# A request that would wait longer is refused instead: seconds, and turns of its host.
PATIENCE, PATIENT_TURNS = 60.0, 40
SAID_AGAIN = 60.0  # seconds after which a refusal is asked for anew
_WORDS = {"night": said("本轮"), "day": said("今日")}


class UsedUp(Exception):
    """No turn at a host: its budget is used up, or it wants to be left alone. Caught by the middleware."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How a host is asked: seconds between two requests, requests a night and a day (0: no limit)."""

    delay: float
    night_limit: int = 0
    day_limit: int = 0


@dataclass(slots=True)
class _Block:
    """Turns at one host: ``left`` of them, the first at ``at`` (this process's clock)."""

    at: float = 0.0
    left: int = 0
    delay: float = 0.0
    size: int = FIRST_BLOCK
    unused: int = 0
    rest_until: float = 0.0
    used_up: str = ""
    said_at: float = 0.0

    def take(self, now: float, turns: int) -> float | None:
        """Use turns and return the seconds until the first of them; None if there are not enough."""
        while self.delay and self.left and self.at + self.delay <= now:
            # A turn that has passed is given back: two of them at once would be twice as fast.
            self.left, self.unused, self.at = self.left - 1, self.unused + 1, self.at + self.delay
        if self.left < turns:
            return None
        wait = max(0.0, self.at - now)
        self.left, self.at = self.left - turns, self.at + turns * self.delay
        return wait

    def fill(self, grant: Grant, delay: float, now: float) -> None:
        """Take over what the store has granted."""
        self.at, self.left, self.delay = now + grant.wait, grant.slots, delay
        self.used_up, self.said_at = grant.bound, now

    def drop(self) -> None:
        """Give all turns back with the next question."""
        self.left, self.unused = 0, self.unused + self.left


class Turns:
    """``await take(host, terms)`` for every request. Raises UsedUp with one sentence for the visit's record."""

    def __init__(
        self, store: Callable[[], Store], clock: Callable[[], float] = time.monotonic, patience: float = 0.0
    ) -> None:
        self._store, self._clock, self._patience = store, clock, patience
        self._blocks: OrderedDict[str, _Block] = OrderedDict()
        self._wanted: dict[str, tuple[Terms, int]] = {}
        self._given_back: dict[str, int] = {}
        # One round of questions under way, and the one that is being collected.
        self._flying: asyncio.Future[None] | None = None
        self._flying_hosts: Collection[str] = ()
        self._collecting: asyncio.Future[None] | None = None
        self._asking: asyncio.Future[None] | None = None
        self._night: int | None = None

    async def take(self, host: str, terms: Terms, turns: int = 1) -> float:
        """Return the seconds to wait for the next turn, which is then taken."""
        while True:
            block = self._block(host)
            now = self._clock()
            if block.rest_until - now > PATIENCE:
                raise UsedUp(said("{host} 要求暂缓访问，本次不再等待", host=host))
            if terms.delay > block.delay:
                block.drop()  # robots.txt has asked for a slower pace since
            if (wait := block.take(now, turns)) is not None:
                if wait > PATIENCE + PATIENT_TURNS * terms.delay:
                    block.drop()
                    raise UsedUp(said("{host} 的访问已排到 {wait:.0f} 秒以后，本次不再等待", host=host, wait=wait))
                return wait
            if block.used_up and now - block.said_at < SAID_AGAIN:
                raise UsedUp(self._why(host, block.used_up, terms))
            await self._ask(host, terms, turns)

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone, as it asks (Retry-After): all workers do, from their next block on."""
        block = self._block(host)
        block.drop()
        block.rest_until = max(block.rest_until, self._clock() + seconds)

    async def close(self) -> None:
        """Give back what was not used."""
        for host in list(self._blocks):
            self._forget(host)
        if self._asking is not None:
            await self._asking
        if self._given_back:
            await asyncio.to_thread(self._reserve, {})

    def _block(self, host: str) -> _Block:
        block = self._blocks.get(host)
        if block is None:
            block = self._blocks[host] = _Block()
            if len(self._blocks) > KEPT:
                self._forget(next(iter(self._blocks)))
        else:
            self._blocks.move_to_end(host)
        return block

    def _forget(self, host: str) -> None:
        block = self._blocks.pop(host)
        block.drop()
        if block.unused:
            self._given_back[host] = self._given_back.get(host, 0) + block.unused

    async def _ask(self, host: str, terms: Terms, turns: int) -> None:
        """Have the store asked, and return when it has been: by the round under way if that asks for the host."""
        if self._flying is not None and host in self._flying_hosts:
            await asyncio.shield(self._flying)
            return
        before = self._wanted[host][1] if host in self._wanted else 0
        self._wanted[host] = (terms, before + turns)
        if self._collecting is None:
            self._collecting = asyncio.get_running_loop().create_future()
        collecting = self._collecting
        if self._asking is None or self._asking.done():
            self._asking = asyncio.ensure_future(self._rounds())
        await asyncio.shield(collecting)

    async def _rounds(self) -> None:
        """Ask the store for everything that is wanted now; what comes meanwhile waits for the next round."""
        while self._collecting is not None:
            asked, self._wanted = self._wanted, {}
            self._flying, self._collecting, self._flying_hosts = self._collecting, None, asked.keys()
            wants = {host: self._want(host, terms, turns) for host, (terms, turns) in asked.items()}
            try:
                granted = await asyncio.to_thread(self._reserve, wants)
            except Exception as error:  # noqa: BLE001 (edge: whoever waits raises it)
                self._flying.set_exception(error)
                self._flying.exception()  # somebody has seen it, even if nobody waits any longer
            else:
                now = self._clock()
                for host, want in wants.items():
                    self._block(host).fill(granted[host], want.delay, now)
                self._flying.set_result(None)
            finally:
                self._flying = None

    def _want(self, host: str, terms: Terms, turns: int) -> Want:
        block = self._block(host)
        block.drop()
        ahead = max(1, int(AHEAD / terms.delay)) if terms.delay else LARGEST_BLOCK
        slots = max(turns, min(block.size, ahead))
        block.size = min(block.size * 2, LARGEST_BLOCK)
        unused, block.unused = block.unused, 0
        rest = max(0.0, block.rest_until - self._clock())
        return Want(slots, max(terms.delay, 0.0), terms.night_limit, terms.day_limit, unused, rest)

    def _reserve(self, wants: dict[str, Want]) -> dict[str, Grant]:
        back, self._given_back = self._given_back, {}
        everything = {host: Want(0, 0.0, unused=turns) for host, turns in back.items() if host not in wants} | wants
        try:
            # A database that starts anew costs some seconds and no visit.
            return patiently(self._store(), lambda session: self._asked(session, everything), self._patience)
        except StoreError:
            self._given_back = back
            raise

    def _asked(self, session: Session, wants: dict[str, Want]) -> dict[str, Grant]:
        if self._night is None:
            night = current_night(session)
            self._night = night.id if night is not None else 0
        return reserve(session, self._night, wants)

    @staticmethod
    def _why(host: str, what: str, terms: Terms) -> str:
        limit = terms.night_limit if what == "night" else terms.day_limit
        return said("{when}对 {host} 的请求次数已用完（上限 {limit} 次）", when=_WORDS[what], host=host, limit=limit)
