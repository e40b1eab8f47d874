"""``zhenwei review``: the analysts' desk as a web application."""

from __future__ import annotations

import socket
from typing import Annotated

import typer
import uvicorn

from review.app import create_app
from zhenwei.cli.context import settings
from zhenwei.errors import BadInput

app = typer.Typer()

Host = Annotated[str, typer.Option(help="Address to listen on; others than this machine's need a TLS proxy.")]
Port = Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")]


@app.command()
def review(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """Serve the analysts' desk until interrupted; the address is printed once it listens.

    Example: zhenwei review --port 8000
    """
    desk = create_app(settings())
    server = uvicorn.Server(uvicorn.Config(desk, log_level="warning", server_header=False, ws="none"))
    with _listening(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        typer.echo(f"http://{shown}:{listening.getsockname()[1]}/")
        server.run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise BadInput(f"cannot listen on {host} port {port}: {error.strerror or error}") from error
