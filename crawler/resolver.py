"""Names to addresses over the deployment's DNS servers (dnspython), with answers and refusals kept for the run.

A name that does not exist (NXDOMAIN) and a server that cannot say (SERVFAIL, refusal, silence) are two things: the
first is a finding, the second is none.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

import dns.asyncresolver
import dns.exception
import dns.nameserver
import dns.rdatatype
import dns.resolver

from crawler.dns.servers import Address, servers_of

KEPT = 20_000


class NoSuchName(Exception):
    """The DNS says that the name does not exist or has no address."""


class DnsFailed(Exception):
    """The DNS did not say: SERVFAIL, refusal or no answer in time."""


def make_resolver(servers: Sequence[Address], timeout: float) -> dns.asyncresolver.Resolver:
    """Build a resolver that asks these servers, the next one where one cannot say."""
    resolver = dns.asyncresolver.Resolver(configure=False)
    resolver.nameservers = [dns.nameserver.Do53Nameserver(server.host, server.port) for server in servers]
    resolver.lifetime = timeout
    resolver.timeout = min(timeout, 3.0)
    # Names are taken as they are: no search domains of this machine.
    resolver.search = []
    resolver.use_search_by_default = False
    return resolver


class Resolver:
    """Asynchronous look-ups with a bounded memory; many callers of one name share one question."""

    def __init__(self, servers: Sequence[str] = (), timeout: float = 6.0, *, both: bool = False) -> None:
        # Where somebody else connects (an egress proxy), either kind of address may be the one that is used.
        self._both = both
        # A mistyped server is said at once; that this machine knows none, only when somebody asks.
        self._servers, self._timeout = servers_of(servers) if servers else (), timeout
        self._dns: dns.asyncresolver.Resolver | None = None
        self._answers: OrderedDict[str, asyncio.Future[tuple[str, ...]]] = OrderedDict()

    async def addresses(self, host: str) -> tuple[str, ...]:
        """Return the A addresses, or the AAAA ones where there are none; with ``both`` all of them, A first.

        Raises NoSuchName or DnsFailed. An answer is kept for the run: who changes it between look-up and connection
        changes nothing.
        """
        future = self._answers.get(host)
        if future is None:
            future = asyncio.ensure_future(self._ask(host))
            self._answers[host] = future
            if len(self._answers) > KEPT:
                self._answers.popitem(last=False)
        try:
            return await asyncio.shield(future)
        except DnsFailed:
            self._answers.pop(host, None)  # a silence is no answer, so it is not kept
            raise

    async def _ask(self, host: str) -> tuple[str, ...]:
        if self._dns is None:
            self._dns = make_resolver(self._servers or servers_of(()), self._timeout)
        found = await self._query(self._dns, host, dns.rdatatype.A)
        if not found or self._both:
            try:
                found += await self._query(self._dns, host, dns.rdatatype.AAAA)
            except (NoSuchName, DnsFailed):
                if not found:
                    raise
        if not found:
            raise NoSuchName(f"{host} 没有地址记录")
        return found

    @staticmethod
    async def _query(resolver: dns.asyncresolver.Resolver, host: str, kind: dns.rdatatype.RdataType) -> tuple[str, ...]:
        try:
            answer = await resolver.resolve(host + ".", kind)
        except dns.resolver.NXDOMAIN as error:
            raise NoSuchName(f"{host} 不存在（NXDOMAIN）") from error
        except dns.resolver.NoAnswer:
            return ()
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            raise DnsFailed(f"{host} 解析失败（{type(error).__name__}）") from error
        return tuple(str(record) for record in answer)
