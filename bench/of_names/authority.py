"""A real authoritative name server (Debian's knot) on loopback, with zones made for one measurement."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import dns.exception
import dns.message
import dns.query

_HEAD = (
    "$ORIGIN {zone}.\n$TTL 60\n@ SOA ns1.{zone}. host.{zone}. 1 3600 600 86400 60\n@ NS ns1.{zone}.\nns1 A 192.0.2.53\n"
)
_START = 30.0  # seconds


class NoServer(Exception):
    """There is no name server to measure on; the reason in one line."""


@dataclass(frozen=True)
class World:
    """Zones by name with their record lines; ``broken`` zones have none and answer SERVFAIL."""

    zones: Mapping[str, Sequence[str]]
    broken: Sequence[str] = field(default=())


def knot() -> str:
    """Return the path of knotd, installed from Debian if this is root on such a system. Raises NoServer."""
    places = ("/usr/sbin:/usr/local/sbin:/usr/bin", None)
    for _ in range(2):
        if found := next((path for place in places if (path := shutil.which("knotd", path=place))), None):
            return found
        if not (apt := shutil.which("apt-get")):
            break
        try:
            line = [apt, "install", "-y", "-q", "--no-install-recommends", "knot"]
            quiet = {"DEBIAN_FRONTEND": "noninteractive", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
            subprocess.run(line, check=True, capture_output=True, timeout=120, env=quiet)
        except (OSError, subprocess.SubprocessError) as error:
            raise NoServer(f"knotd is not there and could not be installed ({type(error).__name__})") from error
    raise NoServer("knotd is not there, nor apt-get to install it")


@contextmanager
def serving(world: World) -> Iterator[tuple[str, int]]:
    """Run the server with the world's zones; yields address and port. Raises NoServer if it does not come up."""
    program = knot()
    with TemporaryDirectory(prefix="zhenwei-knot-") as name:
        folder = Path(name)
        port = _free_port()
        (folder / "knot.conf").write_text(_configuration(world, folder, port), "utf-8")
        for zone, lines in world.zones.items():
            (folder / f"{zone}.zone").write_text(_HEAD.format(zone=zone) + "\n".join(lines) + "\n", "utf-8")
        with (folder / "log").open("wb") as log:
            server = subprocess.Popen([program, "-c", str(folder / "knot.conf")], stdout=log, stderr=log)
        try:
            _wait(server, port, list(world.zones))
            yield "127.0.0.1", port
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _configuration(world: World, folder: Path, port: int) -> str:
    # One thread for datagrams: the other core is for whoever asks.
    lines = [
        f'server:\n    rundir: "{folder}"\n    listen: 127.0.0.1@{port}',
        "    udp-workers: 1\n    tcp-workers: 1\n    background-workers: 1",
        f'database:\n    storage: "{folder}"',
        f'template:\n  - id: default\n    storage: "{folder}"\n    zonefile-sync: -1\n    journal-content: none\nzone:',
    ]
    lines += [f'  - domain: "{zone}."\n    file: "{zone}.zone"' for zone in (*world.zones, *world.broken)]
    return "\n".join(lines) + "\n"


def _free_port() -> int:
    while True:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp, socket.socket() as tcp:
            udp.bind(("127.0.0.1", 0))
            try:
                tcp.bind(("127.0.0.1", udp.getsockname()[1]))
            except OSError:
                continue
            return int(udp.getsockname()[1])


def _wait(server: subprocess.Popen[bytes], port: int, zones: list[str]) -> None:
    until = time.monotonic() + _START
    while zones and time.monotonic() < until:
        if server.poll() is not None:
            raise NoServer(f"knotd ended with code {server.returncode}")
        try:
            answer = dns.query.udp(dns.message.make_query(zones[-1] + ".", "SOA"), "127.0.0.1", 0.3, port)
        except (dns.exception.DNSException, OSError):
            continue
        if answer.answer:
            zones.pop()
        else:
            time.sleep(0.05)
    if zones:
        raise NoServer(f"knotd did not load {len(zones)} zones in {_START:.0f} s")
