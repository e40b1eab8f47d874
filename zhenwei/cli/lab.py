"""``zhenwei lab``: serve a small internet on this machine, and compare what was found there with the truth."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="A small internet on 127.0.0.1 for demonstrations, tests and benchmarks.", no_args_is_help=True)

WorldFolder = Annotated[
    Path, typer.Argument(help="Folder of the world (docs/lab.md).", exists=True, file_okay=False, metavar="WORLD")
]


@app.command("serve", epilog="Example: zhenwei lab serve lab/worlds/small")
def serve(
    world: WorldFolder,
    port: Annotated[int, typer.Option(help="Port of the proxy; 0 takes a free one.", min=0, max=65535)] = 0,
) -> None:
    """Serve a world until Ctrl-C; print KEY=VALUE settings that point Zhenwei at it, then "ready"."""
    from lab.serve import Lab  # only this command needs it, and starting should stay quick for the others
    from zhenwei.errors import BadInput

    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    try:
        lab = Lab(world, port)
        with lab:
            for key, value in lab.settings.items():
                typer.echo(f"{key}={value}")
            typer.echo("ready")
            ended.wait()
    except OSError as error:
        raise BadInput(f"cannot serve on 127.0.0.1:{port}: {error.strerror or error}") from error


@app.command("score", epilog="Example: zhenwei lab score lab/worlds/small --json")
def score(
    world: WorldFolder,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object instead of tables.")] = False,
) -> None:
    """Compare the store of this deployment with the truths of a world."""
    from lab.score import compare, open_existing, print_tables, to_json
    from lab.world import load_world
    from zhenwei.config import load_settings

    read = load_world(world)
    store = open_existing(load_settings(os.environ, Path.cwd()).database)
    try:
        with store.transaction() as session:
            comparison = compare(session, read)
    finally:
        store.close()
    if as_json:
        typer.echo(to_json(comparison))
    else:
        print_tables(comparison)
