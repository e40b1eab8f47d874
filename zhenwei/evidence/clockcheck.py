"""How far this machine's clock is off, as somebody else's clock says. Nobody is asked unless the settings name them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import ntplib

from zhenwei.clock import now

TIMEOUT = 3.0


@dataclass(frozen=True, slots=True)
class ClockOffset:
    """``seconds``: what must be added to this clock, None if not known; ``within``: half of the way there and back."""

    seconds: float | None
    source: str
    within: float | None = None
    measured_at: datetime | None = None

    def as_json(self) -> dict[str, object]:
        """Return what manifest and log print."""
        return {
            "source": self.source,
            "offset_seconds": self.seconds,
            "within_seconds": self.within,
            "measured_at": self.measured_at.isoformat() if self.measured_at else None,
        }


NOT_MEASURED = ClockOffset(None, "system clock of the capturing machine, UTC; offset not measured")


def measure(server: str) -> ClockOffset:
    """Ask a time server (SNTP, RFC 4330; ``host`` or ``host:port``). Never raises: without an answer it says so."""
    host, _, port = server.rpartition(":") if server.count(":") == 1 else (server, "", "123")
    try:
        answer = ntplib.NTPClient().request(host, version=4, port=port, timeout=TIMEOUT)
    except (ntplib.NTPException, OSError, ValueError) as error:
        return ClockOffset(
            None, f"system clock, UTC; offset not measured: {server} {type(error).__name__}", None, now()
        )
    return ClockOffset(round(answer.offset, 6), f"NTP {server}", round(answer.delay / 2, 6), now())
