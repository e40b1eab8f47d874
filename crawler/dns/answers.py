"""What the DNS said of a name: four ends, of which FAILED is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Answered(StrEnum):
    """How the questions about one name ended."""

    EXISTS = "exists"  # at least one of the records asked for is there
    NO_DATA = "no-data"  # the name exists, without any of the records asked for
    NO_NAME = "no-name"  # NXDOMAIN
    FAILED = "failed"  # SERVFAIL, refusal, silence: nothing is known


@dataclass(frozen=True, slots=True)
class Resolution:
    """One name with its records, as text and sorted. ``name`` is spelled as it was given.

    ``ns``, ``mx`` and ``soa`` are the name's own, not those of the zone above it or of a CNAME's target.
    ``wildcard`` says that the zone above answers the same to random labels, so nobody has set this name up.
    ``parked`` is the id of a parking or for-sale service (``parking.toml``). ``why`` is one line in Chinese: why
    nothing is known (FAILED), or which part is not.
    """

    name: str
    answered: Answered
    a: tuple[str, ...] = ()
    aaaa: tuple[str, ...] = ()
    ns: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    cname: tuple[str, ...] = ()
    soa: str = ""
    wildcard: bool = False
    parked: str = ""
    why: str = ""

    @property
    def stands(self) -> bool:
        """True if somebody has set this very name up: it exists, and not by a wildcard."""
        return self.answered in (Answered.EXISTS, Answered.NO_DATA) and not self.wildcard

    @property
    def addresses(self) -> tuple[str, ...]:
        """The A addresses, then the AAAA ones."""
        return self.a + self.aaaa
