"""From bytes to lines: UTF-8, UTF-16 and GB 18030, in blocks, whatever the length of a line."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator

from crawler.feeds.unpack import Stream
from zhenwei.errors import BadInput

BLOCK = 1 << 20
LONGEST = 1 << 16  # bytes of a line; a longer one holds no name worth reading
_CONTROL = bytes(range(9)) + b"\x0b\x0e\x0f" + bytes(range(16, 27)) + bytes(range(28, 32)) + b"\x7f"
_MOST_CONTROL = 0.01


def blocks(stream: Stream) -> Iterator[bytes]:
    """Yield the text as UTF-8 without a byte order mark, at most about a megabyte at a time.

    Raises BadInput if the first block is no text. Later bytes that are no UTF-8 are passed on as they are.
    """
    first = stream.read(BLOCK)
    name = _encoding(first)
    if name == "utf-8":
        yield first.removeprefix(codecs.BOM_UTF8)
        while block := stream.read(BLOCK):
            yield block
        return
    decoder = codecs.getincrementaldecoder(name)("replace")
    yield decoder.decode(first).encode("utf-8", "replace").removeprefix(codecs.BOM_UTF8)
    while block := stream.read(BLOCK):
        yield decoder.decode(block).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _encoding(first: bytes) -> str:
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    control = len(first) - len(first.translate(None, _CONTROL))
    if control > max(2, _MOST_CONTROL * len(first)) or b"\0" in first[:512]:
        raise BadInput("不是域名清单：含有二进制内容，不是文本")
    for name in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(name)().decode(first)
        except UnicodeDecodeError:
            continue
        return name
    raise BadInput("不是域名清单：既不是 UTF-8 也不是 GB 18030 文本")


class Lines:
    """The lines of a text, some thousand at a time. ``cut`` counts those too long to be kept."""

    def __init__(self, texts: Iterable[bytes]) -> None:
        self._texts, self.cut = texts, 0

    def __iter__(self) -> Iterator[list[bytes]]:
        for text in self.pieces():
            lines = text.splitlines()
            kept = [line for line in lines if len(line) <= LONGEST]
            self.cut += len(lines) - len(kept)
            yield kept

    def pieces(self) -> Iterator[bytes]:
        """Yield the same as pieces of whole lines, in which a line may be as long as a block."""
        rest, skipping, ends = b"", False, b"\n"
        for number, text in enumerate(self._texts):
            if number == 0 and b"\n" not in text and b"\r" in text:
                ends = b"\r"  # as old spreadsheets for the Macintosh write
            data = rest + text
            end = data.rfind(ends) + 1
            if skipping and end:
                data, end, skipping = data[data.find(ends) + 1 :], end - data.find(ends) - 1, False
            rest = b"" if skipping else data[end:]
            if len(rest) > LONGEST:
                rest, skipping, self.cut = b"", True, self.cut + 1
            if end:
                yield data[:end]
        if rest:
            yield rest
