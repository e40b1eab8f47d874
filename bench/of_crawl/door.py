"""What the door, robots.txt and a turn cost each request, in microseconds of CPU: ``python -m bench.of_crawl.door``."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from crawler.budget import Terms, Turns
from crawler.egress import Door
from crawler.resolver import Resolver
from crawler.robots import read_rules
from zhenwei.config import Settings
from zhenwei.store.database import open_store
from zhenwei.store.nights import open_night

HOSTS, EACH, ROUNDS = 500, 20, 5


class Known(Resolver):
    """Knows every name."""

    async def addresses(self, host: str) -> tuple[str, ...]:
        return ("8.8.8.8",)


async def measure(work: Callable[[str, str], Awaitable[object]]) -> float:
    """Return microseconds of CPU (all threads) a request, over 500 hosts with 20 requests each."""
    urls = [(f"h{i}.example", f"http://h{i}.example/pages/{n}.html?a={n}") for n in range(EACH) for i in range(HOSTS)]
    began = time.process_time()
    for start in range(0, len(urls), 16):
        await asyncio.gather(*(work(host, url) for host, url in urls[start : start + 16]))
    return (time.process_time() - began) / len(urls) * 1e6


async def nothing(_host: str, _url: str) -> None:
    """Stand for the loop itself."""


def door() -> Callable[[str, str], Awaitable[object]]:
    """Return the door's check of an address."""
    own = Door(Settings(), Known())
    return lambda _host, url: own.open(url)


def main() -> None:
    """Print one table."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'bench.db'}")
        with store.transaction() as session:
            open_night(session)

        def turns() -> Callable[[str, str], Awaitable[object]]:
            own, terms = Turns(lambda: store), Terms(0.0, 1_000_000, 1_000_000)
            return lambda host, _url: own.take(host, terms)

        rules = read_rules(b"User-agent: *\nDisallow: /admin\nDisallow: /*.php$\n", "zhenwei")

        async def robots(_host: str, url: str) -> None:
            rules.allowed(url)

        parts = {"nothing": lambda: nothing, "door": door, "robots": lambda: robots, "turn": turns}
        for name, make in parts.items():
            found = [asyncio.run(measure(make())) for _ in range(ROUNDS)]
            print(f"{name:10} {statistics.median(found):8.1f} us a request ({min(found):.1f} to {max(found):.1f})")
        store.close()


if __name__ == "__main__":
    main()
