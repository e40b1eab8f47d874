"""The bare cost: read a file and look for literals in it with Hyperscan, one pass, nothing else.

    python bare_scan.py FILE LITERALS    (literals: one a line)

Prints the seconds that reading and the pass took, and the matches.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import hyperscan  # type: ignore[import-not-found]

BLOCK = 1 << 24


def main() -> None:
    """Print seconds and matches."""
    words = Path(sys.argv[2]).read_bytes().split()
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    # Several matches of one word count once a block: only the pass itself is wanted, not our handling of matches.
    flags = hyperscan.HS_FLAG_SINGLEMATCH
    database.compile(expressions=words, ids=list(range(len(words))), elements=len(words), flags=flags)
    matches = 0

    def count(number: int, start: int, end: int, flags: int, context: object) -> None:
        nonlocal matches
        matches += 1

    begun = time.perf_counter()
    with open(sys.argv[1], "rb") as file:  # noqa: PTH123
        while block := file.read(BLOCK):
            database.scan(block, match_event_handler=count)
    print(time.perf_counter() - begun, matches)


if __name__ == "__main__":
    main()
