"""One POST through the door: it connects to the address that was checked, and follows no redirect."""

from __future__ import annotations

import asyncio
import socket
import ssl
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from crawler.egress import Door
from crawler.manner import identity
from crawler.resolver import DnsFailed, NoSuchName, Resolver
from zhenwei.config import Settings
from zhenwei.errors import Egress
from zhenwei.sentences import said

TAKEN = range(200, 300)
TOO_LATE = said("等待超时")


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: no ``fault`` if it was taken, else one line in Chinese that says why not.

    ``status`` is the answer's (HTTP), 0 where there was none.
    """

    fault: str = ""
    status: int = 0


class _AtTheDoor(AbstractResolver):
    """Answers with addresses that the door allows, and with nothing else."""

    def __init__(self, door: Door) -> None:
        self._door = door

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        try:
            found = await self._door.addresses(host)
        except (Egress, NoSuchName, DnsFailed) as error:
            raise OSError(str(error)) from error
        return [
            ResolveResult(
                hostname=host, host=address, port=port, proto=0, flags=socket.AI_NUMERICHOST,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
            )
            for address in found
        ]  # fmt: skip

    async def close(self) -> None:
        pass


def post(settings: Settings, url: str, body: bytes, headers: dict[str, str]) -> Reply:
    """Send a body; it is taken if the answer is 2xx."""
    try:
        return asyncio.run(_post(settings, url, body, headers))
    except (Egress, NoSuchName, DnsFailed) as error:
        return Reply(said("不能连接：{error}", error=error)[:200])
    except TimeoutError:
        return Reply(TOO_LATE)
    except (aiohttp.ClientError, OSError, ValueError) as error:
        return Reply(said("没有送达：{error}", error=type(error).__name__))


async def _post(settings: Settings, url: str, body: bytes, headers: dict[str, str]) -> Reply:
    proxied = bool(settings.egress_proxy)
    door = Door(settings, Resolver(settings.dns_servers, both=proxied))
    await door.open(url)
    trust = ssl.create_default_context()
    if settings.egress_ca:
        trust.load_verify_locations(cafile=str(settings.egress_ca))
    # The operator's own proxy is found by the machine's resolver; without one, every name goes through the door.
    more: dict[str, Any] = {} if proxied else {"resolver": _AtTheDoor(door), "use_dns_cache": False}
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(ssl=trust, **more),
        timeout=aiohttp.ClientTimeout(total=settings.timeout),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": identity(settings)},
    ) as session:
        way = settings.egress_proxy or None
        async with session.post(url, data=body, headers=headers, allow_redirects=False, proxy=way) as answer:
            return Reply(
                "" if answer.status in TAKEN else said("对方应答 {status}", status=answer.status), answer.status
            )
