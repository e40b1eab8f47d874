"""A host as people read it: Unicode first, ASCII beside it where they differ, both defanged."""

from __future__ import annotations

from dataclasses import dataclass

from review.printable import inert
from zhenwei.address import defang, unicode_host


@dataclass(frozen=True, slots=True)
class HostName:
    """``ascii`` is empty when it says nothing new."""

    shown: str
    ascii: str


def host_name(host: str) -> HostName:
    """Return both spellings. Never a link, and nothing that a mail program turns into one."""
    readable = unicode_host(host)
    return HostName(inert(defang(readable), 120), inert(defang(host), 120) if readable != host else "")
