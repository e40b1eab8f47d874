"""A PostgreSQL server of a test's own, on loopback, in a folder that goes with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Self


class OwnServer:
    """``with OwnServer(folder_of_programs) as server``: ``server.url`` names its database."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self._folder = tempfile.TemporaryDirectory(prefix="zhenwei-pg-")
        self._user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = probe.getsockname()[1]
        self.url = f"postgresql://zhenwei@127.0.0.1:{self._port}/postgres"

    def __enter__(self) -> Self:
        if self._user:
            shutil.chown(self._folder.name, self._user)
        self._run("initdb", "-U", "zhenwei", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self._folder.cleanup()

    def start(self) -> None:
        """Start the server, and wait until it answers."""
        options = f"-h 127.0.0.1 -p {self._port} -k {self._folder.name} -c fsync=off"
        self._run("pg_ctl", "-w", "-l", f"{self._folder.name}/log", "-o", options, "start")

    def stop(self) -> None:
        """Stop the server as a crash would: without a word to anybody."""
        self._run("pg_ctl", "-m", "immediate", "stop")

    def _run(self, program: str, *more: str) -> None:
        command = [str(self._programs / program), "-D", f"{self._folder.name}/data", *more]
        subprocess.run(command, check=True, user=self._user, cwd=self._folder.name, stdout=subprocess.DEVNULL)
