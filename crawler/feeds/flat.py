"""Lists with one name or address a line: plain, hosts files, filters for browsers and name servers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from crawler.feeds.entry import HOST, LONGEST_HOST, Batch
from crawler.feeds.shape import COMMENT

_REMARK = re.compile(r"\s+(?:#|;|//).*")
_RULE = re.compile(
    rb"\|\|([^\s/^|$*]+)\^?(?:\$[\w,~=.|-]*)?$|(?:address|server|local)=/([^/]+)/|(?:local-)?zone:?\s+\"([^\"]+)\"",
    re.I,
)
# Names that every hosts file gives to the machine itself.
_OWN = {
    b"localhost",
    b"localhost.localdomain",
    b"local",
    b"broadcasthost",
    b"0.0.0.0",
    b"ip6-localhost",
    b"ip6-loopback",
}


def decoded(line: bytes) -> str:
    """Return a line as text; the bytes of a mixed file are tried as GB 18030."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")


def read_plain(lines: Iterable[list[bytes]]) -> Iterator[Batch]:
    """Read one name or address a line; what follows it after a space is a remark."""
    for some in lines:
        batch = Batch()
        names = batch.names
        for line in some:
            text = line.strip().lower().removesuffix(b".")
            if HOST.fullmatch(text) and text[:1] != b"_" and len(text) <= LONGEST_HOST:
                names.append(text)
            elif text and not text.startswith(COMMENT):
                _add_line(batch, line)
        yield batch


def _add_line(batch: Batch, line: bytes) -> None:
    text = _REMARK.sub("", decoded(line).strip().lstrip("\ufeff"))
    words = text.split()
    # A sentence that begins with a name is no entry of a list.
    if words and len(words) <= 3:
        batch.add(words[0].rstrip(",;"))
    elif words:
        batch.bad += 1


def read_hosts(lines: Iterable[list[bytes]]) -> Iterator[Batch]:
    """Read hosts files (``0.0.0.0 name name # remark``)."""
    for some in lines:
        batch = Batch()
        for line in some:
            words = line.split(b"#", 1)[0].split()
            if not words:
                continue
            if len(words) == 1:
                batch.bad += 1
            for word in words[1:]:
                if word.lower() not in _OWN and not word.lower().startswith(b"ip6-"):
                    batch.add(decoded(word))
        yield batch


def read_filter(lines: Iterable[list[bytes]]) -> Iterator[Batch]:
    """Read filter lists: ``||name^`` (Adblock), ``address=/name/`` (dnsmasq), ``local-zone: "name"`` (unbound).

    Rules for parts of a site, exceptions and cosmetic rules are about content, not about a whole name: left out.
    """
    for some in lines:
        batch = Batch()
        for line in some:
            text = line.strip()
            if (match := _RULE.match(text)) is not None:
                batch.add(decoded(match[1] or match[2] or match[3]))
            elif text and HOST.fullmatch(text.lower()):
                batch.add(decoded(text))
        yield batch
