"""Two Ray nodes for tests and benchmarks, and drivers that find them. Everything stays on loopback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).parent
PATIENCE = 120.0  # seconds: only what hangs meets it


class Nodes:
    """The process that holds two nodes, and the environment in which a driver finds them."""

    def __init__(self, folder: Path) -> None:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("ZHENWEI_", "COV_", "RAY_"))}
        self.environ = kept | {
            "RAY_USAGE_STATS_ENABLED": "0",
            "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",  # nothing listens beyond loopback
            "RAY_AUTH_MODE": "token",
            "RAY_AUTH_TOKEN": os.urandom(32).hex(),
            "RAY_TMPDIR": str(folder),
            "ZHENWEI_DATA_DIR": str(folder / "data"),
        }
        command = [sys.executable, "-m", "tests.cluster.two_nodes"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.address = self._line()

    def say(self, command: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(command + "\n")
        self._process.stdin.flush()
        assert self._line() == "done"

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.communicate(timeout=PATIENCE)

    def screen(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "zhenwei", "screen", *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=PATIENCE, check=False
        )

    def drive(self, folder: Path, first: int, last: int) -> subprocess.Popen[str]:
        command = [sys.executable, str(HERE / "driver.py"), self.address, str(folder), str(first), str(last)]
        return subprocess.Popen(
            command, cwd=ROOT, env=self.environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
