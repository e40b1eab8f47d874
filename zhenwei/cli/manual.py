"""The help pages of all commands, one after the other: for docs/commands.md and for the test that reads them all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from typer.main import get_command

from zhenwei.cli.root import build


def pages(width: int) -> list[tuple[str, str]]:
    """Return (command, its help page) of every command and group in their order, lines at most ``width`` columns."""
    root: Any = get_command(build())
    return list(_walk(root, "zhenwei", None, width))


def _walk(command: Any, name: str, parent: Any, width: int) -> Iterator[tuple[str, str]]:
    ctx = command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=width)
    yield ctx.command_path, command.get_help(ctx)
    if hasattr(command, "list_commands"):
        for below in command.list_commands(ctx):
            yield from _walk(command.get_command(ctx, below), below, ctx, width)
