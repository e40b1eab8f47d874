"""A crawl's captures: items wait for their batch, a process writes them, and its death costs nothing."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from zhenwei.errors import EvidenceError
from zhenwei.evidence import Exchange, Work, verify
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.writing import MOST, BatchWriter
from zhenwei.types import Page


def works(page: Page, exchange: Exchange, count: int, start: int = 0) -> list[Work]:
    small = replace(page, pictures=(), screenshot=b"")
    return [Work(f"000001/copy.example/{n}-phone", replace(small, html=f"<p>{n}</p>" * 99), [exchange])
            for n in range(start, start + count)]  # fmt: skip


async def ready(writer: BatchWriter, one: Work) -> int:
    """Write until the process has come up, and return its number."""
    while writer._process is None or not writer._process.ready:
        await writer.write(one)
    return writer._process._process.pid


def test_each_gets_the_digest_of_its_own(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    async def run() -> list[str]:
        writer = BatchWriter(tmp_path)
        found = await asyncio.gather(*(writer.write(work) for work in works(page, exchange, MOST + 5)))
        await writer.close()
        return found

    digests = asyncio.run(run())
    assert digests == [
        sha256((tmp_path / f"000001/copy.example/{n}-phone/manifest.json").read_bytes()) for n in range(MOST + 5)
    ]
    assert verify(tmp_path) == []


def test_a_process_writes_what_a_thread_began(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    async def run() -> None:
        writer = BatchWriter(tmp_path, process_after=0)
        pid = await ready(writer, works(page, exchange, 1)[0])
        await asyncio.gather(*(writer.write(work) for work in works(page, exchange, 150, 1)))
        await writer.close()
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)

    asyncio.run(run())
    assert len(list(tmp_path.glob("0*/*/*/manifest.json"))) == 151
    assert verify(tmp_path / "000001/copy.example/99-phone") == []
    assert list(tmp_path.glob("0*/*/.*")) == []


def test_a_killed_process_loses_no_capture(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    async def run() -> None:
        writer = BatchWriter(tmp_path, process_after=0)
        pid = await ready(writer, works(page, exchange, 1)[0])
        waiting = [asyncio.ensure_future(writer.write(work)) for work in works(page, exchange, 90, 1)]
        await asyncio.sleep(0)
        os.kill(pid, signal.SIGKILL)
        assert len(set(await asyncio.gather(*waiting))) == 90
        await writer.close()

    asyncio.run(run())
    assert len(list(tmp_path.glob("0*/*/*/manifest.json"))) == 91


def test_what_cannot_be_written_is_one_line_for_all_who_wait(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    (tmp_path / "root").write_text("a file where the folder should be")

    async def run(process_after: int) -> list[object]:
        writer = BatchWriter(tmp_path / "root", process_after=process_after)
        found = await asyncio.gather(*(writer.write(w) for w in works(page, exchange, 3)), return_exceptions=True)
        await writer.close()
        return list(found)

    for error in asyncio.run(run(1000)):
        assert isinstance(error, EvidenceError)
        assert "无法写入" in str(error)


CRAWL = """
import asyncio, sys, pickle
from pathlib import Path
from zhenwei.evidence.writing import BatchWriter

async def run():
    work = pickle.loads(Path(sys.argv[2]).read_bytes())
    writer = BatchWriter(Path(sys.argv[1]), process_after=0)
    while writer._process is None or not writer._process.ready:
        await writer.write(work)
    print(writer._process._process.pid, flush=True)
    sys.stdin.read()

asyncio.run(run())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the signal at a parent's death is Linux's")
def test_the_process_dies_with_a_killed_crawl(tmp_path: Path, page: Page, exchange: Exchange) -> None:
    import pickle

    (tmp_path / "work").write_bytes(pickle.dumps(works(page, exchange, 1)[0]))
    command = [sys.executable, "-c", CRAWL, str(tmp_path / "root"), str(tmp_path / "work")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.PIPE) as crawl:
        assert crawl.stdout is not None
        pid = int(crawl.stdout.readline())
        handle = os.pidfd_open(pid)
        crawl.kill()
        crawl.wait()
        # Readable once the process has ended; a test that hangs here fails by its time limit.
        import select

        assert select.select([handle], [], [], 30)[0]
        os.close(handle)
