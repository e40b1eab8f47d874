"""The process that writes captures for a crawl: ``python -m zhenwei.evidence.writer FD``, started by ``writing``."""

from __future__ import annotations

import ctypes
import os
import pickle
import signal
import socket
import struct
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from threading import Lock, local
from typing import Any

from zhenwei.errors import EvidenceError
from zhenwei.evidence.batch import CaptureWriter, Work
from zhenwei.evidence.circumstances import Circumstances

_FRAME = struct.Struct("<I")
_PR_SET_PDEATHSIG = 1
_THREADS = 2  # while one waits for the disk, the other prepares


def main() -> None:
    """Write batches until the other side closes; then leave at once, for what is not answered is done again."""
    _die_with_parent()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides
    link = socket.socket(fileno=int(sys.argv[1]))
    root, how = _receive(link)
    line = Lock()
    _answer(link, line, (0, [], ""))
    writers = local()

    def write(number: int, batch: Sequence[Work]) -> None:
        digests, fault = _write(writers, Path(root), how, batch)
        with suppress(OSError):  # the other side has gone
            _answer(link, line, (number, digests, fault))

    with ThreadPoolExecutor(_THREADS) as pool:
        while True:
            try:
                pool.submit(write, *_receive(link))
            except (EOFError, OSError):
                os._exit(0)


def _write(writers: local, root: Path, how: Circumstances, batch: Sequence[Work]) -> tuple[list[str], str]:
    try:
        if not hasattr(writers, "own"):
            writers.own = CaptureWriter(root, how)
        return writers.own.write(batch), ""
    except EvidenceError as error:
        return [], str(error)
    except Exception as error:  # noqa: BLE001 (edge of the process: the parent stops the crawl and says this)
        return [], f"{type(error).__name__}: {error}"


def _receive(link: socket.socket) -> Any:
    (size,) = _FRAME.unpack(_exactly(link, _FRAME.size))
    return pickle.loads(_exactly(link, size))  # noqa: S301 - from our own parent


def _exactly(link: socket.socket, size: int) -> bytearray:
    data = bytearray(size)
    view = memoryview(data)
    while view:
        got = link.recv_into(view)
        if not got:
            raise EOFError
        view = view[got:]
    return data


def _answer(link: socket.socket, line: Lock, value: tuple[int, list[str], str]) -> None:
    data = pickle.dumps(value)
    with line:
        link.sendall(_FRAME.pack(len(data)) + data)


def _die_with_parent() -> None:
    """Have the system end this process with its parent, even by SIGKILL (Linux): nothing is written behind its back."""
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    main()
