"""What one worker has in hand: hosts taken from the frontier, their visits given out one by one, results stored."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from crawler.items import Capture
from crawler.worker import Worker
from crawler.writer import Closed, Writer
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.store.database import Store
from zhenwei.store.frontier import LATER, Turn, is_fetching_closed, mend, waits
from zhenwei.store.frontiers import frontier_of
from zhenwei.store.models import NightRow, SiteRow
from zhenwei.store.visits import Ended, finish_visits
from zhenwei.types import Visit

POLL_SECONDS = 0.2
MEND_SECONDS = 5.0
# Requests to one host that are under way or next in line; more would only wait in the queue of its download slot.
HOST_FLYING = 4


@dataclass(slots=True)
class _Held:
    turn: Turn
    waiting: deque[Visit]
    left: int  # visits whose results are not in the store yet
    flying: int = 0


class Hand:
    """Takes turns while there is room, for as long as anything waits (``stay``: until fetching is closed)."""

    def __init__(
        self, store: Store, settings: Settings, night: int, purposes: Sequence[str],
        failed: Callable[[str], None], *, stay: bool = False, limit: int = 0,
    ) -> None:  # fmt: skip
        self._settings, self._night = settings, night
        self._purposes, self._stay, self._limit = tuple(purposes), stay, limit
        self._failed = failed
        self._worker = Worker(settings.data_dir)
        self._writer: Writer[Capture] = Writer(
            store, settings.store_patience, self._store, self._stored, lambda error: failed(str(error))
        )
        self._held: dict[int, _Held] = {}
        self._of_visit: dict[int, _Held] = {}
        self._order: deque[_Held] = deque()
        self._flying = 0
        self._changed = asyncio.Event()
        self._look_again = self._mend_at = self._taken_at = 0.0
        # Enough hosts that every connection has one to ask while others rest between two requests, and no more: what is
        # in hand when the night draws to its end is what other workers cannot help with.
        self._least = self._hosts = max(8, settings.concurrency if settings.delay else settings.concurrency // 2)
        self._pause = settings.delay * 1.3

    async def visits(self) -> AsyncIterator[Visit]:
        """Yield visits, hosts in turn, whenever there is room for one more. Ends when nothing is left to do."""
        # Whoever stops the crawl closes the hand while the next visits are being looked for.
        with suppress(Closed):
            async for visit in self._visits():
                yield visit

    async def _visits(self) -> AsyncIterator[Visit]:
        given = 0
        while not self._limit or given < self._limit:
            if self._flying < HOST_FLYING * self._settings.concurrency and (visit := self._next()) is not None:
                given += 1
                yield visit
                continue
            if self._wants_more():
                if await self._take():
                    continue
                if not self._held and await self._over():
                    return
                self._look_again = time.monotonic() + POLL_SECONDS
            await self._change()

    def _wants_more(self) -> bool:
        """True once half of the hosts are done with; and, with any room at all, every now and then: what comes first
        in the frontier may just have come."""
        moment = time.monotonic()
        if len(self._held) <= self._hosts // 2:
            return moment >= self._look_again
        return len(self._held) < self._hosts and moment >= self._taken_at + POLL_SECONDS

    async def done(self, item: Capture) -> None:
        """Hand over a result; it is stored with others, and a host whose last visit it was is given back."""
        if (held := self._of_visit.get(item.visit.id)) is not None:
            held.flying -= 1
            self._flying -= 1
        self._changed.set()
        await self._writer.put(item)

    async def open(self) -> None:
        """Begin: say that this worker lives, and take back what workers of this machine left when they were lost."""
        self._worker.__enter__()
        self.frontier = await self._writer.run(lambda session: frontier_of(session, self._settings, self._night))
        await self._writer.run(self._bury)
        self._heart = asyncio.ensure_future(self._beat())

    async def close(self) -> None:
        """End: store what is done and give back the rest."""
        self._heart.cancel()
        await self._writer.finish()
        if not self._writer.broken:  # also if nothing is held: a turn may just be on its way here
            await self._writer.run(lambda session: self.frontier.release(session, [self._worker.name], self._pause))
        self._writer.close()
        self._worker.__exit__()

    def _next(self) -> Visit | None:
        for _ in range(len(self._order)):
            held = self._order[0]
            if not held.waiting:
                self._order.popleft()
                continue
            self._order.rotate(-1)
            if held.flying < HOST_FLYING:
                held.flying += 1
                self._flying += 1
                return held.waiting.popleft()
        return None

    async def _change(self) -> None:
        self._changed.clear()
        try:
            async with asyncio.timeout(POLL_SECONDS):
                await self._changed.wait()
        except TimeoutError:
            pass

    async def _take(self) -> bool:
        turns = await self._writer.run(self._taken)
        self._taken_at = time.monotonic()
        if turns:
            # Hosts with one page each are taken many at once: a transaction costs the same for one as for fifty.
            average = sum(len(turn.visits) for turn in turns) / len(turns)
            self._hosts = max(self._least, int(HOST_FLYING * self._settings.concurrency / average))
        for turn in turns:
            held = _Held(turn, deque(turn.visits), len(turn.visits))
            self._held[turn.site] = held
            if turn.priority < LATER:
                self._order.appendleft(held)
            else:
                self._order.append(held)
            self._of_visit.update(dict.fromkeys((visit.id for visit in turn.visits), held))
        return bool(turns)

    def _taken(self, session: Session) -> list[Turn]:
        name, most = self._worker.name, self._hosts - len(self._held)
        turns = self.frontier.take(session, name, self._night, self._purposes, most)
        # Whose visits have ended some other way meanwhile.
        self.frontier.finish(session, name, [turn for turn in turns if not turn.visits], 0.0)
        return [turn for turn in turns if turn.visits]

    async def _over(self) -> bool:
        """True if there is nothing more to do. Else somebody else has it in hand, or it is yet to come."""
        return await self._writer.run(self._is_over)

    def _is_over(self, session: Session) -> bool:
        if not waits(session, self._night, self._purposes):
            night = session.get(NightRow, self._night)
            open_still = night is not None and night.finished_at is None
            return not (self._stay and open_still and not is_fetching_closed(session, self._night))
        self._bury(session)
        if time.monotonic() >= self._mend_at:
            self._mend_at = time.monotonic() + MEND_SECONDS
            mend(session, self._night, self._purposes)
        return False

    def _bury(self, session: Session) -> None:
        lost = [name for name in self.frontier.workers(session) if self._worker.is_lost(name)]
        if lost:
            self.frontier.release(session, lost, self._pause)

    def _store(self, session: Session, items: list[Capture]) -> None:
        """Store results and give back the hosts that are done with, in one transaction."""
        ends = [_ended(item) for item in items]
        if twice := finish_visits(session, ends):
            # Another worker was faster. The folder on the disk is the one that was put there last.
            ours = [end for end in ends if end.visit in twice and self._is_ours(end)]
            finish_visits(session, ours, again=True)
        for item in items:
            if item.registration is not None:
                seen = item.registration
                saying = update(SiteRow).where(SiteRow.registrable == seen.domain)
                session.execute(saying.values(registered_on=seen.registered, registration=dict(seen.answer)))
        self.frontier.finish(session, self._worker.name, self._through_with(items), self._pause)

    def _through_with(self, items: Sequence[Capture]) -> list[Turn]:
        counts = Counter(held.turn.site for item in items if (held := self._of_visit.get(item.visit.id)))
        return [self._held[s].turn for s, count in counts.items() if s in self._held and self._held[s].left == count]

    def _stored(self, items: list[Capture]) -> None:
        for item in items:
            held = self._of_visit.pop(item.visit.id, None)
            if held is None:
                continue
            held.left -= 1
            if not held.left and self._held.get(held.turn.site) is held:
                del self._held[held.turn.site]
        self._look_again = 0.0
        self._changed.set()

    def _is_ours(self, end: Ended) -> bool:
        if not end.folder:
            return False
        manifest = self._settings.evidence_dir / end.folder / "manifest.json"
        return manifest.exists() and hashlib.sha256(manifest.read_bytes()).hexdigest() == end.manifest_sha256

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._settings.lease_seconds / 4)
            try:
                kept = await self._writer.run(lambda session: self.frontier.renew(session, self._worker.name))
            except Exception as error:  # noqa: BLE001 (edge of the heart beat: the crawl must hear of it)
                self._failed(str(error))
                return
            for site in self._held.keys() - kept:
                # In other hands meanwhile: what is under way is stored if nobody was faster, the rest is theirs.
                held = self._held.pop(site)
                held.waiting.clear()


def _ended(item: Capture) -> Ended:
    page = item.page
    return Ended(
        item.visit.id,
        item.visit.site,
        item.outcome,
        page.captured_at if page else now(),
        error=item.error,
        status=page.status if page else 0,
        final_url=page.final_url if page else "",
        title=item.title,
        folder=item.folder,
        manifest_sha256=item.manifest_sha256,
    )
