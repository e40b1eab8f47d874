"""Spiders that stand still are ended, and one that will not end is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from zhenwei.config import Settings
from zhenwei.stages import spiders
from zhenwei.stages.spiders import SpiderFailed, run_spiders

STUBBORN = "import signal, sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); signal.pause()"


def _stubborn(*_: object) -> tuple[subprocess.Popen[bytes], Path]:
    process = subprocess.Popen([sys.executable, "-c", STUBBORN], stdout=subprocess.PIPE)
    assert process.stdout is not None
    with process.stdout:
        process.stdout.readline()
    return process, Path("stubborn.log")


def test_a_spider_without_progress_is_ended_and_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clock = iter(range(0, 10_000, 100))
    monkeypatch.setattr(spiders, "_start", _stubborn)
    monkeypatch.setattr(spiders, "GRACE_SECONDS", 0.01)
    monkeypatch.setattr(spiders, "POLL_SECONDS", 0.0)
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    with pytest.raises(SpiderFailed, match="爬虫 visit 已有 15 分钟没有任何进展"):
        run_spiders(Settings(data_dir=tmp_path), [("visit", {})], lambda: 3)


def test_who_says_nothing_of_progress_is_not_hurried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def short(*_: object) -> tuple[subprocess.Popen[bytes], Path]:
        return subprocess.Popen([sys.executable, "-c", ""]), Path("short.log")

    clock = iter(range(0, 100_000_000, 10_000))
    monkeypatch.setattr(spiders, "_start", short)
    monkeypatch.setattr("time.monotonic", lambda: float(next(clock)))
    run_spiders(Settings(data_dir=tmp_path), [("visit", {})])
