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
from types import MappingProxyType
from typing import Any, NamedTuple

from zhenwei.config import Settings, settings_environ
from zhenwei.errors import ZhenweiError

PARENT_PIPE = "ZHENWEI_PARENT_PIPE"
POLL_SECONDS = 0.2
TAIL_BYTES = 4000
# How long a spider that was asked to end may tidy up before it is killed.
GRACE_SECONDS = 20.0


class Job(NamedTuple):
    """One process: a spider, its arguments, what its settings differ in, and its number among several of its kind."""

    spider: str
    arguments: Mapping[str, str] = MappingProxyType({})
    changes: Mapping[str, Any] = MappingProxyType({})
    number: int = 1


class SpiderFailed(ZhenweiError):
    """A spider ended with an error of its own; the stage names it and the next run takes up what still waits."""


def run_spiders(
    settings: Settings,
    jobs: Sequence[Job | tuple[str, Mapping[str, str]]],
    tick: Callable[[], object] = lambda: None,
    more: Callable[[], Sequence[Job]] = tuple,
) -> None:
    """Run each job (or spider and arguments) and return when all have ended; ``tick`` is called a few times a second,
    and ``more`` after it names the jobs to begin besides.

    ``tick`` returns what has been done so far, in any form that compares equal while nothing more is done: spiders
    that stand still for ``stall_minutes`` are ended, so that one hanging page or driver never costs the night.
    Raises SpiderFailed naming the first spider that failed and the last line of its log.
    """
    patience = settings.stall_minutes * 60
    with ExitStack() as stack:
        running = [(job.spider, *_start(settings, job, stack)) for job in (Job(*given) for given in jobs)]
        done, since = tick(), time.monotonic()
        try:
            while any(process.poll() is None for _, process, _ in running):
                time.sleep(POLL_SECONDS)
                running += [(job.spider, *_start(settings, job, stack)) for job in more()]
                if (now_done := tick()) != done:
                    done, since = now_done, time.monotonic()
                elif patience and done is not None and time.monotonic() - since > patience:
                    names = "、".join(name for name, process, _ in running if process.poll() is None)
                    raise SpiderFailed(
                        f"爬虫 {names} 已有 {settings.stall_minutes} 分钟没有任何进展，已停止；再次运行会接着做"
                    )
        finally:
            _end([process for _, process, _ in running])
        tick()
        for name, process, log in running:
            if process.returncode:
                raise SpiderFailed(f"爬虫 {name} 运行失败：{_last_line(log)}（日志：{log}）")


def _end(processes: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask those that still run to end, all at once, and kill what does not."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    for process in processes:
        try:
            process.wait(GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _start(settings: Settings, job: Job, stack: ExitStack) -> tuple[subprocess.Popen[bytes], Path]:
    name = job.spider
    log = settings.data_dir / "log" / f"{name}{f'-{job.number}' if job.number > 1 else ''}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    stack.callback(os.close, writing)
    environ = {k: v for k, v in os.environ.items() if not k.startswith("ZHENWEI_")} | settings_environ(
        settings.model_copy(update=dict(job.changes))
    )
    environ |= {PARENT_PIPE: str(reading), "SCRAPY_SETTINGS_MODULE": "crawler.settings"}
    command = [sys.executable, "-m", "scrapy", "crawl", name]
    for key, value in job.arguments.items():
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
