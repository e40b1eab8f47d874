"""Progress for people: Rich on standard error, and only if that is a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from zhenwei.stages.desk import Bar


class _Line:
    def __init__(self, progress: Progress, task: TaskID) -> None:
        self._progress, self._task = progress, task

    def update(self, done: int, total: int) -> None:
        self._progress.update(self._task, completed=done, total=total or None)


@contextmanager
def bars() -> Iterator[Callable[[str], Bar]]:
    """Yield a function that opens a line of progress. Without a terminal nothing is drawn."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        yield lambda title: _Line(progress, progress.add_task(title, total=None))


@contextmanager
def volumes(title: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Yield a function that adds bytes to one line of progress; ``total`` None where it is not known."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task(title, total=total)
        yield lambda size: progress.advance(task, size)
