"""How captures were made, apart from what was seen: program versions, the clock, the way out. The same for a run."""

from __future__ import annotations

import platform
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import urlsplit

from zhenwei.evidence.clockcheck import NOT_MEASURED, ClockOffset, measure

# Whatever has a hand in what a capture holds.
PROGRAMS = ("zhenwei", "scrapy", "twisted", "scrapy-playwright", "playwright", "lxml", "cryptography", "pyopenssl")
_NOWHERE = ("192.0.2.1", 9)  # TEST-NET-1 (RFC 5737): asked of the routing table only, nothing is sent


@dataclass(frozen=True, slots=True)
class Circumstances:
    """``tools``: name → version. ``egress``: proxy (host and port, no password) and the address of this machine."""

    tools: Mapping[str, str]
    clock: ClockOffset
    egress: Mapping[str, str]


def circumstances(proxy: str = "", ntp_server: str = "") -> Circumstances:
    """Find out once a run. Asks a time server only if one is named."""
    clock = measure(ntp_server) if ntp_server else NOT_MEASURED
    return Circumstances(versions(), clock, {"proxy": _place(proxy), "local_address": local_address()})


@cache
def versions() -> Mapping[str, str]:
    """Return the versions of the programs that are installed, and of Python and the system."""
    found = {"python": platform.python_version(), "system": f"{platform.system()} {platform.release()}"}
    for name in PROGRAMS:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def tool() -> str:
    """Return name and version of the program, as evidence and letters print it."""
    return f"zhenwei {found}" if (found := versions().get("zhenwei")) else "zhenwei"


def local_address() -> str:
    """Return the address from which this machine reaches others; empty without a network."""
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_NOWHERE)
        return str(probe.getsockname()[0])
    return ""


def _place(proxy: str) -> str:
    try:
        parts = urlsplit(proxy)
        return f"{parts.hostname}:{parts.port}" if parts.port else parts.hostname or ""
    except ValueError:
        return ""
