"""What evidence costs: captures a second by one writer, and milliseconds of the crawling process for each capture.

``python -m bench.of_crawl.evidence [--quick]``. Everything is deleted at the end only: ext4 passes over inodes that
were deleted in the last minutes one by one, so a run right after a deletion measures that and nothing else.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.of_names.figures import Figures
from zhenwei.evidence import CaptureWriter, Exchange, Work, capture_folder
from zhenwei.evidence.writing import BatchWriter
from zhenwei.types import Hop, Page, Profile

PAGE_BYTES = 20_000
BATCH = 64
HOSTS = 500
_START = datetime(2026, 11, 1, 18, tzinfo=UTC)


def evidence(quick: bool) -> dict[str, float]:
    """Write captures of 20 KB, all different, and return the figures (ms are CPU time)."""
    count = 250 if quick else 4_000
    folder = Path("var/bench")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as root:
        works = [_work(number) for number in range(count)]
        alone = _alone(Path(root) / "alone", works)
        beside = asyncio.run(_beside(Path(root) / "beside", works))
        size = _disk(Path(root) / "alone") / count
        faces = _faces(Path(root) / "faces", count // 5)
    return {**alone, **beside, "bytes_per_capture": size, "bytes_per_capture_five_equal_faces": faces}


def measure(*, quick: bool, data: Path | None) -> Figures:
    """As a part of bench/crawl.py."""
    del data
    return {key: round(value, 3) for key, value in evidence(quick).items()}


def _alone(root: Path, works: list[Work]) -> dict[str, float]:
    writer = CaptureWriter(root)
    cpu, began = time.process_time(), time.perf_counter()
    for at in range(0, len(works), BATCH):
        writer.write(works[at : at + BATCH])
    return {
        "captures_per_s": len(works) / (time.perf_counter() - began),
        "ms_per_capture": 1000 * (time.process_time() - cpu) / len(works),
    }


async def _beside(root: Path, works: list[Work]) -> dict[str, float]:
    """Return what a crawl pays for captures that a process of their own writes."""
    writer = BatchWriter(root, process_after=0)
    await writer.write(works[0])
    while writer._process is None or not writer._process.ready:
        await asyncio.sleep(0.05)
        await writer.write(works[0])
    child = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu, began = time.process_time(), time.perf_counter()
    await asyncio.gather(*(writer.write(work) for work in works[1:]))
    took, used = time.perf_counter() - began, time.process_time() - cpu
    await writer.close()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    other = after.ru_utime + after.ru_stime - child.ru_utime - child.ru_stime
    return {
        "captures_per_s_beside_a_crawl": len(works) / took,
        "ms_per_capture_in_the_crawl": 1000 * used / len(works),
        "ms_per_capture_in_the_writer": 1000 * other / len(works),
    }


def _faces(root: Path, sites: int) -> float:
    """Return bytes on the disk for each of five captures of one page that looks the same to every profile."""
    writer = CaptureWriter(root)
    for at in range(0, sites, 20):
        bases = [_work(number) for number in range(at, min(at + 20, sites))]
        writer.write([_as(base, profile) for base in bases for profile in Profile])
    return _disk(root) / (5 * sites)


def _as(work: Work, profile: Profile) -> Work:
    return Work(f"{work.folder}-{profile.value}", work.page, work.exchanges, work.records)


def _work(number: int) -> Work:
    dice = random.Random(number)
    words = "".join(dice.choices("特种作业操作证查询真伪考试培训报名高压低压电工焊接制冷abcdefgh0123456789", k=400))
    lines: list[str] = []
    while sum(len(line) for line in lines) < PAGE_BYTES // 2:
        place = dice.randrange(380)
        link = f"/item/{dice.randrange(10**6)}.html"
        lines.append(f'<p class="c{place}"><a href="{link}">{words[place : place + 14]}</a></p>\n')
    body = "".join(lines).encode()[:PAGE_BYTES]
    host, at = f"h{number % HOSTS}.example", _START + timedelta(seconds=number)
    url = f"http://{host}/{number}"
    answered = (("Content-Type", "text/html; charset=utf-8"), ("Server", "nginx"), ("Content-Length", str(len(body))))
    sent = (("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)"), ("Accept", "text/html"), ("Host", host))
    exchange = Exchange(url, "GET", sent, 200, "OK", answered, body, at, "198.18.0.1")
    page = Page(
        url, url, Profile.DESKTOP, 200, body.decode("utf-8", "replace"), at,
        (Hop(url, 200, "http", "198.18.0.1"),), dict(answered), "utf-8",
    )  # fmt: skip
    folder = capture_folder(1, host, number + 1, Profile.DESKTOP, False)
    return Work(folder, page, (exchange,), {"dns": {host: "198.18.0.1"}})


def _disk(root: Path) -> float:
    """Return the bytes that files take on the disk, each inode once."""
    seen = {(info.st_dev, info.st_ino): info.st_blocks * 512 for info in (path.lstat() for path in root.rglob("*"))}
    return float(sum(seen.values()))


if __name__ == "__main__":
    print(json.dumps({name: round(value, 3) for name, value in evidence("--quick" in sys.argv).items()}, indent=1))
