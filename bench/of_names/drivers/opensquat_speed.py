"""How long openSquat takes for a list, as it comes: its own reading, its own pool of processes, its own printing.

    python opensquat_speed.py NAMES KEYWORDS CONFIDENCE

Left out is only the look for a newer version at the end, which asks the network. Prints the seconds to standard error.
"""

from __future__ import annotations

import sys
import time

from opensquat import app  # type: ignore[import-not-found]


def main() -> None:
    """Run its scan once."""
    started = time.perf_counter()
    app.Domain().main(sys.argv[2], int(sys.argv[3]), sys.argv[1], dns=False)
    print(time.perf_counter() - started, file=sys.stderr)


if __name__ == "__main__":
    main()
