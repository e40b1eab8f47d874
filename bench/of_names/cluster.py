"""The same names by this machine's processes and by two Ray nodes on it: equal results, and what Ray costs.

Two nodes of one core each on a machine of two cores show the overhead; more machines are what Ray is for.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path

from tests.cluster.nodes import Nodes

NAMES = 5_000_000
FILES = 4
KEYS = (
    "cluster_names_per_s",
    "cluster_local_names_per_s",
    "cluster_ratio_to_local",
    "cluster_start_s",
    "cluster_ratio_to_local_without_start",
    "cluster_equal_to_local",
)
LOOKALIKES = ("cx-mem-gov{}.top", "mem-gov-cn{}.com", "tezhongzuoye-chaxun{}.com", "cx.mem.gov.cn.x{}.top")


def measure(*, quick: bool, data: Path | None) -> dict[str, float | int | None]:
    """Return names a second of both, by the clock around the whole command, their ratio, and whether they agree.

    ``cluster_start_s`` is the command with a list of one name: joining the cluster, its workers' imports and screeners.

    The nodes are there already: a cluster is not started for one file. ``data`` is not used: the names are made up.
    """
    del data
    if quick:
        return _none("starting two Ray nodes takes 10 to 25 seconds; run without --quick")
    if find_spec("ray") is None:
        return _none("Ray is not installed (uv sync --extra cluster)")
    with tempfile.TemporaryDirectory(prefix="zw-") as folder:
        zones = write_zones(Path(folder) / "zones")
        nodes = Nodes(Path(folder))
        try:
            if not nodes.address:
                return _none("no Ray node could be started here")
            one = Path(folder) / "one.txt"
            one.write_text("cx-mem-gov.top\n")
            _, local_start = timed(nodes, str(one))
            _, start = timed(nodes, str(one), "--cluster", nodes.address)
            local, local_seconds = timed(nodes, str(zones))
            spread, spread_seconds = timed(nodes, str(zones), "--cluster", nodes.address)
        finally:
            nodes.close()
    return {
        "cluster_names_per_s": round(NAMES / spread_seconds),
        "cluster_local_names_per_s": round(NAMES / local_seconds),
        "cluster_ratio_to_local": round(local_seconds / spread_seconds, 3),
        "cluster_start_s": round(start, 1),
        "cluster_ratio_to_local_without_start": round(
            max(0.01, local_seconds - local_start) / max(0.01, spread_seconds - start), 3
        ),
        "cluster_equal_to_local": int(local == spread and local.count("\n") > 1000),
    }


def write_zones(folder: Path) -> Path:
    """Write NAMES names, always the same, one in 2 000 of them a look-alike."""
    folder.mkdir()
    rng = random.Random(20261122)
    syllables = [c + v for c in "bcdfghjklmnpqrstwxyz" for v in ("a", "e", "i", "o", "u", "ang", "en", "ing", "ong")]
    number = 0
    for part in range(FILES):
        with (folder / f"{part}.txt").open("w") as file:
            for _ in range(NAMES // FILES):
                number += 1
                if number % 2000 == 0:
                    file.write(rng.choice(LOOKALIKES).format(number) + "\n")
                else:
                    file.write("".join(rng.choices(syllables, k=rng.randint(2, 5))) + f"{number % 97}.com\n")
    return folder


def timed(nodes: Nodes, *arguments: str) -> tuple[str, float]:
    """Run ``zhenwei screen``; return what it printed and the seconds it took."""
    began = time.perf_counter()
    ended = nodes.screen(*arguments)
    seconds = time.perf_counter() - began
    if ended.returncode:
        raise subprocess.CalledProcessError(ended.returncode, "zhenwei screen", ended.stdout, ended.stderr)
    return ended.stdout, seconds


def _none(why: str) -> dict[str, float | int | None]:
    print(f"cluster: not measured: {why}", file=sys.stderr)
    return dict.fromkeys(KEYS)


if __name__ == "__main__":
    for key, value in measure(quick="--quick" in sys.argv, data=None).items():
        print(f"{key:28} {'not measured' if value is None else value}")
