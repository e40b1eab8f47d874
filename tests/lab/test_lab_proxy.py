"""The proxy over real sockets: who is reached, how, and how the failing ones fail."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.lab.lab_worlds import PHONE, Visitor, page, visited

SITES: dict[str, dict[str, str | bytes]] = {
    "plain.example": {
        "index.html": page("甲"),
        "phone.html": page("手机"),
        "site.toml": '[[route]]\npath = "/"\nwhen = "phone"\nfile = "phone.html"\n'
        '[[route]]\npath = "/later"\nfile = "index.html"\ndelay = 0.01\nheaders = { Server = "IIS" }\n',
    },
    "secure.example": {"index.html": page("乙"), "site.toml": "https = true"},
    "例子.cn": {"index.html": page("丙"), "查询.html": page("查")},
    "dead.example": {"index.html": page("丁"), "site.toml": "alive = false"},
    "gone.example": {"index.html": page("戊"), "site.toml": "gone_from = 2026-11-21"},
    "soon.example": {"index.html": page("己"), "site.toml": "gone_from = 2026-11-22"},
    "broken.example": {"index.html": page("庚")},
    "park.example": {"index.html": page("停")},
}
WORLD = '[dns]\nservfail = ["broken.example"]\nwildcard = ["park.example", "empty.example"]\n'


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    with visited(tmp_path, SITES, WORLD) as visitor:
        yield visitor


def test_sites_answer_plain_and_secure(visitor: Visitor) -> None:
    assert "甲" in visitor.get("http://plain.example/").text
    assert "甲" in visitor.get("http://plain.example/?a=/b").text
    assert "手机" in visitor.get("http://plain.example/", User_Agent=PHONE).text
    assert "乙" in visitor.get("https://secure.example/").text
    assert "丙" in visitor.get("http://xn--fsqu00a.cn/").text
    assert "查" in visitor.get("http://xn--fsqu00a.cn/%E6%9F%A5%E8%AF%A2.html").text
    assert "己" in visitor.get("http://soon.example/").text
    assert visitor.get("http://plain.example/later").headers["Server"] == "IIS"
    assert visitor.get("http://plain.example/", method="POST").status == 200
    assert visitor.get("http://plain.example/", method="DELETE").status == 405


def test_http_on_an_https_site_redirects(visitor: Visitor) -> None:
    reply = visitor.get("http://secure.example/a%20b?c=%E4%B9%99")
    assert (reply.status, reply.headers["Location"]) == (301, "https://secure.example/a%20b?c=%E4%B9%99")


def test_head_has_the_headers_and_no_body(visitor: Visitor) -> None:
    full, head = (visitor.get("http://plain.example/", method=method) for method in ("GET", "HEAD"))
    assert head.body == b""
    assert head.headers["Content-Length"] == full.headers["Content-Length"] == str(len(full.body))


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://unknown.example/", "no-such-name"),
        ("http://www.plain.example/", "no-such-name"),
        ("http://gone.example/", "no-such-name"),
        ("http://dead.example/", "connection-refused"),
        ("http://plain.example:8080/", "connection-refused"),
        ("http://broken.example/", "servfail"),
        ("http://x.empty.example/", "connection-refused"),
    ],
)
def test_who_is_not_there_is_a_bad_gateway(visitor: Visitor, url: str, why: str) -> None:
    reply = visitor.get(url)
    assert (reply.status, reply.headers["X-Lab"]) == (502, why)


@pytest.mark.parametrize("host", ["plain.example", "unknown.example", "gone.example", "dead.example"])
def test_no_tunnel_to_who_does_not_speak_tls(visitor: Visitor, host: str) -> None:
    with pytest.raises(OSError, match="502"):
        visitor.get(f"https://{host}/")


def test_the_site_of_a_wildcard_zone_speaks_for_all_its_names(visitor: Visitor) -> None:
    assert "停" in visitor.get("http://anything.park.example/").text


def test_a_certificate_names_its_host_and_only_the_lab_vouches_for_it(visitor: Visitor) -> None:
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as raw:
        raw.sendall(b"CONNECT secure.example:443 HTTP/1.1\r\nHost: secure.example:443\r\n\r\n")
        assert raw.recv(1000).startswith(b"HTTP/1.1 200")
        with visitor.trust.wrap_socket(raw, server_hostname="secure.example") as tls:
            certificate = tls.getpeercert()
    assert certificate is not None
    assert certificate["subjectAltName"] == (("DNS", "secure.example"),)
    stranger = ssl.create_default_context()
    connection = http.client.HTTPSConnection("127.0.0.1", visitor.port, context=stranger)
    connection.set_tunnel("secure.example", 443)
    with closing(connection), pytest.raises(ssl.SSLCertVerificationError):
        connection.request("GET", "/")


def test_one_connection_carries_many_requests(visitor: Visitor) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", visitor.port)) as connection:
        for host in ("plain.example", "soon.example", "unknown.example", "plain.example"):
            connection.request("GET", f"http://{host}/")
            kept = connection.sock
            with connection.getresponse() as response:
                response.read()
            assert connection.sock is kept


def test_early_bytes_of_a_tunnel_are_not_lost(visitor: Visitor) -> None:
    request = b"GET / HTTP/1.1\r\nHost: plain.example\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as raw:
        raw.sendall(b"CONNECT plain.example:80 HTTP/1.1\r\n\r\n" + request)
        received = b"".join(iter(lambda: raw.recv(65536), b""))
    assert received.startswith(b"HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 200 OK")
    assert "甲".encode() in received


@pytest.mark.parametrize("line", [b"CONNECT nonsense HTTP/1.1", b"CONNECT [::1]:443 HTTP/1.1", b"CONNECT a:b:c x"])
def test_a_strange_tunnel_is_refused(visitor: Visitor, line: bytes) -> None:
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as raw:
        raw.sendall(line + b"\r\n\r\n")
        assert b"".join(iter(lambda: raw.recv(65536), b"")).startswith(b"HTTP/1.1 502 ")


@pytest.mark.parametrize(
    "raw",
    [
        b"GET http://[/ HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET http://plain.example:99999/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET https://secure.example/ HTTP/1.1\r\nHost: secure.example\r\n\r\n",
        b"BREW http://plain.example/ HTTP/1.1\r\nHost: \xff\r\n\r\n",
        b"\x16\x03\x01" + b"a" * 300 + b"\r\n\r\n",
    ],
)
def test_rubbish_is_a_bad_request_and_no_news(visitor: Visitor, raw: bytes, caplog: pytest.LogCaptureFixture) -> None:
    with socket.create_connection(("127.0.0.1", visitor.port), timeout=20) as connection:
        connection.sendall(raw)
        assert connection.recv(1000)[8:13] == b" 400 "
    assert caplog.records == []
    assert visitor.get("http://plain.example/").status == 200
