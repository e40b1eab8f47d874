"""Reading WARC files back, by warcio: what of them does not hold."""

from __future__ import annotations

import hashlib
import zlib
from base64 import b32encode
from io import BytesIO
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from zhenwei.sentences import said

_GZIP = b"\x1f\x8b"


def warc_problems(data: bytes) -> list[str]:
    """Read every record and return what is wrong with it: a block or payload digest, a record that cannot be read."""
    problems: list[str] = [] if _ends_whole(data) else [said("文件在一条记录中间断开")]
    seen = 0
    try:
        for record in ArchiveIterator(BytesIO(data), no_record_parse=True):
            seen += 1
            problems += _block_problems(seen, record)
        if seen and not problems:  # payloads are only found in blocks that are whole
            problems += _payload_problems(data)
    except (ArchiveLoadFailed, ValueError, EOFError, OSError) as error:
        problems.append(said("第 {number} 条记录无法读取：{error}", number=seen + 1, error=error))
    if not seen and not problems:
        problems.append(said("没有任何记录"))
    return problems


def _block_problems(number: int, record: Any) -> list[str]:
    """Check a block by ourselves: warcio passes over those of revisit records."""
    claimed = record.rec_headers.get_header("WARC-Block-Digest")
    digest, length = hashlib.sha256(), 0
    while chunk := record.raw_stream.read(65536):
        digest.update(chunk)
        length += len(chunk)
    if not claimed:
        return [said("第 {number} 条记录没有摘要", number=number)]
    if str(length) != record.rec_headers.get_header("Content-Length"):
        return [said("第 {number} 条记录不完整", number=number)]
    known = {f"sha256:{digest.hexdigest()}", f"sha256:{b32encode(digest.digest()).decode()}"}
    what = f"block digest failed {claimed}"
    return [] if claimed in known else [said("第 {number} 条记录：{what}", number=number, what=what)]


def _payload_problems(data: bytes) -> list[str]:
    problems: list[str] = []
    for number, record in enumerate(ArchiveIterator(BytesIO(data), check_digests=True), start=1):
        while record.raw_stream.read(65536):
            pass
        problems += [
            said("第 {number} 条记录：{what}", number=number, what=what) for what in record.digest_checker.problems
        ]
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
