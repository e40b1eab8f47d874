"""DNS messages as bytes (RFC 1035, 4; EDNS: RFC 6891). Pure.

Bulk look-ups of names that mostly do not exist spend their time here, so a question is put together and a reply's
header is read by hand; replies that hold records go to dnspython.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from functools import lru_cache
from socket import AF_INET, AF_INET6, inet_ntop

import dns.exception
import dns.message
import dns.name
import dns.rdatatype
import dns.rrset

from zhenwei.errors import BadInput

KINDS = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "MX": 15, "AAAA": 28}
NOERROR, FORMERR, SERVFAIL, NXDOMAIN, NOTIMP, REFUSED = 0, 1, 2, 3, 4, 5
# What a reply's flags say (RFC 1035, 4.1.1).
QR, AA, TC, RA, OPCODE = 0x8000, 0x0400, 0x0200, 0x0080, 0x7800
# DNS flag day 2020: what passes every network without fragments.
PAYLOAD = 1232
_HEADER = struct.Struct("!6H")
_EDNS = b"\0\0\x29" + PAYLOAD.to_bytes(2) + b"\0\0\0\0\0\0"
_LETTERS = bytes(0x20 if 0x61 <= byte <= 0x7A else 0 for byte in range(256))


def encode_name(name: str) -> bytes:
    """Return an ASCII name in wire form, in lower case. Raises BadInput for what no DNS can hold."""
    label, _, rest = name.lower().partition(".")
    if not 0 < len(label) < 64 or len(name) > 253 or (not rest and name[-1] == "."):
        raise BadInput(f"不是域名：{name[:80]!r}")
    # Variants by the thousand share what stands behind their first label.
    return bytes((len(label),)) + label.encode("ascii", "replace") + (_encode_rest(rest) if rest else b"\0")


@lru_cache(maxsize=4096)
def _encode_rest(name: str) -> bytes:
    return encode_name(name)


def mixed_case(name: bytes) -> bytes:
    """Return the name with letters in random case: 20 more bits or so that a forger has to guess (0x20)."""
    size = len(name)
    flips = int.from_bytes(name.translate(_LETTERS)) & int.from_bytes(os.urandom(size))
    return (int.from_bytes(name) ^ flips).to_bytes(size)


def question(number: int, name: bytes, kind: int, *, edns: bool) -> bytes:
    """Return a query with recursion desired."""
    head = _HEADER.pack(number, 0x0100, 1, 0, 0, 1 if edns else 0)
    return head + name + kind.to_bytes(2) + b"\0\1" + (_EDNS if edns else b"")


def header(data: bytes) -> tuple[int, int, int]:
    """Return number, flags and count of answers of a message of at least 12 octets."""
    number, flags, _, answers, _, _ = _HEADER.unpack_from(data)
    return number, flags, answers


@dataclass(frozen=True, slots=True)
class Records:
    """The records that one reply holds about a name, in the forms of Resolution."""

    a: tuple[str, ...] = ()
    aaaa: tuple[str, ...] = ()
    ns: tuple[str, ...] = ()
    mx: tuple[str, ...] = ()
    cname: tuple[str, ...] = ()
    soa: str = ""
    # A delegation to servers above the name: this server does not know, and says who might.
    elsewhere: bool = False


NOTHING = Records()


def read_records(data: bytes, name: str) -> Records:
    """Return what a reply says of a name (ASCII, lower case). Raises ValueError for what is no DNS message."""
    if (plain := _plain_reply(data, len(name) + 18)) is not None:
        return plain
    try:
        message = dns.message.from_wire(data, ignore_trailing=True)
        owner = dns.name.from_text(name + ".")
    except (dns.exception.DNSException, ValueError, IndexError, struct.error) as error:
        raise ValueError(f"malformed reply ({type(error).__name__})") from error
    own = [rrset for rrset in message.answer if rrset.name == owner]
    # A name server that does not recurse answers with the delegation.
    if not message.answer:
        own = [r for r in message.authority if r.rdtype == dns.rdatatype.NS and r.name == owner]
    above = any(r.rdtype == dns.rdatatype.NS for r in message.authority)
    return Records(
        a=_texts(message.answer, dns.rdatatype.A),
        aaaa=_texts(message.answer, dns.rdatatype.AAAA),
        ns=_texts(own, dns.rdatatype.NS),
        mx=_texts(own, dns.rdatatype.MX),
        cname=_texts(own, dns.rdatatype.CNAME),
        soa=next(iter(_texts(own, dns.rdatatype.SOA)), ""),
        elsewhere=not message.answer and not own and above and not message.flags & (AA | RA),
    )


def _plain_reply(data: bytes, start: int) -> Records | None:
    """Read a reply without records, or with addresses of the very name asked for only; None: it holds more.

    Of a zone that answers to everything there are as many such replies as names. ``start`` is where answers begin.
    """
    _, flags, answers = header(data)
    if not answers:
        return NOTHING if flags & (AA | RA) else None
    found: dict[int, list[str]] = {1: [], 28: []}
    for _ in range(answers):
        # Owner (a pointer to the question), type, class, TTL, length: 12 octets.
        kind, size = int.from_bytes(data[start + 2 : start + 4]), int.from_bytes(data[start + 10 : start + 12])
        value = data[start + 12 : start + 12 + size]
        if data[start : start + 2] != b"\xc0\x0c" or len(value) != {1: 4, 28: 16}.get(kind):
            return None
        found[kind].append(inet_ntop(AF_INET if kind == 1 else AF_INET6, value))
        start += 12 + size
    return Records(a=tuple(sorted(found[1])), aaaa=tuple(sorted(found[28])))


def _texts(rrsets: list[dns.rrset.RRset], kind: dns.rdatatype.RdataType) -> tuple[str, ...]:
    found = {_plain(str(record)) for rrset in rrsets if rrset.rdtype == kind for record in rrset}
    return tuple(sorted(found))


def _plain(text: str) -> str:
    return " ".join(part.removesuffix(".") or "." for part in text.lower().split())
