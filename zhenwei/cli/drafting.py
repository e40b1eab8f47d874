"""Small pieces of ``zhenwei notice draft``: the day that letters bear, and what could not be drafted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import typer

from zhenwei.errors import ZhenweiError


def day_of(text: str) -> date | None:
    """Return the day that an option names, None if it is empty. Raises BadParameter."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise typer.BadParameter(f"--day 须为日期，如 2026-11-22：{text[:40]!r}") from error


def end_with(faults: Sequence[ZhenweiError]) -> None:
    """Say what kept cases or letters from being drafted, and fail: one by raising it, several line by line."""
    if len(faults) == 1:
        raise faults[0]
    for fault in faults:
        typer.echo(f"未起草：{' '.join(str(fault).split())}", err=True)
    if faults:
        raise typer.Exit(1)
