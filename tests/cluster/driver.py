"""A driver whose jobs wait for a file: ``python driver.py ADDRESS FOLDER JOBS``. What it defines travels by value."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from zhenwei.cluster.on_ray import spread
from zhenwei.errors import BadInput, ZhenweiError


def settle(folder: str) -> None:
    """Say which process was settled, and how often."""
    with (Path(folder) / f"settled-{os.getpid()}").open("a") as file:
        file.write("x")


def job(folder: str, number: int) -> int:
    """Say that the job was begun, and by whom; end when there is a file ``go``."""
    (Path(folder) / f"begun-{number}-{os.getpid()}").touch()
    if number < 0:
        raise BadInput(f"无法读取第 {number} 段")
    while not (Path(folder) / "go").exists():
        time.sleep(0.02)
    return number * number


def main() -> None:
    """Print the results in the order in which they come."""
    address, folder, first, last = sys.argv[1:]
    jobs = ((folder, number) for number in range(int(first), int(last)))
    try:
        for result in spread(job, jobs, settle, (folder,), address):
            print(result, flush=True)  # noqa: T201
    except ZhenweiError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
