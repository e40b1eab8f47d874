"""The WARC can be read by others, holds the bytes as received, and hostile headers stay inside their line."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from tests.evidence.conftest import MOMENT
from zhenwei.evidence import Exchange
from zhenwei.evidence.warc import make_archive
from zhenwei.evidence.warccheck import warc_problems


def make_warc(exchanges: Sequence[Exchange], info: Mapping[str, str]) -> bytes:
    made = make_archive(exchanges, info, {}, MOMENT)
    return made.main() + b"".join(made.bodies.values())


def records(data: bytes) -> list[tuple[Any, bytes]]:
    return [(r, r.raw_stream.read()) for r in ArchiveIterator(BytesIO(data))]


def test_request_and_response_are_pairs_with_the_raw_body(exchange: Exchange) -> None:
    data = make_warc([exchange, replace(exchange, url="http://copy.example/b?x=1 2")], {"software": "zhenwei"})
    found = records(data)
    assert [r.rec_type for r, _ in found] == ["warcinfo", "response", "request", "response", "request"]
    response, body = found[1]
    assert body == exchange.body
    assert response.rec_headers.protocol == "WARC/1.1"
    assert response.rec_headers.get_header("WARC-IP-Address") == "198.18.0.1"
    assert response.rec_headers.get_header("WARC-Date") == "2026-11-20T18:30:05.250000Z"
    assert response.rec_headers.get_header("WARC-Payload-Digest").startswith("sha256:")
    request = found[2][0]
    assert request.rec_headers.get_header("WARC-Concurrent-To") == response.rec_headers.get_header("WARC-Record-ID")
    assert found[4][0].http_headers.statusline.split(" ")[0] == "/b?x=1%202"
    assert warc_problems(data) == []


def test_headers_that_no_longer_describe_the_body_are_kept_aside(exchange: Exchange) -> None:
    headers = (("Transfer-Encoding", "chunked"), ("Content-Encoding", "gzip"), ("Content-Length", "7"))
    decoded = records(make_warc([replace(exchange, response_headers=headers)], {}))[1][0].http_headers.headers
    assert [name for name, _ in decoded] == [
        "X-Crawler-Transfer-Encoding",
        "X-Crawler-Content-Encoding",
        "X-Crawler-Content-Length",
    ]
    raw = gzip.compress(b"hello")
    true = (("Content-Encoding", "gzip"), ("Content-Length", str(len(raw))))
    record = records(make_warc([replace(exchange, response_headers=true, body=raw)], {}))[1]
    assert [name for name, _ in record[0].http_headers.headers] == ["Content-Encoding", "Content-Length"]
    assert record[1] == raw


def test_hostile_values_make_no_new_headers(exchange: Exchange) -> None:
    evil = replace(
        exchange,
        url="http://copy.example/\r\nWARC-Type: resource\r\n\r\n",
        reason="OK\r\nX: y",
        response_headers=(("X-A\r\nB", "1\r\n\r\n<html>"), ("Title", "证书\ud800")),
        address="not an address",
    )
    data = make_warc([evil], {})
    assert [r.rec_type for r, _ in records(data)] == ["warcinfo", "response", "request"]
    response, body = records(data)[1]
    assert len(response.http_headers.headers) == 2
    assert response.rec_headers.get_header("WARC-IP-Address") is None
    assert body == evil.body
    assert warc_problems(data) == []


def test_an_empty_body_and_rubbish(exchange: Exchange) -> None:
    assert warc_problems(make_warc([replace(exchange, body=b"")], {})) == []
    assert warc_problems(b"rubbish")
    assert warc_problems(b"")
    whole = make_warc([exchange], {})
    assert warc_problems(whole[: len(whole) // 2])
