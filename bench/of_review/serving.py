"""A desk as people run it: ``zhenwei review`` in a process of its own, and a client that keeps its connection."""

from __future__ import annotations

import http.client
import os
import re
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from sqlalchemy import select

from bench.of_review.within import settings_of
from review.secret import app_key
from review.session import COOKIE, Sessions, new_session
from zhenwei.clock import now
from zhenwei.store.database import open_store
from zhenwei.store.logins import open_session
from zhenwei.store.models import AccountRow

ROOT = Path(__file__).parents[2]
START = "from zhenwei.cli.review import app; app()"


class Served:
    """``with Served(url, folder) as desk``: ``desk.port`` on loopback, ``desk.analyst(name)`` logged in."""

    def __init__(self, url: str, folder: Path) -> None:
        self.settings = settings_of(url, folder)
        environ = {
            "PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), "ZHENWEI_DATABASE_URL": url,
            "ZHENWEI_DATA_DIR": str(self.settings.data_dir),
        }  # fmt: skip
        command = [sys.executable, "-c", START, "--port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environ, cwd=folder)

    def __enter__(self) -> Self:
        assert self._process.stdout is not None
        self.port = int(self._process.stdout.readline().strip().rstrip("/").rpartition(":")[2])
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.terminate()
        self._process.wait()

    def cpu_seconds(self) -> float:
        """Return the processor time that the desk has taken (proc(5), stat: utime and stime; to 10 ms)."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def cookie(self, name: str) -> str:
        """Open a session in the store, as the log-in does once the password was right, and return its cookie.

        Fifty log-ins from one address at once would be refused, as they should be.
        """
        sessions = Sessions(app_key(self.settings.data_dir))
        opened = new_session(opened=True)
        with closing(open_store(self.settings.database)) as store, store.transaction() as session:
            account = session.scalars(select(AccountRow).filter_by(name=name)).one()
            open_session(session, account, opened.sid, now(), sessions.terms, address="127.0.0.1", way="password")
        return f"{COOKIE}={sessions.write(opened)}"

    def analyst(self, name: str) -> Analyst:
        """Return the browser of somebody logged in."""
        return Analyst(self.port, self.cookie(name))


class Analyst:
    """One browser's worth of connection and cookie."""

    def __init__(self, port: int, cookie: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._cookie = cookie

    def get(self, path: str) -> tuple[int, str]:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: str) -> tuple[int, str]:
        return self._ask("POST", path, urlencode(fields))

    def close(self) -> None:
        self._connection.close()

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        headers = {"Cookie": self._cookie}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.read().decode()


def field(text: str, name: str) -> str:
    """Return the value of a form's hidden field, or nothing."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text)
    return found[1] if found else ""
