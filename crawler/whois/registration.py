"""What a registry said of a domain, by WHOIS or RDAP."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class Registration:
    """One domain (ASCII). ``found`` is None where the answer is none: a refusal, a limit, a form nobody knows.

    Times are aware, in UTC. ``names`` are all spellings that the registry gives out together (variants of .中国).
    ``registrant`` is the organisation, as published; addresses, numbers and mail are not kept. ``reserved``: the
    registry keeps the name back. ``referral`` is the WHOIS server that knows more. ``why`` is one line in Chinese.
    ``verbatim``: (server, answer as it came) of WHOIS, for the evidence only.
    """

    domain: str
    registered: datetime | None = None
    expires: datetime | None = None
    updated: datetime | None = None
    registrar: str = ""
    registrant: str = ""
    statuses: tuple[str, ...] = ()
    name_servers: tuple[str, ...] = ()
    found: bool | None = None
    names: tuple[str, ...] = ()
    reserved: bool = False
    referral: str = ""
    why: str = ""
    verbatim: tuple[tuple[str, str], ...] = ()

    @property
    def registered_on(self) -> date | None:
        """The day of registration in Beijing."""
        return self.registered.astimezone(CHINA).date() if self.registered else None

    def to_json(self, source: str) -> dict[str, object]:
        """Return the facts in the members of RFC 9083, with registrar and registrant also by name, and the source."""
        moments = {"registration": self.registered, "expiration": self.expires, "last changed": self.updated}
        return {
            "objectClassName": "domain",
            "ldhName": self.domain,
            "events": [
                {"eventAction": action, "eventDate": moment.isoformat()} for action, moment in moments.items() if moment
            ],
            "status": list(self.statuses),
            "nameservers": [{"objectClassName": "nameserver", "ldhName": name} for name in self.name_servers],
            "registrar": self.registrar,
            "registrant": self.registrant,
            "source": source,
        }
