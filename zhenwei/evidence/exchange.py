"""One HTTP exchange as it went over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer; ``body`` as received, before any decoding that we can avoid.

    ``address`` is the IP address that answered, empty if it is not known (behind a proxy). ``started_at`` is aware.
    """

    url: str
    method: str
    request_headers: tuple[tuple[str, str], ...]
    status: int
    reason: str
    response_headers: tuple[tuple[str, str], ...]
    body: bytes
    started_at: datetime
    address: str = ""
