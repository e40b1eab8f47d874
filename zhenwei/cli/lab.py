"""``zhenwei lab``: serve a small internet on this machine, and compare what was found there with the truth."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="试验场：在本机模拟一个小互联网，供演示、测试和评测。\n\n例：zhenwei lab serve lab/worlds/small",
    no_args_is_help=True,
)

WorldFolder = Annotated[
    Path, typer.Argument(help="试验世界的文件夹（格式见 docs/lab.md）。", exists=True, file_okay=False, metavar="WORLD")
]


@app.command("serve")
def serve(
    world: WorldFolder,
    port: Annotated[int, typer.Option(metavar="PORT", help="代理的端口；0 为任选一个空闲端口。", min=0, max=65535)] = 0,
) -> None:
    """在本机 127.0.0.1 上提供一个试验世界，按 Ctrl-C 停止。

    先逐行输出使甄伪访问它的设置（KEY=VALUE），就绪后输出 ready。

    例：zhenwei lab serve lab/worlds/small
    """
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
        raise BadInput(f"无法在 127.0.0.1:{port} 上提供服务：{error.strerror or error}（换一个 --port）") from error


@app.command("score")
def score(
    world: WorldFolder,
    as_json: Annotated[bool, typer.Option("--json", help="输出一个 JSON 对象，不输出表格。")] = False,
) -> None:
    """将本部署的研判结果与试验世界的真值对照：各类结论的准确率、查全率，误报和漏判逐个列出。

    例：zhenwei lab score lab/worlds/small
    """
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
