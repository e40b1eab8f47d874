"""Certificate transparency: a million log entries, from the bytes of data tiles to screened hits.

Entries are certificates of the usual size (1.2 KB of log each) with one to four names, one in a hundred with
a hundred; look-alikes are seeded in five ways (``certificates.py``), and each must be found. The rate of both processes
is by the clock, those of one process are by its own CPU time.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from bench.of_names.certificates import WIDTH, made_tiles, seeded
from crawler.ct.tiles import leaves, names_of_tile
from detectors.names import Screener
from zhenwei.watchlist import load_watchlist

Figures = dict[str, float | int | None]
QUICK, FULL = 40_000, 1_000_000
VARIETY = 24  # different tiles; the rest repeat them
PROCESSES = 2
_screener: Screener | None = None


def measure(*, quick: bool, data: Path | None) -> Figures:
    """Return entries a second (two processes, and one), and how many of the seeded look-alikes were found."""
    tiles, seeds = made_tiles(VARIETY), seeded()
    wanted = QUICK if quick else FULL
    rounds = -(-wanted // (WIDTH * len(tiles)))
    with ProcessPoolExecutor(PROCESSES, initializer=_settle) as pool:
        list(pool.map(hits_of_tile, tiles[: 4 * PROCESSES]))  # both have built their screeners
        start = time.perf_counter()
        found: set[str] = set()
        entries = 0
        for hits, count in pool.map(hits_of_tile, _repeated(tiles, rounds), chunksize=8):
            found |= hits
            entries += count
        seconds = time.perf_counter() - start
    _settle()
    start = time.process_time()
    alone = sum(hits_of_tile(tile)[1] for tile in tiles)
    alone_seconds = time.process_time() - start
    return {
        "ct_entries": entries,
        "ct_entries_per_s": round(entries / seconds),
        "ct_entries_per_s_one_process": round(alone / alone_seconds),
        "ct_parsed_entries_per_s": round(_parsed(tiles)),
        "ct_library_parsed_entries_per_s": round(_parsed_by_the_library(tiles[:8])),
        "ct_names_per_entry": round(sum(len(names_of_tile(t, WIDTH)[0].names) for t in tiles) / alone, 2),
        "ct_seeded": len(seeds),
        "ct_seeded_found": len(seeds & found),
    }


def _repeated(tiles: Sequence[bytes], rounds: int) -> Iterator[bytes]:
    for _ in range(rounds):
        yield from tiles


def _settle() -> None:
    global _screener
    _screener = Screener(load_watchlist())


def hits_of_tile(tile: bytes) -> tuple[set[str], int]:
    """Return the names of a tile that are flagged, and how many entries it holds."""
    assert _screener is not None
    batch, _whole = names_of_tile(tile, WIDTH)
    return {o.domain for o in _screener.scan(b"\n".join(batch.names) + b"\n") if o.flagged}, batch.entries


def _parsed(tiles: Sequence[bytes]) -> float:
    start = time.process_time()
    entries = sum(names_of_tile(tile, WIDTH)[0].entries for tile in tiles)
    return entries / (time.process_time() - start)


def _parsed_by_the_library(tiles: Sequence[bytes]) -> float:
    """Return the same for the whole parser of ``cryptography`` on the same certificates."""
    from cryptography import x509

    ders = [tile[leaf.start : leaf.stop] for tile in tiles for leaf in leaves(tile) if not leaf.precertificate]
    start = time.process_time()
    for der in ders:
        extension = x509.load_der_x509_certificate(der).extensions.get_extension_for_class(x509.SubjectAlternativeName)
        extension.value.get_values_for_type(x509.DNSName)
    return len(ders) / (time.process_time() - start)
