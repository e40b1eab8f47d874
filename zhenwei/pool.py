"""Several processes for computing, that end with the process that started them, however that ends."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.process import BaseProcess
from typing import Any


def pool(
    workers: int, settle: Callable[..., None], arguments: Sequence[Any] = (), *, fork: bool = False
) -> ProcessPoolExecutor:
    """Return a pool whose processes first call ``settle(*arguments)``. Use it as a context.

    Processes are spawned and not forked: a fork would inherit open pipes, sockets and locks of threads. A command that
    has none of these may ask to ``fork`` where the system can: the children then start with what is built already.
    """
    can_fork = fork and "fork" in multiprocessing.get_all_start_methods() and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if can_fork else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(settle, tuple(arguments)))


def _begin(settle: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()
    settle(*arguments)


def _end_with(parent: BaseProcess) -> None:
    parent.join()
    os._exit(75)
