"""A child process ends with its parent: whoever starts a crawler keeps the other end of a pipe open."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping

VARIABLE = "ZHENWEI_PARENT_PIPE"
ORPHANED = 75  # EX_TEMPFAIL of sysexits.h: the next night goes on where this one stopped


def tie_to_parent(environ: Mapping[str, str]) -> threading.Thread | None:
    """Watch the pipe named in the environment, if there is one; at its end this process stops at once."""
    if not environ.get(VARIABLE, "").isdigit():
        return None
    thread = threading.Thread(target=_wait, args=(int(environ[VARIABLE]),), name="tether", daemon=True)
    thread.start()
    return thread


def _wait(fd: int) -> None:
    try:
        while os.read(fd, 4096):
            pass
    except OSError:
        return  # no such pipe: started by hand from a shell that kept the variable
    os._exit(ORPHANED)
