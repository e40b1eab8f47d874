"""The exchanges of a capture as WARC/1.1 (ISO 28500:2017), written fast: one gzip member a record, SHA-256 digests.

Large answers stand in files of their own, so that the object store can share them between captures. An answer whose
payload the store already holds becomes a ``revisit`` record (profile identical-payload-digest, section 6.7.2) beside
a link to the file with the first one: a folder is whole by itself, and the bytes are on the disk once.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address
from secrets import token_hex
from struct import pack

from zhenwei.evidence.dnstext import dns_blocks
from zhenwei.evidence.exchange import Exchange
from zhenwei.evidence.plain import json_lines, path_of, plain, uri
from zhenwei.evidence.shared import Original

WARC = "exchanges.warc.gz"
LEVEL = 1  # of gzip: twice as fast as 6, a tenth larger on markup
LEAST_SHARED = 8192  # bytes of a packed answer from which a file of its own is worth its inode
_STORED = 1500  # bytes of a record up to which it is stored as it is
_GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"  # deflate, no time, unknown system
_MAGIC = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_HTTP = {"request": "application/http;msgtype=request", "response": "application/http;msgtype=response"}


@dataclass(slots=True)
class Archive:
    """A WARC in the making: ``members`` of the main file, ``bodies``: payload digest → file of a large answer."""

    members: list[bytes] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)
    own: dict[str, Original] = field(default_factory=dict)
    # Payloads that the store holds already; the writer links their files.
    known: set[str] = field(default_factory=set)
    first: str = ""  # id of the first answer

    def main(self) -> bytes:
        """Return the main file."""
        return b"".join(self.members)


def body_file(payload_sha256: str) -> str:
    """Return the name of the file that holds a large answer."""
    return f"body-{payload_sha256[:32]}.warc.gz"


def make_archive(
    exchanges: Sequence[Exchange],
    info: Mapping[str, str],
    records: Mapping[str, Mapping[str, object]],
    at: datetime,
    stored: Callable[[str], Original | None] = lambda _: None,
) -> Archive:
    """Return the records of a capture: warcinfo, then answer and request of each exchange, DNS, other records.

    ``stored`` tells which payloads the object store holds.
    """
    made = Archive()
    about = "".join(f"{plain(name)}: {plain(value)}\r\n" for name, value in info.items()).encode("utf-8", "replace")
    head = f"WARC-Filename: {WARC}\r\nContent-Type: application/warc-fields\r\n"
    made.members.append(_member("warcinfo", _new_id(), _moment(at), head, about))
    for exchange in exchanges:
        _add_exchange(made, exchange, stored)
    for name, record in records.items():
        if record:
            _add_record(made, name, record, at)
    return made


def _add_exchange(made: Archive, exchange: Exchange, stored: Callable[[str], Original | None]) -> None:
    answer, target, date = _new_id(), uri(exchange.url), _moment(exchange.started_at)
    made.first = made.first or answer
    place = f"WARC-Target-URI: {target}\r\n{_address(exchange.address)}"
    digest = hashlib.sha256(exchange.body).hexdigest()
    extra = f"{place}WARC-Payload-Digest: sha256:{digest}\r\nContent-Type: {_HTTP['response']}\r\n"
    head = _answer_head(exchange)
    large = len(exchange.body) >= LEAST_SHARED
    if large and (original := made.own.get(digest) or stored(digest)) is not None:
        if digest not in made.own:
            made.known.add(digest)
        of = f"WARC-Refers-To-Target-URI: {original.uri}\r\nWARC-Refers-To-Date: {original.date}\r\n"
        made.members.append(_member("revisit", answer, date, f"{extra}WARC-Profile: {_REVISIT}\r\n{of}", head))
    else:
        member = _member("response", answer, date, extra, head, exchange.body)
        if len(member) < LEAST_SHARED:
            made.members.append(member)
        else:
            made.bodies[digest], made.own[digest] = member, Original(target, date)
    sent = f"{place}WARC-Concurrent-To: {answer}\r\nContent-Type: {_HTTP['request']}\r\n"
    made.members.append(_member("request", _new_id(), date, sent, _request_head(exchange, target)))


def _add_record(made: Archive, name: str, record: Mapping[str, object], at: datetime) -> None:
    with_first = f"WARC-Concurrent-To: {made.first}\r\n" if made.first else ""
    if name == "dns":
        for host, block in dns_blocks(record):
            extra = f"WARC-Target-URI: dns:{uri(host)}\r\n{with_first}Content-Type: text/dns\r\n"
            made.members.append(_member("resource", _new_id(), _moment(at), extra, block))
        return
    if "uri" in record and "text" in record:  # an answer as it came, of a protocol that WARC has no word for
        extra = f"WARC-Target-URI: {uri(str(record['uri']))}\r\n{with_first}Content-Type: text/plain;charset=utf-8\r\n"
        block = str(record["text"]).encode("utf-8", "replace")
        made.members.append(_member("resource", _new_id(), _moment(at), extra, block))
        return
    extra = f"WARC-Target-URI: urn:zhenwei:{name}\r\n{with_first}Content-Type: application/json\r\n"
    made.members.append(_member("metadata", _new_id(), _moment(at), extra, json_lines(record)))


def _member(kind: str, record: str, date: str, extra: str, *block: bytes) -> bytes:
    """Return one record as one gzip member; without a time stamp of gzip's own, so equal records are equal bytes."""
    digest = hashlib.sha256()
    for part in block:
        digest.update(part)
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: {record}\r\nWARC-Date: {date}\r\n{extra}"
        f"WARC-Block-Digest: sha256:{digest.hexdigest()}\r\nContent-Length: {sum(map(len, block))}\r\n\r\n"
    )
    return _packed(b"".join((head.encode("utf-8", "replace"), *block, b"\r\n\r\n")))


