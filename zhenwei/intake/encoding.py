"""The encoding of a text file: UTF-8 with or without a mark, UTF-16 either way, else GB 18030 (which holds GBK)."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from zhenwei.errors import BadInput

CHUNK = 1 << 20
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", ""),
    (b"\x00\x00\xfe\xff", ""),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HEAD = 65_536


def encoding_of(stream: BinaryIO, name: str) -> str:
    """Return the encoding that decodes the whole stream, read piece by piece; the stream stands at its start again.

    Raises BadInput for what is no text in any of them.
    """
    stream.seek(0)
    head = stream.read(_HEAD)
    for candidate in _candidates(head, name):
        if _decodes(stream, candidate):
            stream.seek(0)
            return candidate
        if candidate == "utf-8" and _is_mostly_utf8(head):
            # GB 18030 would decode it, too, into other characters.
            raise BadInput(f"文件 {name} 是 UTF-8 文本，但有损坏的字节；请用原来的软件重新导出后再导入")
    raise BadInput(f"文件 {name} 既不是 UTF-8 也不是 GB 18030 文本，也不是 UTF-16；请另存为 UTF-8 的 CSV 后再导入")


def _candidates(head: bytes, name: str) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if head.startswith(mark) and (encoding or len(head) > len(mark)):
            if not encoding:
                raise BadInput(f"文件 {name} 是 UTF-32 文本；请另存为 UTF-8 的 CSV 后再导入")
            return (encoding,) if encoding == "utf-8-sig" else (encoding, "utf-8", "gb18030")
    if b"\x00" in head:
        # ASCII letters, commas and line ends have their NUL on one side.
        even, odd = head[::2].count(0), head[1::2].count(0)
        if max(even, odd) > max(8, 4 * min(even, odd)) or (min(even, odd) == 0 and max(even, odd) >= 2):
            return ("utf-16-le",) if odd > even else ("utf-16-be",)
        raise BadInput(f"文件 {name} 既不是文本也不是 XLSX；请另存为 .xlsx 或 UTF-8 的 CSV 后再导入")
    return ("utf-8", "gb18030")


def _is_mostly_utf8(head: bytes) -> bool:
    """True if what is not ASCII is nearly all sound UTF-8; text in another encoding is nearly all unsound."""
    text = head.decode("utf-8", "replace")
    unsound = text.count("\ufffd")
    sound = sum(1 for char in text if char > "\x7f") - unsound
    return sound >= 10 and unsound * 5 < sound


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while piece := stream.read(CHUNK):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True
