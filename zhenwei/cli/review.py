"""``zhenwei review``: the analysts' desk as a web application."""

from __future__ import annotations

import gc
import socket
from typing import Annotated

import typer
import uvicorn

from review.app import create_app
from zhenwei.cli.context import settings
from zhenwei.errors import BadInput

app = typer.Typer()

Host = Annotated[str, typer.Option(metavar="HOST", help="监听地址；对本机以外开放时请放在 TLS 反向代理之后。")]
Port = Annotated[int, typer.Option(metavar="PORT", min=0, max=65535, help="监听端口；0 表示任选一个空闲端口。")]


@app.command()
def review(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """启动研判台，直到中断；开始监听后打印地址。

    例：zhenwei review --port 8000
    """
    desk = create_app(settings())
    # What is loaded by now stays to the end: the collector need not walk through all of it while somebody waits.
    gc.collect()
    gc.freeze()
    config = uvicorn.Config(desk, log_level="warning", access_log=False, server_header=False, ws="none")
    server = uvicorn.Server(config)
    with listening_on(host, port) as listening:
        shown = f"[{host}]" if ":" in host else host
        typer.echo(f"http://{shown}:{listening.getsockname()[1]}/")
        server.run(sockets=[listening])


def listening_on(host: str, port: int) -> socket.socket:
    """Return a socket that listens; its connections send without delay. Raises BadInput."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        server = socket.create_server((host, port), family=family)
    except OSError as error:
        raise BadInput(f"无法在 {host} 端口 {port} 上监听：{error.strerror or error}（换一个 --port）") from error
    # asyncio sets it on sockets that it opened itself. Without it the end of an answer waits for the browser's
    # acknowledgement of its head, which is 40 ms away (RFC 1122, 4.2.3.2 and 4.2.3.4). Connections inherit it.
    server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return server
