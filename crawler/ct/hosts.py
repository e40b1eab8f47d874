"""From what certificates hold as names to ASCII host names: lower case, wildcards without the star, nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from zhenwei.address import ascii_host
from zhenwei.errors import BadInput

MAX_HOST = 253
LONGEST = 4 * MAX_HOST  # of a name before it is cleaned: UTF-8, spaces, a star
# A last label that begins with a digit is an address; a name without a dot is a machine of somebody's own network.
_LINE = re.compile(rb"^[ \t]*(?:\*\.)*((?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*)\.?[ \t]*$", re.MULTILINE)


def hosts(raw: Sequence[bytes]) -> list[bytes]:
    """Return the host names among raw names, each once, in their order: mail and IP addresses and words fall out."""
    block = b"\n".join(raw).lower()
    if raw and (block.count(b"\n") != len(raw) - 1 or max(map(len, raw)) > LONGEST):
        # What holds a line break is no name; what is far too long would only cost time.
        return hosts([name for name in raw if b"\n" not in name and len(name) <= LONGEST])
    if not block.isascii():
        block = b"\n".join(_ascii(name) for name in block.split(b"\n"))
    return [name for name in dict.fromkeys(_LINE.findall(block)) if len(name) <= MAX_HOST]


def _ascii(name: bytes) -> bytes:
    """Return the IDNA form of a name in UTF-8 (against the standard, but issued), or nothing."""
    if name.isascii():
        return name
    try:
        return ascii_host(name.decode("utf-8").removeprefix("*.")).encode("ascii")
    except (UnicodeDecodeError, BadInput):
        return b""
