"""Standard output for the thread that began, and for no other: Ray's threads print what they hear of nodes there."""

from __future__ import annotations

import contextlib
import re
import sys
import threading
from collections.abc import Iterator
from typing import Any

LONGEST = 200
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")


class _OneThreadsOutput:
    def __init__(self, stream: Any) -> None:
        self._stream, self._thread = stream, threading.get_ident()
        self.theirs = False

    def write(self, text: str) -> int:
        if threading.get_ident() == self._thread and not self.theirs:
            return int(self._stream.write(text))
        # A node's last words are a page long; that there are any is what counts.
        if first := _COLOUR.sub("", text).strip().partition("\n")[0]:
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


@contextlib.contextmanager
def not_ours() -> Iterator[None]:
    """Send what this thread prints the same way: Ray prints what it has held back when it starts and when it ends."""
    stream = sys.stdout
    if isinstance(stream, _OneThreadsOutput):
        stream.theirs = True
    try:
        yield
    finally:
        if isinstance(stream, _OneThreadsOutput):
            stream.theirs = False
