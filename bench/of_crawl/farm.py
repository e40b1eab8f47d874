"""Starts the farm and says where its pages are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]


class Farm:
    """``with Farm() as farm``: ``farm.port``, ``farm.dns`` and the addresses of its pages."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "bench.of_crawl.serving"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        self.port, dns = (int(word) for word in self._process.stdout.readline().split())
        self.dns = f"127.0.0.1:{dns}"
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=20)

    def urls(self, count: int, hosts: int, first: int = 0) -> list[str]:
        """Return the addresses of ``count`` pages spread over ``hosts`` hosts, one host's not side by side."""
        return [self.url(number, hosts) for number in range(first, first + count)]

    def url(self, number: int, hosts: int) -> str:
        """Return the address of one page."""
        return f"http://www.farm-{number % hosts}.example.net:{self.port}/p/{number}"
