"""How fast ``zhenwei screen`` is as a whole command, beside the bare cost of one pass and beside openSquat.

    zhenwei screen FILE --workers 2 > out.jsonl        (full built-in watchlist, no other setting)

The clock runs from the start of the process to its end: reading, building, screening, writing. The same file goes to
Hyperscan (one process, literals of the watchlist, nothing done with the matches) and, as far as it gets, to openSquat.
"""

from __future__ import annotations

import json
import resource
import subprocess
import tempfile
import time
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pypinyin

from bench.of_names.command import WORKERS, command, environment
from bench.of_names.environment import HYPERSCAN, OPENSQUAT, NoPeer, cache_folder, interpreter
from bench.of_names.figures import Figures, Findings
from bench.of_names.labelled import read_labelled
from bench.of_names.made_up import write_names
from bench.of_names.memory import Watcher
from bench.of_names.organs import keywords
from detectors.names import Screener
from zhenwei.watchlist import load_watchlist

DRIVERS = Path(__file__).parent / "drivers"
KEYS = (
    "names_screened",
    "seconds",
    "names_per_s",
    "names_per_s_without_start",
    "names_per_cpu_s",
    "names_per_s_with_scores",
    "build_ms",
    "recall_sown",
    "flagged_not_sown",
    "peak_memory_mb",
    "peak_rss_mb",
    "memory_growth_mb",
    "bare_scan_names_per_s",
    "ratio_to_bare_scan",
    "opensquat_names_per_s",
    "ratio_to_opensquat",
)


@dataclass(frozen=True)
class Run:
    """One run of the command; ``cpu_seconds`` of all its processes tell more than the clock where others work, too."""

    seconds: float
    cpu_seconds: float
    flagged: frozenset[str]
    peak_mb: float
    rss_mb: float


def measure(*, quick: bool, data: Path | None) -> Figures:
    """Return the figures."""
    return look(quick=quick, data=data).figures


def look(*, quick: bool, data: Path | None) -> Findings:
    """Measure on 5 000 000 names (quick: 300 000, where starting weighs heavily) and on a fifth of them."""
    if quick:
        return compare(300_000, data, runs=1, budget=3.0)
    return compare(5_000_000, data, runs=2, budget=60.0)


