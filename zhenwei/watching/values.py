"""What is known of a watched name, what a look at it says, and what has changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class NameState(StrEnum):
    """How far a name has come. The last look that answered decides; a page that was seen stays until it is missed."""

    UNKNOWN = "unknown"  # never looked at with an answer
    UNREGISTERED = "unregistered"
    WILDCARD = "wildcard"  # answers only because everything below its zone does
    REGISTERED = "registered"  # exists, but has no address
    RESOLVING = "resolving"  # has an address of its own, no page seen
    PAGE = "page"
    PARKED = "parked"  # held for sale, or behind a page of the registrar
    GONE = "gone"  # was registered, and has not been for several looks

    @property
    def living(self) -> bool:
        """True while somebody holds the name."""
        return self in (NameState.REGISTERED, NameState.RESOLVING, NameState.PAGE, NameState.PARKED)


class Change(StrEnum):
    """What an event says; the value is stored."""

    FOUND = "found"  # the first look that we know of finds it registered
    REGISTERED = "registered"  # an earlier look had found it free
    BACK = "back"  # was gone
    RESOLVING = "resolving"
    NO_ADDRESS = "no_address"
    ADDRESSES = "addresses"
    NAME_SERVERS = "name_servers"
    MAIL_SET = "mail_set"
    MAIL = "mail"
    PARKED = "parked"
    UNPARKED = "unparked"
    WILDCARD = "wildcard"
    PAGE = "page"
    NO_PAGE = "no_page"
    GONE = "gone"


class Says(StrEnum):
    """What the DNS says of a name."""

    FAILED = "failed"  # SERVFAIL, refusal, silence: no answer at all
    ABSENT = "absent"  # NXDOMAIN
    EMPTY = "empty"  # exists, without an address
    ADDRESS = "address"
    WILDCARD = "wildcard"


class Shown(StrEnum):
    """What the night's visits saw of a site, taken together."""

    PAGE = "page"
    NO_PAGE = "no_page"  # something answered (404, robots, a file), but no page
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Records:
    """Answers worth comparing, each sorted, in lower case and without final dots. ``mail`` are the MX hosts."""

    addresses: tuple[str, ...] = ()
    name_servers: tuple[str, ...] = ()
    mail: tuple[str, ...] = ()
    alias: str = ""  # CNAME

    def to_json(self) -> dict[str, object]:
        """Return plain values for a JSON column."""
        return {
            "addresses": list(self.addresses),
            "name_servers": list(self.name_servers),
            "mail": list(self.mail),
            "alias": self.alias,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, object]) -> Records:
        """Read what ``to_json`` wrote; a missing key is an empty answer."""

        def listed(key: str) -> tuple[str, ...]:
            found = row.get(key)
            return tuple(map(str, found)) if isinstance(found, list) else ()

        return cls(listed("addresses"), listed("name_servers"), listed("mail"), str(row.get("alias") or ""))


NO_RECORDS = Records()


@dataclass(frozen=True, slots=True)
class Seen:
    """One look at a name over the DNS. ``parked`` says by what it is known to be parked or for sale, or is empty.

    ``partial``: some of the questions got no answer, so a kind of record that is missing may be there all the same.
    """

    says: Says
    records: Records = NO_RECORDS
    parked: str = ""
    registered_on: date | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a name. ``quiet``, ``missing`` and ``failed`` count looks in a row.

    quiet: answered, and nothing had changed; missing: a name that lived was not there; failed: no answer.
    """

    state: NameState = NameState.UNKNOWN
    records: Records = NO_RECORDS
    quiet: int = 0
    missing: int = 0
    failed: int = 0


NOTHING_KNOWN = Known()


@dataclass(frozen=True, slots=True)
class Event:
    """Something that has changed, as it was before and as it is now (comma-separated, empty where there was none)."""

    what: Change
    before: str = ""
    after: str = ""
