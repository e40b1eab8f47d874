"""When and by whom a domain was registered: RDAP where its registry speaks it, else WHOIS; once for each domain."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin, urlsplit

import structlog
from scrapy.http import Response
from sqlalchemy import select

from crawler import rdap
from crawler.deployment import Deployment
from crawler.items import Registration as Seen
from crawler.whois.client import WhoisClient
from zhenwei.address import registrable
from zhenwei.evidence.exchange import Exchange
from zhenwei.store.models import SiteRow

_REDIRECTS = 3
# Registries that answer WHOIS only (IANA's bootstrap registry has no server for them).
NO_RDAP = ("cn", "xn--fiqs8s", "xn--fiqz9s")
_log = structlog.get_logger()


class Fetcher(Protocol):
    """What fetches one address through all of Scrapy's middlewares."""

    async def fetch(
        self, url: str, headers: Mapping[str, str], exchanges: list[Exchange], **meta: object
    ) -> Response: ...


class Registrar:
    """Looks a domain up at the deployment's RDAP and WHOIS servers, unless the store knows it already."""

    def __init__(self, fetcher: Fetcher, deployment: Deployment) -> None:
        self._fetcher, self._deployment = fetcher, deployment
        self._whois = WhoisClient(deployment.settings, deployment.door)
        self._asked: set[str] = set()
        self._bootstrap: asyncio.Future[Mapping[str, tuple[str, ...]]] | None = None
        self._resting: dict[str, float] = {}

    async def registration(self, host: str, *, again: bool = False) -> Seen | None:
        """Return what the registry says, once; None if it is known already, nobody can be asked, or nothing is said.

        ``again``: ask although the store knows an answer, once in this run.
        """
        settings = self._deployment.settings
        if not (settings.rdap_urls or settings.rdap_bootstrap or settings.whois_servers):
            return None
        domain = registrable(host)
        if domain in self._asked or "." not in domain or domain.rpartition(".")[2].isdigit():
            return None
        self._asked.add(domain)
        if again:
            return await self._ask(domain)
        with self._deployment.store.transaction() as session:
            known = session.scalars(select(SiteRow.registration).where(SiteRow.registrable == domain)).all()
        return None if any(known) else await self._ask(domain)

    async def _ask(self, domain: str) -> Seen | None:
        ways = [self._by_rdap, self._by_whois]
        # What has no RDAP is asked for by WHOIS first, so that RDAP servers for anything are not asked in vain.
        if domain.rpartition(".")[2] in NO_RDAP and self._whois.knows(domain):
            ways.reverse()
        for way in ways:
            if (seen := await way(domain)) is not None:
                return seen
        return None

    async def _by_rdap(self, domain: str) -> Seen | None:
        for base in (*rdap.bases_for(domain, await self._suffixes()), *self._deployment.settings.rdap_urls):
            if (body := await self._rdap(base, domain)) is None:
                continue
            answer = rdap.read_answer(body)
            said = rdap.registration_of(answer, domain)
            if said.found:
                # By name as well, for readers that know no jCard.
                extra = {"registrar": said.registrar, "registrant": said.registrant, "source": "rdap"}
                return Seen(domain, said.registered_on, {**answer, **extra})
        return None

    async def _by_whois(self, domain: str) -> Seen | None:
        if not self._whois.knows(domain):
            return None
        said = await self._whois.ask(domain)
        if not said.found:
            _log.info("没有得到注册信息", domain=domain, why=said.why)
            return None
        return Seen(domain, said.registered_on, said.to_json("whois"))

    async def _rdap(self, base: str, domain: str) -> bytes | None:
        """Return the body of an answer; None where this server has none, or none now."""
        url = rdap.domain_url(base, domain)
        for _ in range(_REDIRECTS + 1):
            place = urlsplit(url).netloc
            if time.monotonic() < self._resting.get(place, 0.0):
                return None
            try:
                response = await self._fetcher.fetch(url, rdap.HEADERS, [], service=True)
            except Exception as error:  # noqa: BLE001 (edge of one look-up: without a date the visit is still complete)
                _log.info("RDAP 没有应答", url=url, why=type(error).__name__)
                return None
            if response.status == 200:
                return response.body
            if response.status in (429, 503):
                header = (response.headers.get("Retry-After") or b"").decode("latin-1")
                self._resting[place] = time.monotonic() + rdap.retry_after(header, datetime.now(UTC))
                return None
            location = (response.headers.get("Location") or b"").decode("latin-1")
            if response.status not in (301, 302, 303, 307, 308) or not location:
                return None
            url = urljoin(url, location)
        return None

    async def _suffixes(self) -> Mapping[str, tuple[str, ...]]:
        """Return the bootstrap registry, read once."""
        if self._bootstrap is None:
            self._bootstrap = asyncio.ensure_future(self._read_bootstrap())
        return await asyncio.shield(self._bootstrap)

    async def _read_bootstrap(self) -> Mapping[str, tuple[str, ...]]:
        place = self._deployment.settings.rdap_bootstrap
        if not place:
            return {}
        try:
            if place.startswith(("http://", "https://")):
                response = await self._fetcher.fetch(place, rdap.HEADERS, [], service=True)
                if response.status != 200:
                    raise ValueError(f"HTTP {response.status}")
                return rdap.read_bootstrap(response.body)
            return rdap.read_bootstrap(await asyncio.to_thread(Path(place).read_bytes))
        except Exception as error:  # noqa: BLE001 (edge: a night without registrations is a night all the same)
            _log.warning("RDAP 引导文件不可用", place=place, why=str(error)[:200])
            return {}
