"""The letters: from confirmed cases to packages, with and without PDF; memory; the same input, the same bytes.

    python bench/letters.py [--quick] [--json] [--only PART]...

A made-up store with evidence of realistic size; nothing leaves the machine. Keys say unit and direction: ``*_per_s``
and ``ratio_*`` more is better; ``seconds_*``, ``*_mb``, ``lost_*``, ``different_*`` less is.
"""

from __future__ import annotations

import sys

from bench.of_letters.goals import GOALS
from bench.parts import run_parts

PARTS = ("drafting", "sameness")

if __name__ == "__main__":
    sys.exit(run_parts(__doc__, "bench.of_letters", PARTS, GOALS, "The letters"))
