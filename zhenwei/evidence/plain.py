"""Text that is safe on one line of a header, addresses that are safe as URIs, and JSON written fast."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_dumps = json.JSONEncoder(ensure_ascii=False, separators=(",", ": "), default=str).encode


def plain(text: str) -> str:
    """Return text on one line: a header that brings its own line end must not make a second header."""
    return text if text.isprintable() else _CONTROL.sub(" ", text)


def uri(url: str) -> str:
    """Return an address with everything quoted that no URI may hold (RFC 3986)."""
    return quote(plain(url).encode("utf-8", "replace"), safe=":/?#[]@!$&'()*+,;=%-._~")


def path_of(quoted: str) -> str:
    """Return path and query of an address, as a request line prints them."""
    try:
        parts = urlsplit(quoted)
    except ValueError:
        return "/"
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def json_lines(members: Mapping[str, object]) -> bytes:
    """Return a JSON object with one line a member, as UTF-8.

    json.dumps(indent=…) leaves the fast encoder, which costs more than everything else about a small file. Lone
    surrogates, which no UTF-8 can hold (scripts of a page can make them), become question marks.
    """
    lines = ",\n".join([f" {_name(name)}: {_dumps(value)}" for name, value in members.items()])
    return f"{{\n{lines}\n}}\n".encode("utf-8", "replace")


def _name(name: str) -> str:
    return f'"{name}"' if name.isidentifier() else _dumps(name)
