"""Standard output for the thread that began, and for no other: Ray's threads print what they hear of nodes there."""

from __future__ import annotations

import contextlib
import sys
import threading
from collections.abc import Iterator
from typing import Any

LONGEST = 200


class _OneThreadsOutput:
    def __init__(self, stream: Any) -> None:
        self._stream, self._thread = stream, threading.get_ident()

    def write(self, text: str) -> int:
        if threading.get_ident() == self._thread:
            return int(self._stream.write(text))
        # A node's last words are a page long; that there are any is what counts.
        if first := text.strip().partition("\n")[0]:
            sys.stderr.write(f"集群消息：{first[:LONGEST]}\n")
        return len(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


@contextlib.contextmanager
def own_output() -> Iterator[None]:
    """Send what other threads print to standard error, a line each, while this lasts."""
    before = sys.stdout
    sys.stdout = _OneThreadsOutput(before)
    try:
        yield
    finally:
        sys.stdout = before
