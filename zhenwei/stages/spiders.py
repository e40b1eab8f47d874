"""Running spiders as processes of their own, several at once, that end when this process ends.

A process each, because Twisted's reactor starts only once, and because a crash in a browser or a parser then costs
that spider and not the night.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from zhenwei.config import Settings, settings_environ
from zhenwei.errors import ZhenweiError

PARENT_PIPE = "ZHENWEI_PARENT_PIPE"
POLL_SECONDS = 0.2
TAIL_BYTES = 4000


class SpiderFailed(ZhenweiError):
    """A spider ended with an error of its own; the stage names it and the next run takes up what still waits."""


def run_spiders(
    settings: Settings,
    jobs: Sequence[tuple[str, Mapping[str, str]]],
    tick: Callable[[], None] = lambda: None,
) -> None:
    """Run each (spider, arguments) and return when all have ended; ``tick`` is called a few times a second.

    Raises SpiderFailed naming the first spider that failed and the last line of its log.
    """
    with ExitStack() as stack:
        running = [(name, *_start(settings, name, arguments, stack)) for name, arguments in jobs]
        try:
            while any(process.poll() is None for _, process, _ in running):
                time.sleep(POLL_SECONDS)
                tick()
        finally:
            for _, process, _ in running:
                if process.poll() is None:
                    process.terminate()
                process.wait()
        tick()
        for name, process, log in running:
            if process.returncode:
                raise SpiderFailed(f"爬虫 {name} 运行失败：{_last_line(log)}（日志：{log}）")


def _start(
    settings: Settings, name: str, arguments: Mapping[str, str], stack: ExitStack
) -> tuple[subprocess.Popen[bytes], Path]:
    log = settings.data_dir / "log" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    stack.callback(os.close, writing)
    environ = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")} | settings_environ(settings)
    environ |= {PARENT_PIPE: str(reading), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    command = [sys.executable, "-m", "scrapy", "crawl", name]
    for key, value in arguments.items():
        command += ["-a", f"{key}={value}"]
    with log.open("ab") as out:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and spider names
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environ, pass_fds=(reading,)
        )
    os.close(reading)
    return process, log


def _last_line(log: Path) -> str:
    lines = log.read_bytes()[-TAIL_BYTES:].decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "没有留下任何信息"
