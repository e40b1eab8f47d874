"""Which keyword of openSquat hits which name: its own matching, without its printing, update check and network.

    python opensquat_hits.py NAMES KEYWORDS CONFIDENCE...    (names and keywords: one a line)

Prints one JSON object: confidence → keyword → numbers of the lines hit. Only the costly look at confusable letters,
which it repeats for each keyword, is remembered per name; the answers are the same.
"""

from __future__ import annotations

import functools
import json
import sys
from pathlib import Path

from opensquat import homograph  # type: ignore[import-not-found]
from opensquat.squatting_detector import SquattingDetector  # type: ignore[import-not-found]

homograph.check_homograph = functools.cache(homograph.check_homograph)
homograph.homograph_to_latin = functools.cache(homograph.homograph_to_latin)


class _Silence:
    def write(self, text: str) -> int:
        return len(text)


def main() -> None:
    """Print the hits."""
    names = [line.lower().strip() for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    numbers: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        numbers.setdefault(name, []).append(number)
    words = Path(sys.argv[2]).read_text("utf-8").split()
    found: dict[str, dict[str, list[int]]] = {}
    for level in sys.argv[3:]:
        detector = SquattingDetector(confidence_level=int(level))
        found[level] = {
            word: [number for name in set(detector.check(word, names, _Silence())) for number in numbers[name]]
            for word in words
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main()
