"""Addresses as browsers read them (WHATWG URL standard), also those that hostile or careless servers write."""

from __future__ import annotations

import re

import ada_url

LONGEST = 4000
_AUTHORITY = re.compile(rb"^((?:[a-zA-Z][a-zA-Z0-9+.-]*:)?[\\/]{2,})([^\\/?#]*)(.*)$", re.DOTALL)
_HIGH = re.compile(rb"[\x80-\xff]")
_BREAKS = re.compile(rb"[\t\r\n]+")
_EDGES = bytes(range(0x21))


def join(base: str, value: str) -> str:
    """Return the absolute form of an address found on a page; "" for what no browser takes for an address."""
    value = value.strip()
    if not value or len(value) > LONGEST:
        return ""
    try:
        return str(ada_url.join_url(base, value))
    except (ValueError, UnicodeError):
        return ""


def web(base: str, value: str) -> str:
    """As ``join``, but "" for everything except http and https."""
    found = join(base, value)
    return found if found.startswith(("http://", "https://")) else ""


def location(base: str, value: str | bytes) -> str:
    """Return the absolute address of a Location header (RFC 9110, 10.2.2), "" where it holds none.

    Servers write it in the bytes of their own charset: those of a path go back to the server as they are, those of a
    host are read as UTF-8 or GB 18030. Control characters within are left out, spaces and backslashes read as
    browsers do.
    """
    raw = value.encode("utf-8", "replace") if isinstance(value, str) else value
    raw = _BREAKS.sub(b"", raw.strip(_EDGES))
    if not raw or len(raw) > LONGEST:
        return ""
    try:
        return join(base, raw.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    match = _AUTHORITY.match(raw)
    head, host, rest = (match[1], match[2], match[3]) if match else (b"", b"", raw)
    return join(base, head.decode("ascii") + host.decode("gb18030", "replace") + _escaped(rest))


def _escaped(raw: bytes) -> str:
    return _HIGH.sub(lambda byte: b"%%%02X" % byte[0][0], raw).decode("ascii")


def same_page(one: str, other: str) -> bool:
    """True if two addresses differ in their fragment only."""
    return one.split("#", 1)[0] == other.split("#", 1)[0]
