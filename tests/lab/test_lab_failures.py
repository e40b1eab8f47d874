"""The failing hosts fail on the wire as their kind says, plain and inside TLS."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.lab_worlds import Visitor, page, visited

WORLD = """
[failures]
"hang.example" = { kind = "hang" }
"loop.example" = { kind = "redirect-loop" }
"large.example" = { kind = "large-body", bytes = 300001 }
"label.example" = { kind = "wrong-charset-header" }
"gbk.example" = { kind = "wrong-charset-header" }
"first.example" = { kind = "status-first", status = 500, times = 2 }
"reset.example" = { kind = "reset" }
"tlsreset.example" = { kind = "reset" }
"slow.example" = { kind = "slow", bytes_per_s = 4000 }
"www.so.com" = { kind = "status-first", status = 429, times = 1 }
"""
SITES = {
    host: {"index.html": page("失败"), "site.toml": 'charset = "gbk"' if host == "gbk.example" else ""}
    for host in ("hang", "loop", "large", "label", "gbk", "first", "reset", "slow")
    for host in [f"{host}.example"]
} | {"tlsreset.example": {"index.html": page("失败"), "site.toml": "https = true"}}


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    with visited(tmp_path, SITES, WORLD) as visitor:
        yield visitor


def test_hang(visitor: Visitor) -> None:
    with pytest.raises(TimeoutError):
        visitor.get("http://hang.example/", timeout=0.3)


def test_redirect_loop(visitor: Visitor) -> None:
    url = "http://loop.example/a"
    seen = set()
    for _ in range(12):
        reply = visitor.get(url)
        assert reply.status == 302
        url = "http://loop.example" + reply.headers["Location"]
        seen.add(url)
    assert len(seen) == 12


def test_large_body(visitor: Visitor) -> None:
    reply = visitor.get("http://large.example/")
    assert len(reply.body) == 300001
    assert "Content-Length" not in reply.headers
    assert visitor.get("http://large.example/", method="HEAD").body == b""


def test_wrong_charset_header(visitor: Visitor) -> None:
    reply = visitor.get("http://label.example/")
    assert reply.headers["Content-Type"] == "text/html; charset=gb2312"
    assert "失败" in reply.body.decode("utf-8")
    reply = visitor.get("http://gbk.example/")
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "失败" in reply.body.decode("gbk")


def test_status_first(visitor: Visitor) -> None:
    assert [visitor.get("http://first.example/").status for _ in range(4)] == [500, 500, 200, 200]
    assert [visitor.get("http://www.so.com/").status for _ in range(2)] == [429, 200]


@pytest.mark.parametrize("url", ["http://reset.example/", "https://tlsreset.example/"])
def test_reset(visitor: Visitor, url: str) -> None:
    with pytest.raises(ConnectionResetError):
        visitor.get(url)


def test_slow(visitor: Visitor) -> None:
    assert "失败" in visitor.get("http://slow.example/").text
