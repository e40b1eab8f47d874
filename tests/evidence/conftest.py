"""A page and its exchange, as a crawler would hand them over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from zhenwei.evidence import Exchange
from zhenwei.types import Certificate, Hop, Page, Picture, Profile

MOMENT = datetime(2026, 11, 20, 18, 30, 5, 250000, tzinfo=UTC)


@pytest.fixture
def page() -> Page:
    certificate = Certificate("CN=copy.example", "CN=Some CA", ("copy.example",), MOMENT, MOMENT, "ab" * 32)
    return Page(
        url="http://copy.example/",
        final_url="https://copy.example/cx?a=1",
        profile=Profile.PHONE,
        status=200,
        html="<html>\r\n<title>证书查询</title>😀</html>",
        captured_at=MOMENT,
        chain=(
            Hop("http://copy.example/", 302, address="198.18.0.1"),
            Hop("https://copy.example/cx?a=1", 200, certificate=certificate),
        ),
        headers={"content-type": "text/html; charset=gbk"},
        charset="gb18030",
        rendered=True,
        pictures=(
            Picture("https://copy.example/../../etc/passwd", "image/png", b"\x89PNG"),
            Picture("data:,x", "text/evil\n", b"x"),
        ),
        favicon=b"\x00\x00\x01\x00",
        screenshot=b"\x89PNG screenshot",
    )


@pytest.fixture
def exchange() -> Exchange:
    return Exchange(
        url="http://copy.example/",
        method="GET",
        request_headers=(("User-Agent", "test"), ("Host", "copy.example")),
        status=200,
        reason="OK",
        response_headers=(("Content-Type", "text/html"), ("Transfer-Encoding", "chunked"), ("Set-Cookie", "a=b")),
        body="<title>证书查询</title>".encode("gbk"),
        started_at=MOMENT,
        address="198.18.0.1",
    )
