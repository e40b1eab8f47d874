"""Reading WARC files back, by warcio: what of them does not hold."""

from __future__ import annotations

import hashlib
import zlib
from base64 import b32encode
from io import BytesIO
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

_GZIP = b"\x1f\x8b"


def warc_problems(data: bytes) -> list[str]:
    """Read every record and return what is wrong with it: a block or payload digest, a record that cannot be read."""
    problems = [] if _ends_whole(data) else ["文件在一条记录中间断开"]
    seen = 0
    try:
        for record in ArchiveIterator(BytesIO(data), no_record_parse=True):
            seen += 1
            problems += [f"第 {seen} 条记录{what}" for what in _block_problems(record)]
        if seen and not problems:  # payloads are only found in blocks that are whole
            problems += _payload_problems(data)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
        problems.append(f"第 {seen + 1} 条记录无法读取：{error}")
    if not seen and not problems:
        problems.append("没有任何记录")
    return problems


def _block_problems(record: Any) -> list[str]:
    """Check a block by ourselves: warcio passes over those of revisit records."""
    claimed = record.rec_headers.get_header("WARC-Block-Digest")
    digest, length = hashlib.sha256(), 0
    while chunk := record.raw_stream.read(65536):
        digest.update(chunk)
        length += len(chunk)
    if not claimed:
        return ["没有摘要"]
    if str(length) != record.rec_headers.get_header("Content-Length"):
        return ["不完整"]
    known = {f"sha256:{digest.hexdigest()}", f"sha256:{b32encode(digest.digest()).decode()}"}
    return [] if claimed in known else [f"：block digest failed {claimed}"]


def _payload_problems(data: bytes) -> list[str]:
    problems: list[str] = []
    for number, record in enumerate(ArchiveIterator(BytesIO(data), check_digests=True), start=1):
        while record.raw_stream.read(65536):
            pass
        problems += [f"第 {number} 条记录：{what}" for what in record.digest_checker.problems]
    return problems


def _ends_whole(data: bytes) -> bool:
    """True if the data is a row of complete gzip members: a reader of records takes a cut member for the end."""
    while data.startswith(_GZIP):
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        try:
            member.decompress(data)
        except zlib.error:
            return False
        if not member.eof:
            return False
        data = member.unused_data
    return True
