"""One cell of a list: a host name or an address in any of the spellings that people and programs use."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from zhenwei.address import ascii_host
from zhenwei.errors import BadInput

# A host of at least two labels; the last one is a word or punycode, so that 1.2.3.4 and page.mp4 are none.
HOST = re.compile(rb"(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*\.(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")
LONGEST_HOST = 253
LONGEST_PATH = 300
_NUMBER = re.compile(r"\[?[0-9a-f]*:[0-9a-f:.]*\]?(?:/\d+)?|\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d+)?", re.I)
_SCHEME = re.compile(r"(?i)h(?:tt|xx|\*\*)ps?\s*\[?:\]?//")
_DOTS = re.compile(r"\[\.\]|\(\.\)|\{\.\}|\[dot\]|［\.］|【\.】", re.I)


@dataclass(frozen=True, slots=True)
class About:
    """What a list says of a name beside the name: the address it stood in, and a note."""

    name: bytes
    url: str
    note: str = ""


@dataclass(slots=True)
class Batch:
    """Some lines of a list, read. ``numbers``: addresses without a name; ``bad``: neither name nor comment."""

    names: list[bytes] = field(default_factory=list)
    abouts: list[About] = field(default_factory=list)
    bad: int = 0
    numbers: int = 0

    def add(self, cell: str, note: str = "") -> None:
        """Take one cell."""
        found = entry(cell, note)
        if isinstance(found, About):
            self.names.append(found.name)
            if found.url or found.note:
                self.abouts.append(found)
        elif found:
            self.numbers += 1
        else:
            self.bad += 1


def plain_host(text: bytes) -> bytes | None:
    """Return an ASCII host as it is kept (lower case, no final dot, no star, no service labels), or None."""
    host = text.lower().removesuffix(b".")
    if host[:1] in b"_*":
        host = _without_services(host)
    return host if HOST.fullmatch(host) and len(host) <= LONGEST_HOST else None


def _without_services(host: bytes) -> bytes:
    """``*.`` and labels as ``_dmarc`` and ``_443._tcp`` (RFC 8552) stand before the name that somebody holds."""
    while host[:1] in (b"_", b"*") and b"." in host:
        host = host.partition(b".")[2]
    return host


def entry(cell: str, note: str = "") -> About | bool:
    """Read one cell. True if it is an address without a name (an IP address), False if it is neither."""
    text = _DOTS.sub(".", cell.strip().strip("\"'<>“”‘’").strip())
    address = bool(_SCHEME.match(text))
    text = _SCHEME.sub("http://", text, count=1) if address else text
    if _NUMBER.fullmatch(text):
        return True
    try:
        parts = urlsplit(text if address else f"http://{text}")
        host, _port = parts.hostname or "", parts.port
        ascii_name = ascii_host(host.lstrip("*.") if host.startswith("*.") else host).encode("ascii")
    except (BadInput, ValueError, UnicodeError):
        return False
    name = plain_host(ascii_name)
    if name is None:
        return bool(_NUMBER.fullmatch(host))
    path = quote(parts.path.strip("/"), safe="/%:@!$&'()*+,;=~-._")[:LONGEST_PATH]
    if path:
        name += b"/" + path.encode("ascii")
    original = _SCHEME.match(cell.strip().strip("\"'<>“”‘’"))
    url = _rebuilt(original[0], text) if original and address else ""
    return About(name, url, note)


def _rebuilt(scheme: str, text: str) -> str:
    """Return the address with its true scheme, without user and fragment, safe to print in one line."""
    secure = "https" if "s" in scheme.lower() else "http"
    parts = urlsplit(text)
    host = parts.netloc.rpartition("@")[2]
    query = f"?{parts.query}" if parts.query else ""
    return quote(f"{secure}://{host}{parts.path or '/'}{query}", safe=":/?#[]@!$&'()*+,;=%~-._", encoding="utf-8")[
        :2000
    ]
