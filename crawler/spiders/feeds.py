"""Lists of names (new registrations, zones, threats, an office's own), brought to one name a line to be screened."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from crawler.discovering import UNIT_HEADERS, DiscoverySpider
from crawler.feeds.bring import Bringer, Brought, Known, Part, known_parts, position_of, state_folder, watch_digest
from crawler.feeds.download import Download, Validators
from crawler.feeds.local import local_parts
from crawler.feeds.secrets import Hidden
from crawler.items import UnitDone
from crawler.outcomes import outcome_of
from zhenwei.clock import now, today
from zhenwei.errors import BadInput, SettingsError
from zhenwei.store.models import UnitRow
from zhenwei.store.nights import position
from zhenwei.watchlist.sources import SECRET, Source, dated, load_sources, masked


class FeedsSpider(DiscoverySpider):
    """One unit is one source. The unit's detail may hold the ``address`` of tonight; the rest is configuration."""

    name = "feeds"

    @cached_property
    def _sources(self) -> Mapping[str, Source]:
        settings = self.deployment.settings
        return {source.name: source for source in load_sources(settings.feed_urls, settings.watchlist_dir)}

    @cached_property
    def _one_at_a_time(self) -> asyncio.Lock:
        return asyncio.Lock()  # reading is computing: two lists side by side take twice the memory and no less time

    async def work(self, unit: UnitRow) -> UnitDone:
        hidden = Hidden()
        try:
            source = self._sources.get(unit.source) or Source(name=unit.source[:200], at=unit.source)
            hidden.hide(source.token(os.environ))
            return await self._bring(unit, source, hidden)
        except (BadInput, SettingsError) as error:
            return UnitDone(unit.id, "error", detail={"why": hidden.without(str(error))[:500]})
        except Exception as error:  # noqa: BLE001 (outer edge of a unit: whatever it was may quote the secret)
            return UnitDone(unit.id, "error", detail={"why": hidden.without(outcome_of(error)[1])})
        finally:
            hidden.close()

    async def _bring(self, unit: UnitRow, source: Source, hidden: Hidden) -> UnitDone:
        store, settings = self.deployment.store, self.deployment.settings
        with store.reading() as session:
            before = position(session, f"feeds:{source.name}")
        known, watch = known_parts(before), watch_digest(self.deployment.watchlist)
        everything = before.get("watch") != watch
        folder = settings.data_dir / "feeds" / str(self.night)
        download: Download | None = None
        if source.remote:
            old = known[""] if "" in known else Known()
            there = (state_folder(settings.data_dir, source.name) / (old.snapshot or ".")).is_file()
            part, download = await self._remote(unit, source, hidden, folder, old.mark if there else {})
            parts = [part]
        else:
            parts = await asyncio.to_thread(local_parts, source.at)
        bringer = Bringer(folder, state_folder(settings.data_dir, source.name), unit.id)
        async with self._one_at_a_time:
            brought = await asyncio.to_thread(bringer.bring, parts, known, everything=everything)
        if download is not None:
            await asyncio.to_thread(download.finish)
        return self._done(unit, source, brought, before, watch)

    async def _remote(
        self, unit: UnitRow, source: Source, hidden: Hidden, folder: Path, old: Mapping[str, Any]
    ) -> tuple[Part, Download]:
        """Fetch the list unless the server says that it is the one that was read last."""
        planned = unit.detail.get("day")
        address = dated(source.at, date.fromisoformat(planned) if planned else today())
        headers, url = _headers(source, hidden.secret), address.replace(SECRET, hidden.secret)
        target = folder / f"{unit.id}.raw"
        download = Download(self.fetch, url, headers, target, masked(address))
        validators = Validators(**{key: str(old.get(key, "")) for key in ("address", "etag", "modified")})
        seen = await download.run(validators)
        # A list that came is read, whatever its validators say; one that did not come keeps its mark.
        mark = dict(old) if seen is None else {**asdict(seen), "read": unit.id}
        modified = validators.modified if seen is None else seen.modified
        return Part("", target, mark, urlsplit(address).path.rpartition("/")[2], _date_of(modified)), download

    def _done(self, unit: UnitRow, source: Source, brought: Brought, before: Mapping[str, Any], watch: str) -> UnitDone:
        limit = self.deployment.settings.source_stale_days if source.stale_days is None else source.stale_days
        changed = now().isoformat() if brought.changed else str(before.get("changed") or now().isoformat())
        names = int(before.get("names") or 0) if brought.names is None else brought.names
        newest = max((known.dated for known in brought.known.values()), default="")
        shapes = {known.shape for known in brought.known.values()}
        detail: dict[str, object] = {
            "names": names,
            "fresh": brought.fresh,
            "bad": brought.bad,
            "kind": "+".join(sorted(shapes)),
            "changed": changed,
            "dated": newest,
            "stale_days": limit,
            "take": source.take,
        }
        outcome = "results"
        if brought.file is not None:
            detail["file"] = str(brought.file)
        elif not names:
            outcome, detail["why"] = "nothing", "名单是空的"
        elif not brought.changed:
            outcome, detail["why"] = "nothing", "名单没有变化"
            if limit and datetime.fromisoformat(changed) < now() - timedelta(days=limit):
                outcome = "stale"
        if brought.problems:
            detail["problems"] = brought.problems[:20]
        place = (f"feeds:{source.name}", position_of(brought, watch) | {"changed": changed, "names": names})
        return UnitDone(unit.id, outcome, looked_at=sum(brought.read), detail=detail, position=place)


def _headers(source: Source, secret: str) -> dict[str, str]:
    headers = dict(UNIT_HEADERS)
    if secret and SECRET not in source.at:
        name, _, value = source.header.partition(":")
        headers[name.strip()] = value.strip().replace(SECRET, secret)
    return headers


def _date_of(modified: object) -> date | None:
    try:
        return parsedate_to_datetime(str(modified)).astimezone(UTC).date() if modified else None
    except (TypeError, ValueError):
        return None
