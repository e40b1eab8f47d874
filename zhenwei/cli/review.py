"""``zhenwei review``: the analysts' desk as a web application."""

from __future__ import annotations

from typing import Annotated

import typer
import uvicorn

from review.app import create_app
from zhenwei.cli.context import settings

app = typer.Typer()


@app.command()
def review(
    host: Annotated[str, typer.Option(help="Address to listen on; others than this machine's need a TLS proxy.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
) -> None:
    """Serve the analysts' desk until interrupted.

    Example: zhenwei review --port 8000
    """
    desk = create_app(settings())
    config = uvicorn.Config(desk, host=host, port=port, log_level="warning", server_header=False)
    typer.echo(f"http://{f'[{host}]' if ':' in host else host}:{port}/", err=True)
    uvicorn.Server(config).run()
