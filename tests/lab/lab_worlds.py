"""Small worlds written by the tests themselves, and clients that go through the lab's proxy."""

from __future__ import annotations

import http.client
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from lab.serve import Lab

DESKTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36"
PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/131.0 Mobile Safari/537.36"
Sites = Mapping[str, Mapping[str, str | bytes]]


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Visitor:
    """One visitor of a lab: plain requests in absolute form, https in a tunnel that trusts the lab's authority."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab
        self.port = int(lab.settings["ZHENWEI_EGRESS_PROXY"].rpartition(":")[2])
        self.trust = ssl.create_default_context(cafile=lab.settings["ZHENWEI_EGRESS_CA"])

    def get(self, url: str, *, method: str = "GET", timeout: float = 20, **headers: str) -> Reply:
        scheme, _, rest = url.partition("://")
        host, slash, path = rest.partition("/")
        sent = {"User-Agent": DESKTOP} | {key.replace("_", "-"): value for key, value in headers.items()}
        if scheme == "https":
            secure = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=timeout, context=self.trust)
            secure.set_tunnel(host, 443)
            return self._ask(secure, method, slash + path or "/", sent)
        plain = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        return self._ask(plain, method, url, sent)

    def _ask(self, connection: http.client.HTTPConnection, method: str, target: str, sent: dict[str, str]) -> Reply:
        with closing(connection):
            connection.request(method, target, headers=sent)
            with connection.getresponse() as response:
                return Reply(response.status, dict(response.getheaders()), response.read())


def write_world(base: Path, sites: Sites, world: str = "", name: str = "world") -> Path:
    """Write a world: ``sites`` maps a host to its files; a missing site.toml becomes an empty one."""
    folder = base / name
    (folder / "sites").mkdir(parents=True)
    (folder / "world.toml").write_text(world if "today" in world else f'today = "2026-11-21"\n{world}', "utf-8")
    for host, files in sites.items():
        for path, text in {"site.toml": "", **files}.items():
            file = folder / "sites" / host / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


@contextmanager
def visited(base: Path, sites: Sites, world: str = "") -> Iterator[Visitor]:
    """Write a world, serve it, and give a visitor of it."""
    with Lab(write_world(base, sites, world)) as lab:
        yield Visitor(lab)


def page(title: str, text: str = "") -> str:
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body><p>{text or title}</p></body></html>"
