"""The command as other programs use it: start it, read KEY=VALUE lines until "ready", stop it."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lab.errors import WorldError
from lab.serve import Lab
from tests.lab.lab_worlds import Visitor, page, visited, write_world
from zhenwei.cli.lab import app
from zhenwei.config import load_settings

SITES: dict[str, dict[str, str | bytes]] = {"a.example": {"index.html": page("甲")}}
COMMAND = [sys.executable, "-c", "from zhenwei.cli.lab import app; app()", "serve"]


@contextmanager
def started(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    with subprocess.Popen([*COMMAND, str(folder), *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = list(iter(lambda: (process.stdout and process.stdout.readline().strip()) or "", "ready"))
        try:
            yield process, dict(line.split("=", 1) for line in lines)
        finally:
            process.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_prints_settings_then_ready_and_ends_clean(tmp_path: Path, number: signal.Signals) -> None:
    folder = write_world(tmp_path, SITES)
    (folder / "watchlist").mkdir()
    with started(folder) as (process, environ):
        settings = load_settings(environ, tmp_path)
        assert settings.watchlist_dir == folder / "watchlist"
        assert settings.search_engines == ("baidu", "sogou", "so360", "bing")
        assert settings.egress_allow == ("198.18.0.0/15",)
        assert settings.egress_ca is not None
        assert settings.egress_ca.read_text().startswith("-----BEGIN CERTIFICATE-----")
        assert (len(settings.feed_urls), len(settings.ct_logs), len(settings.rdap_urls)) == (1, 2, 1)
        process.send_signal(number)
        assert process.wait(timeout=30) == 0
        assert not settings.egress_ca.parent.exists()


def test_a_wished_port_is_taken_and_a_taken_one_is_named(tmp_path: Path) -> None:
    folder = write_world(tmp_path, SITES)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["serve", str(folder), "--port", str(port)])
        assert result.exit_code == 1
        assert str(port) in str(result.exception)
    with started(folder, "--port", str(port)) as (_, environ):
        assert environ["ZHENWEI_EGRESS_PROXY"] == f"http://127.0.0.1:{port}"


def test_a_bad_world_is_an_error_of_one_line(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["serve", str(write_world(tmp_path, {}, "to_day = 1"))])
    assert isinstance(result.exception, WorldError)
    assert CliRunner().invoke(app, ["serve", str(tmp_path / "nowhere")]).exit_code == 2


def test_no_site_may_take_a_host_of_the_lab(tmp_path: Path) -> None:
    folder = write_world(tmp_path, {"www.baidu.com": {}})
    with pytest.raises(WorldError, match=r"www\.baidu\.com"), Lab(folder):
        pass


def test_labs_run_side_by_side(tmp_path: Path) -> None:
    with visited(tmp_path / "1", SITES) as one, visited(tmp_path / "2", {"b.example": {"index.html": "乙"}}) as two:
        assert "甲" in one.get("http://a.example/").text
        assert two.get("http://a.example/").status == 502
        assert "乙" in two.get("http://b.example/").text
        assert one.lab.settings["ZHENWEI_EGRESS_CA"] != two.lab.settings["ZHENWEI_EGRESS_CA"]


def test_closing_breaks_connections_that_hang(tmp_path: Path) -> None:
    with Lab(write_world(tmp_path, SITES, '[failures]\n"a.example" = { kind = "hang" }')) as lab:
        hanging = socket.create_connection(("127.0.0.1", Visitor(lab).port), timeout=20)
        hanging.sendall(b"GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n")
    with hanging, suppress(ConnectionResetError):
        assert hanging.recv(100) == b""
