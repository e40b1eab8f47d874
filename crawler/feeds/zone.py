"""Master files (RFC 1035, section 5) as registries give out whole zones: the names that are delegated, each once.

CZDS and Verisign write one record a line, which one expression reads; everything else that the format allows
(``$ORIGIN``, ``@``, an owner left out, brackets over several lines, quoted strings, remarks) goes the careful way.
dnspython reads all of it too, but only into memory: see docs/decisions/sources.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from crawler.feeds.entry import HOST, LONGEST_HOST, Batch, plain_host

# owner, then time to live and class in any order, then the type
_RECORD = re.compile(
    rb"([^\s;()\"\\@$]+)[ \t]+(?:\d\w*[ \t]+)?(?:(?:in|ch|hs)[ \t]+)?(?:\d\w*[ \t]+)?"
    rb"([a-z][a-z0-9]*)[ \t]+([^\s;()\"]+)",
    re.I,
)
_SPAN = re.compile(rb"\d+(?:[smhdw]\d*)*", re.I)
_CLASSES = {b"in", b"ch", b"hs", b"cs", b"any"}
_PIECES = re.compile(rb'"(?:[^"\\]|\\.)*"?|;.*|[()]|(?:\\.|[^\s;()"\\])+', re.S)
# What asks for a careful reading: brackets, strings, directives, owners left out, remarks, and types of other zones.
_LIBERTIES = (b"(", b'"', b"$", b";", b"@", b"\\", b"\n ", b"\n\t", b" soa", b"\tsoa", b" cname", b"\tcname")
_DELEGATIONS = re.compile(rb"^([^ \t\n]+)[ \t]+(?:\d\w*[ \t]+)?(?:in[ \t]+)?(?:\d\w*[ \t]+)?ns[ \t]", re.M)
_WHOLE = re.compile(rb"^(" + HOST.pattern.replace(b"[a-z0-9_-]", b"[a-z0-9-]", 1) + rb")\.$", re.M)
_LABEL = re.compile(rb"(?!-)[a-z0-9_-]{1,63}")
# Hosts are kept as long as no delegation was seen: a zone of one site has none, a registry's first lines may be glue.
_MOST_HOSTS = 100_000
_HOST_TYPES = {b"a", b"aaaa", b"cname", b"mx", b"https", b"svcb"}
LONGEST_RECORD = 1 << 18


class Zone:
    """The state of reading one zone file. ``hint``: the zone's name as far as the file's name tells it."""

    def __init__(self, hint: str = "") -> None:
        self.hint = hint.encode("ascii", "ignore").lower()
        self.origin: bytes | None = None
        self.apex: bytes | None = None
        self.dated: date | None = None
        self.delegations = 0
        self._owner = b""
        self._hosts: dict[bytes, None] = {}
        self._open: list[bytes] = []
        self._size = 0
        self._batch = Batch()
        self._last = b""

    def read(self, texts: Iterable[bytes]) -> Iterator[Batch]:
        """Yield the delegated names of a text that comes in pieces of whole lines.

        The names of a zone without delegations are its hosts, at the end.
        """
        for text in texts:
            if not self._quick(text):
                self._lines(text.splitlines())
            yield self._taken()
        if self._open:
            self._batch.bad += 1
        if not self.delegations:
            for name in self._hosts:
                self._keep(name)
        yield self._taken()

    def _quick(self, text: bytes) -> bool:
        """Read many lines at once if they are written plainly, as registries do; else leave them to ``_lines``.

        The first lines, which say what zone this is, always go the careful way.
        """
        if not self.delegations or self._open:
            return False
        low = text.lower()
        if low[:1] in b" \t" or any(liberty in low for liberty in _LIBERTIES):
            return False
        owners = dict.fromkeys(_DELEGATIONS.findall(low))
        owners.pop(self._last, None)
        whole = b"\n".join(owners) + b"\n"
        names: list[bytes] = _WHOLE.findall(whole)
        if not names or len(names) != len(owners) or len(max(names, key=len)) > LONGEST_HOST:
            return False
        if self.apex in names:
            names.remove(self.apex or b"")
        self._batch.names += names
        self.delegations += len(names)
        self._last = next(reversed(owners))
        self._owner = low.rstrip().rpartition(b"\n")[2].split(None, 1)[0]
        return True

    def _lines(self, lines: Iterable[bytes]) -> None:
        match = _RECORD.match
        for line in lines:
            if self._open or (found := match(line)) is None or b"(" in line or found[2].lower() == b"soa":
                self._careful(line)
            else:
                self._plain(*found.groups())

    def _taken(self) -> Batch:
        batch, self._batch = self._batch, Batch()
        return batch

    def _plain(self, owner: bytes, kind: bytes, data: bytes) -> None:
        self._owner = owner
        kind = kind.lower()
        if kind == b"ns":
            self._delegation(owner)
        elif kind not in (b"ds", b"rrsig", b"nsec", b"nsec3"):
            self._other(owner, kind, [data])

    def _careful(self, line: bytes) -> None:
        pieces = [p for p in _PIECES.findall(line) if not p.startswith(b";")]
        if not self._open:
            if not pieces:
                return
            if pieces[0].startswith(b"$"):
                self._directive(pieces)
                return
            # An owner that is left out is the one before (RFC 1035, 5.1).
            self._open = [self._owner] if line[:1] in (b" ", b"\t") else []
            self._size = 0
        self._open += pieces
        self._size += len(line)
        depth = self._open.count(b"(") - self._open.count(b")")
        if depth > 0 and self._size < LONGEST_RECORD:
            return
        record, self._open = [p for p in self._open if p not in (b"(", b")")], []
        self._record(record)

    def _directive(self, pieces: list[bytes]) -> None:
        if pieces[0].lower() == b"$origin" and len(pieces) > 1:
            # An owner left out after this is still the one before it, below the old origin.
            self._owner = self._absolute(self._owner) + b"." if self._owner else b""
            self.origin, self._last = self._absolute(pieces[1]), b""

    def _record(self, pieces: list[bytes]) -> None:
        if not pieces or not pieces[0]:
            self._batch.bad += 1
            return
        owner, rest = pieces[0], pieces[1:]
        while rest and (_SPAN.fullmatch(rest[0]) or rest[0].lower() in _CLASSES):
            rest = rest[1:]
        if not rest:
            self._batch.bad += 1
            return
        self._owner, kind = owner, rest[0].lower()
        if kind == b"ns":
            self._delegation(owner)
        else:
            self._other(owner, kind, rest[1:])

    def _other(self, owner: bytes, kind: bytes, data: list[bytes]) -> None:
        if kind == b"soa":
            self.apex = self.apex or self._absolute(owner)
            if len(data) > 2 and data[2].isdigit():
                self.dated = _date_of(data[2].decode()) or self.dated
        elif kind == b"cname" and data[:1] == [b"."]:
            # A response policy zone: the owner, without the zone's own name, is the name that is blocked.
            self._keep(self._absolute(owner).removesuffix(b"." + (self.apex or b"\0")))
            self.delegations += 1
        elif kind in _HOST_TYPES and not self.delegations and len(self._hosts) < _MOST_HOSTS:
            self._hosts[self._absolute(owner)] = None

    def _delegation(self, owner: bytes) -> None:
        if owner == self._last:
            return  # the next name server of the same name
        name = self._absolute(owner)
        if name != self.apex and name:
            self.delegations += 1
            self._keep(name)
        if owner != b"@":
            self._last = owner

    def _keep(self, name: bytes) -> None:
        host = plain_host(name)
        if host is None and _LABEL.fullmatch(name):
            host = name  # the root zone delegates single labels
        if host is None:
            self._batch.bad += 1
        else:
            self._batch.names.append(host)

    def _absolute(self, name: bytes) -> bytes:
        """Return a name in lower case, without the final dot, put below the origin if it is relative."""
        low = name.lower()
        if low.endswith(b".") and not low.endswith(b"\\."):
            return low[:-1]
        origin = self.origin if self.origin is not None else (self.apex or self._hinted(low))
        if low == b"@":
            return origin
        return low + b"." + origin if origin else low

    def _hinted(self, name: bytes) -> bytes:
        # Without an origin some lists leave the final dot out: what already ends like the zone is whole.
        return self.hint if not name.endswith(b"." + self.hint) and (b"." not in name or name == b"@") else b""


def _date_of(serial: str) -> date | None:
    """Return the date in a serial number of the form YYYYMMDDnn (RFC 1912, 2.2), or of seconds since 1970."""
    try:
        if len(serial) == 10 and serial[:2] in ("19", "20"):
            return date(int(serial[:4]), int(serial[4:6]), int(serial[6:8]))
        if len(serial) == 10 and serial[0] == "1":
            return datetime.fromtimestamp(int(serial), UTC).date()
    except ValueError:
        return None
    return None


def zone_hint(file_name: str) -> str:
    """Return the zone that a file's name speaks of: ``com.zone.gz``, ``db.com``, ``com.txt.gz``; else nothing."""
    match = re.fullmatch(
        r"(?:db\.)?([a-z0-9-]+(?:\.[a-z0-9-]+)*?)(?:\.(?:zone|txt|db|gz|dns|dump|master))*", file_name.lower()
    )
    return match[1] if match else ""
