"""Messages of certstream servers: calidog's form, and the full, lite and domains-only forms of certstream-server-go.

``{"message_type": "certificate_update", "data": {"cert_index": …, "source": {"url": …}, "leaf_cert":
{"all_domains": […]}}}``; domains-only streams carry ``"data": ["a.example", …]``; heartbeats carry no names.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.ct.hosts import hosts

_HEARTBEAT = "heartbeat"


@dataclass(frozen=True, slots=True)
class Update:
    """One certificate seen by a stream: its host names, and its place in its log (``index`` is -1 if not told)."""

    names: Sequence[bytes]
    log: str = ""
    index: int = -1


def read_message(text: str | bytes) -> Update | None:
    """Return what a message tells; an update without names for a heartbeat, None for what is no such message."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict):
        return None
    if message.get("message_type") == _HEARTBEAT:
        return Update(())
    data = message.get("data")
    if isinstance(data, list):
        return Update(_hosts(data))
    if not isinstance(data, dict) or not isinstance(leaf := data.get("leaf_cert"), dict):
        return None
    source, index = data.get("source"), data.get("cert_index")
    log = str(source.get("url") or source.get("name") or "") if isinstance(source, dict) else ""
    return Update(_hosts(list(_names(leaf))), log[:300], index if type(index) is int else -1)


def _names(leaf: dict[str, Any]) -> Iterator[object]:
    listed = leaf.get("all_domains")
    if isinstance(listed, list):
        yield from listed
    subject, extensions = leaf.get("subject"), leaf.get("extensions")
    if isinstance(subject, dict):
        yield subject.get("CN")
    if not listed and isinstance(extensions, dict) and isinstance(said := extensions.get("subjectAltName"), str):
        for part in said.split(","):
            kind, _, name = part.strip().partition(":")
            if kind == "DNS":
                yield name


def _hosts(names: Sequence[object]) -> list[bytes]:
    return hosts([name.encode("utf-8", "replace") for name in names if isinstance(name, str)])
