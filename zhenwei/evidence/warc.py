"""The exchanges of a capture as one WARC file (ISO 28500:2017, WARC/1.1), by warcio, with SHA-256 digests."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC
from io import BytesIO
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlsplit

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.utils import Digester
from warcio.warcwriter import WARCWriter

from zhenwei.evidence.exchange import Exchange

WARC = "exchanges.warc.gz"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_MAGIC = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}


class _Writer(WARCWriter):  # type: ignore[misc]  # warcio has no types
    @staticmethod
    def _create_digester() -> Any:
        return Digester("sha256")


def make_warc(exchanges: Sequence[Exchange], info: Mapping[str, str]) -> bytes:
    """Return a gzipped WARC: one warcinfo record, then a response and its request for each exchange."""
    out = BytesIO()
    writer = _Writer(out, gzip=True, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(WARC, {k: _plain(v) for k, v in info.items()}))
    for exchange in exchanges:
        headers = _record_headers(exchange)
        uri = _uri(exchange.url)
        response = writer.create_warc_record(
            uri,
            "response",
            payload=BytesIO(exchange.body),
            length=len(exchange.body),
            warc_headers_dict=dict(headers),
            http_headers=StatusAndHeaders(
                f"{exchange.status} {_plain(exchange.reason)}".strip(), _answer_headers(exchange), protocol="HTTP/1.1"
            ),
        )
        request = writer.create_warc_record(
            uri,
            "request",
            warc_headers_dict=dict(headers),
            http_headers=StatusAndHeaders(
                f"{_plain(exchange.method)} {_path(uri)} HTTP/1.1",
                [(_plain(name), _plain(value)) for name, value in exchange.request_headers],
                is_http_request=True,
            ),
        )
        writer.write_request_response_pair(request, response)
    return out.getvalue()


def _record_headers(exchange: Exchange) -> dict[str, str]:
    headers = {"WARC-Date": exchange.started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
    with suppress(ValueError):  # not known when the exchange went through a proxy
        headers["WARC-IP-Address"] = str(ip_address(exchange.address))
    return headers


def _answer_headers(exchange: Exchange) -> list[tuple[str, str]]:
    """Return the answer's headers; those that no longer describe the body we hold get the prefix ``X-Crawler-``.

    HTTP libraries take the chunks apart and often the compression off. A reader that believed the original header
    would fail on the body, and dropping the header would drop evidence. (The prefix is the custom of web archives.)
    """
    kept = []
    for name, value in exchange.response_headers:
        low, word = name.lower(), value.strip().lower()
        untrue = (
            low == "transfer-encoding"
            or (low == "content-length" and word != str(len(exchange.body)))
            or (low == "content-encoding" and word in _MAGIC and not exchange.body.startswith(_MAGIC[word]))
        )
        kept.append((("X-Crawler-" if untrue else "") + _plain(name), _plain(value)))
    return kept


def warc_problems(data: bytes) -> list[str]:
    """Read every record and return what is wrong with it: a block or payload digest, a record that cannot be read."""
    problems = [] if _ends_whole(data) else ["文件在一条记录中间断开"]
    seen = 0
    try:
        for record in ArchiveIterator(BytesIO(data), check_digests=True):
            seen += 1
            while record.raw_stream.read(65536):
                pass
            if not record.rec_headers.get_header("WARC-Block-Digest"):
                problems.append(f"第 {seen} 条记录没有摘要")
            elif record.digest_checker.passed is None and record.rec_headers.get_header("Content-Length") != "0":
                problems.append(f"第 {seen} 条记录不完整")  # cut short: the digest was never reached
            problems += [f"第 {seen} 条记录：{what}" for what in record.digest_checker.problems]
    except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
        problems.append(f"第 {seen + 1} 条记录无法读取：{error}")
    if not seen and not problems:
        problems.append("没有任何记录")
    return problems


def _ends_whole(data: bytes) -> bool:
    """True if the data is a row of complete gzip members: a reader of records takes a cut member for the end."""
    while data.startswith(_MAGIC["gzip"]):
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            member.decompress(data)
        except zlib.error:
            return False
        if not member.eof:
            return False
        data = member.unused_data
    return True


def _plain(text: str) -> str:
    """Return text on one line: a header that brings its own line end must not make a second header."""
    return _CONTROL.sub(" ", text).encode("utf-8", "replace").decode()


def _uri(url: str) -> str:
    """Return an address with everything quoted that no URI may hold (RFC 3986)."""
    return quote(_plain(url).replace(" ", "%20"), safe=":/?#[]@!$&'()*+,;=%-._~")


def _path(uri: str) -> str:
    try:
        parts = urlsplit(uri)
    except ValueError:
        return "/"
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
