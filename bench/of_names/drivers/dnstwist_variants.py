"""All the variants that dnstwist makes of genuine names.

    python dnstwist_variants.py NAMES [DICTIONARIES]    (names: one a line; a folder with its ``*.dict`` files)

Prints one variant a line: every fuzzer, and with the folder its three word lists and its list of common suffixes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import dnstwist  # type: ignore[import-not-found]


def _lines(file: Path) -> list[str]:
    return [line.strip() for line in file.read_text("utf-8").splitlines() if line.strip() and line[0] != "#"]


def main() -> None:
    """Print the variants."""
    words: list[str] = []
    suffixes: list[str] = []
    if len(sys.argv) > 2:
        folder = Path(sys.argv[2])
        words = sorted({w for n in ("english", "french", "polish") for w in _lines(folder / f"{n}.dict")})
        suffixes = _lines(folder / "common_tlds.dict")
    for name in _lines(Path(sys.argv[1])):
        fuzzer = dnstwist.Fuzzer(name, dictionary=words, tld_dictionary=suffixes)
        fuzzer.generate()
        for variant in fuzzer.permutations():
            print(variant["domain"])


if __name__ == "__main__":
    main()