def _packed(data: bytes) -> bytes:
    """Return a gzip member (RFC 1952). What fits a block of the disk anyway is stored: deflate costs more to set up."""
    if len(data) > _STORED:
        packer = zlib.compressobj(LEVEL, zlib.DEFLATED, zlib.MAX_WBITS + 16)
        return packer.compress(data) + packer.flush()
    size = len(data)
    return b"".join((_GZIP_HEAD, pack("<BHH", 1, size, size ^ 0xFFFF), data, pack("<II", zlib.crc32(data), size)))


def _new_id() -> str:
    """Return a random UUID (RFC 9562, version 4); the uuid module takes ten times as long to print one."""
    h = token_hex(16)
    return f"<urn:uuid:{h[:8]}-{h[8:12]}-4{h[13:16]}-a{h[17:20]}-{h[20:]}>"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


@lru_cache(2048)
def _address(address: str) -> str:
    try:  # not known when the exchange went through a proxy
        return f"WARC-IP-Address: {ip_address(address)}\r\n" if address else ""
    except ValueError:
        return ""


def _answer_head(exchange: Exchange) -> bytes:
    status = f"HTTP/1.1 {exchange.status} {plain(exchange.reason)}".rstrip()
    return _head(status, _answer_headers(exchange))


def _request_head(exchange: Exchange, target: str) -> bytes:
    line = f"{plain(exchange.method)} {path_of(target)} HTTP/1.1"
    return _head(line, exchange.request_headers)


def _head(line: str, headers: Sequence[tuple[str, str]]) -> bytes:
    text = "\r\n".join((line, *(f"{plain(name)}: {plain(value)}" for name, value in headers), "\r\n"))
    try:
        return text.encode("latin-1")  # as it came over the wire
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace")


def _answer_headers(exchange: Exchange) -> list[tuple[str, str]]:
    """Return the answer's headers; those that no longer describe the body we hold get the prefix ``X-Crawler-``.

    HTTP libraries take the chunks apart and often the compression off. A reader that believed the original header
    would fail on the body, and dropping the header would drop evidence. (The prefix is the custom of web archives.)
    """
    return [
        (f"X-Crawler-{name}" if _untrue(name.lower(), value, exchange.body) else name, value)
        for name, value in exchange.response_headers
    ]


def _untrue(name: str, value: str, body: bytes) -> bool:
    if name == "transfer-encoding":
        return True
    if name == "content-length":
        return value.strip() != str(len(body))
    if name == "content-encoding":
        word = value.strip().lower()
        return word in _MAGIC and not body.startswith(_MAGIC[word])
    return False


def members_of(data: bytes) -> Iterator[bytes]:
    """Yield the records of a file of ours, unpacked. Raises zlib.error where a member is damaged or cut short."""
    while data:
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        unpacked = member.decompress(data) + member.flush()
        if not member.eof:
            raise zlib.error("cut short")
        yield unpacked
        data = member.unused_data