def compare(count: int, data: Path | None, *, runs: int, budget: float) -> Findings:
    """Measure on ``count`` names, the best of ``runs``; openSquat gets about ``budget`` seconds."""
    found = Findings(dict.fromkeys(KEYS))
    with tempfile.TemporaryDirectory(dir=_roomy()) as temporary:
        large, small, sown = _files(Path(temporary), count, data, found)
        few = screen(small)
        many = min((screen(large) for _ in range(runs)), key=lambda run: run.seconds)
        sample = _first(small, count // 20)
        scored = screen(sample, "--scores")
        found.figures |= {
            "names_screened": count,
            "seconds": round(many.seconds, 2),
            "names_per_s": round(count / many.seconds),
            "names_per_s_without_start": _rate(count - count // 5, many.seconds - few.seconds),
            "names_per_cpu_s": round(count / many.cpu_seconds),
            "names_per_s_with_scores": round(count / 20 / scored.seconds),
            "build_ms": _build_ms(),
            "recall_sown": round(len(sown & many.flagged) / len(sown), 4),
            "flagged_not_sown": len(many.flagged - sown),
            "peak_memory_mb": many.peak_mb,
            "peak_rss_mb": many.rss_mb,
            "memory_growth_mb": round(many.peak_mb - few.peak_mb, 1),
        }
        found.lists["flagged in the large list, but not sown"] = sorted(many.flagged - sown)
        for part in (_bare, _opensquat):
            try:
                part(large, count, many, found, budget)
            except NoPeer as reason:
                found.notes.append(str(reason))
    return found


def screen(names: Path, *options: str) -> Run:
    """Run the command once over a file of names, its output going to a file. Raises CalledProcessError."""
    output = names.with_suffix(".jsonl")
    line = [*command(), "screen", str(names), "--workers", str(WORKERS), *options]
    with output.open("wb") as file:
        used, begun = _children(), time.perf_counter()
        process = subprocess.Popen(
            line, stdout=file, stderr=subprocess.DEVNULL, cwd=names.parent, env=environment(None)
        )
        with Watcher(process.pid) as watcher:
            code = process.wait()
        seconds = time.perf_counter() - begun
        used = _children() - used
    if code:
        raise subprocess.CalledProcessError(code, line)
    with output.open("rb") as file:
        flagged = frozenset(json.loads(line)["domain"] for line in file)
    output.unlink()
    return Run(seconds, used, flagged, watcher.peak_mb, watcher.rss_mb)


def _children() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def literals() -> list[str]:
    """Return the plain words of the built-in watchlist: keywords, hosts in one go, names in pinyin, and gov."""
    watchlist = load_watchlist()
    found = {"gov", *keywords(watchlist)}
    for organ in watchlist.protected:
        found |= {domain.replace(".", "") for domain in (*organ.domains, *organ.retired)}
        found |= {"".join(pypinyin.lazy_pinyin(name)) for name in organ.names}
    return sorted(word for word in found if word.isascii() and word.isalnum())


def _roomy() -> Path:
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _files(folder: Path, count: int, data: Path | None, found: Findings) -> tuple[Path, Path, frozenset[str]]:
    """Write the large file and one with its first fifth; return both and the look-alikes in the large one."""
    hosts = [d for organ in load_watchlist().protected for d in organ.domains if d.endswith(".gov.cn")]
    real = [row.name for row in read_labelled(data).benign] if data and data.is_dir() else []
    large, small = folder / "large.txt", folder / "small.txt"
    sown = write_names(large, count, hosts, real)
    write_names(small, count // 5, hosts, real)
    found.notes.append(
        f"{count} names, {large.stat().st_size / count:.1f} bytes each, {len(sown)} of them sown look-alikes, "
        + ("a fifth part real benign names, the rest made up" if real else "all made up")
    )
    return large, small, sown


def _build_ms() -> int:
    begun = time.perf_counter()
    Screener(load_watchlist())
    return round((time.perf_counter() - begun) * 1000)


def _rate(names: int, seconds: float) -> int | None:
    return round(names / seconds) if seconds > 0 else None


def _bare(names: Path, count: int, ours: Run, found: Findings, budget: float) -> None:
    """Time reading and one pass of Hyperscan; the best of three, for the file is then in memory as it was for us."""
    python = interpreter("hyperscan", HYPERSCAN)
    words = names.with_name("literals.txt")
    words.write_text("\n".join(literals()), "utf-8")
    line = [str(part) for part in (python, DRIVERS / "bare_scan.py", names, words)]
    answers = [subprocess.run(line, capture_output=True, check=True).stdout.split() for _ in range(3)]
    seconds = min(float(answer[0]) for answer in answers)
    found.figures["bare_scan_names_per_s"] = round(count / seconds)
    found.figures["ratio_to_bare_scan"] = round(seconds / ours.seconds, 4)
    found.notes.append(f"bare scan: Hyperscan, {len(literals())} literals, one process, {seconds:.3f} s")


def _opensquat(names: Path, count: int, ours: Run, found: Findings, budget: float) -> None:
    """Give openSquat as many of the first names as it manages in a minute (quick: three seconds)."""
    python = interpreter("opensquat", OPENSQUAT)
    words = names.with_name("keywords.txt")
    words.write_text("\n".join(keywords(load_watchlist())), "utf-8")
    tried, seconds = 200, _opensquat_seconds(python, names, 200, words)
    while seconds < budget / 3 and tried < count:
        tried = min(count, int(tried * min(10.0, 0.9 * budget / seconds)))
        seconds = _opensquat_seconds(python, names, tried, words)
    rate = tried / seconds
    found.figures["opensquat_names_per_s"] = round(rate)
    found.figures["ratio_to_opensquat"] = round(count / ours.seconds / rate, 1)
    found.notes.append(
        f"openSquat: {tried} names in {seconds:.1f} s, -c 1, only the {len(keywords(load_watchlist()))} keywords that "
        "the built-in organs' files name (no generated words), its own pool of processes"
    )


def _opensquat_seconds(python: Path, names: Path, count: int, words: Path) -> float:
    part = _first(names, count)
    line = [str(python), str(DRIVERS / "opensquat_speed.py"), str(part), str(words), "1"]
    done = subprocess.run(line, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=True)
    return float(done.stderr.split()[-1])


def _first(names: Path, count: int) -> Path:
    """Write the first ``count`` names to a file beside theirs."""
    part = names.with_name("part.txt")
    with names.open("rb") as source, part.open("wb") as target:
        target.writelines(islice(source, count))
    return part
