"""Every place in the product that opens a socket or speaks a network protocol is known, with the reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PRODUCT = ("crawler", "detectors", "review", "takedown", "zhenwei", "watchlist")
# Modules of which a mere import is a way to the network. A name covers what is below it.
WAYS = (
    "socket", "ssl", "http.client", "urllib.request", "ftplib", "smtplib", "telnetlib", "poplib", "imaplib", "nntplib",
    "xmlrpc", "socketserver", "asyncio.streams", "httpx", "aiohttp", "requests", "urllib3", "websockets", "niquests",
    "httpcore", "pycurl", "grpc", "paramiko", "boto3", "botocore", "aiobotocore", "s3fs", "fsspec", "minio", "redis",
    "dns.asyncresolver", "dns.resolver", "dns.query", "dns.asyncquery", "twisted.internet.endpoints",
    "twisted.web.client", "twisted.names", "twisted.internet.reactor", "playwright", "scrapy_playwright", "selenium",
    "uvicorn", "ray",
)  # fmt: skip
# Calls that open a connection or listen, by the last part of their name.
CALLS = (
    "open_connection", "open_unix_connection", "create_connection", "create_datagram_endpoint", "create_server",
    "start_server", "start_tls", "sock_connect", "connectTCP", "connectSSL", "connectUDP", "listenTCP", "listenUDP",
    "getaddrinfo", "gethostbyname", "urlopen", "urlretrieve", "ws_connect", "ClientSession", "HTTPConnection",
    "HTTPSConnection", "Agent",
)  # fmt: skip
THROUGH_THE_DOOR = "asks the door for each connection"
OPERATORS = "speaks to what the operator has named, never to what a site has named"
NOT_OUT = "opens nothing: names of types, errors, constants"
KNOWN = {
    "crawler/wayout.py": THROUGH_THE_DOOR,
    "crawler/gate.py": THROUGH_THE_DOOR,
    "crawler/ct/stream.py": "aiohttp behind the gate, which " + THROUGH_THE_DOOR,
    "crawler/render_handler.py": "the browser behind the gate, which " + THROUGH_THE_DOOR,
    "crawler/render.py": "tabs of the browser behind the gate",
    **{f"crawler/browsing/{name}.py": "tabs of the browser behind the gate"
       for name in ("bodies", "failures", "grip", "memory", "watcher")},
    "crawler/browser.py": "finds the browser, and fetches it at the operator's command (--install)",
    "crawler/onlyget.py": "tabs of the browser behind the gate",
    "crawler/deployment.py": "resolves the operator's own proxy",
    "crawler/resolver.py": "asks the operator's DNS servers",
    "crawler/dns/server.py": "asks the operator's DNS servers",
    "crawler/dns/servers.py": "reads which DNS servers this machine uses",
    "crawler/dns/stream.py": "asks the operator's DNS servers",
    "crawler/dns/wire.py": NOT_OUT,
    "crawler/outcomes.py": NOT_OUT,
    "crawler/bounds/body.py": NOT_OUT,
    "crawler/bounds/handler.py": "bounds Scrapy's own connections, which go where crawler/pinned.py says",
    "crawler/bounds/head.py": "bounds Scrapy's own connections, which go where crawler/pinned.py says",
    "review/outgoing/post.py": "what the operator has named is told of events; " + THROUGH_THE_DOOR,
    "review/provider.py": "the office's own identity provider, which a setting names",
    "zhenwei/cli/review.py": "listens for the analysts' browsers",
    "zhenwei/cluster/on_ray.py": OPERATORS,
    "zhenwei/evidence/bucket.py": OPERATORS,
    "zhenwei/evidence/circumstances.py": "asks the operator's time server, and which address of its own leads out",
    "zhenwei/evidence/stamping.py": OPERATORS,
    "zhenwei/mail.py": "reminders to the office's own mail server, which a setting names",
    "zhenwei/evidence/writer.py": "a pair of sockets between our own processes",
    "zhenwei/evidence/writing.py": "a pair of sockets between our own processes",
}  # fmt: skip


def ways_of(path: Path) -> Iterator[str]:
    """Yield what in a module leads to the network."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call):
            called = node.func
            name = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
            names = []
            if name in CALLS:
                yield f"{name}()"
            if name in ("import_module", "__import__") and node.args and isinstance(node.args[0], ast.Constant):
                names = [str(node.args[0].value)]
        else:
            continue
        yield from (name for name in names if any(name == way or name.startswith(way + ".") for way in WAYS))


def found() -> dict[str, set[str]]:
    paths = (path for folder in PRODUCT for path in sorted((ROOT / folder).rglob("*.py")))
    ways = ((path.relative_to(ROOT).as_posix(), set(ways_of(path))) for path in paths)
    return {path: way for path, way in ways if way}


def test_every_way_to_the_network_is_known() -> None:
    unknown = {path: ways for path, ways in found().items() if path not in KNOWN}
    assert unknown == {}, "send it through crawler/egress.py, or say in KNOWN why it need not"


def test_no_reason_outlives_its_module() -> None:
    assert set(KNOWN) - set(found()) == set()


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("import socket", True),
        ("from urllib import request", True),
        ("import urllib.parse", False),
        ("def f():\n    import httpx", True),
        ("import importlib\nimportlib.import_module('requests')", True),
        ("async def f(loop):\n    await loop.create_connection(None, 'a', 1)", True),
        ("from asyncio import open_connection\nopen_connection('a', 1)", True),
        ("import asyncio", False),
        ("from http import HTTPStatus", False),
        ("from dns import rdatatype", False),
    ],
)
def test_the_walk_sees_what_it_should(tmp_path: Path, code: str, seen: bool) -> None:
    path = tmp_path / "m.py"
    path.write_text(code, "utf-8")
    assert bool(set(ways_of(path))) is seen


def test_scrapys_own_ways_are_closed_or_behind_the_door() -> None:
    from crawler import settings

    assert settings.TWISTED_DNS_RESOLVER == "crawler.pinned.PinnedResolver"
    handlers = settings.DOWNLOAD_HANDLERS
    assert {scheme for scheme, handler in handlers.items() if handler is not None} == {"http", "https"}
    order = {name.rpartition(".")[2]: at for name, at in settings.DOWNLOADER_MIDDLEWARES.items() if at is not None}
    assert min(order, key=order.__getitem__) == "EgressMiddleware"
    assert not settings.REDIRECT_ENABLED
    assert not settings.METAREFRESH_ENABLED
