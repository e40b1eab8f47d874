"""Content codings taken off in steps, so that a bomb costs no more memory than its bound (RFC 9110, 8.4.1)."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import Protocol

import brotli

from zhenwei.sentences import said

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

MAX_LAYERS = 3
_STEP = 65_536
# RFC 9659: a window of at most 8 MB on the web. Without a bound one answer could ask for gigabytes.
_ZSTD_LIMITS = {int(zstd.DecompressionParameter.window_log_max): 23}
_GZIP = b"\x1f\x8b"
# Members of a gzip file, frames of a zstd stream. Browsers read the first; a million tiny ones cost a copy each.
_MEMBERS = 16


class CannotUnpack(ValueError):
    """The body is not in the coding that its header names, or in one that nobody knows."""


class _Stream(Protocol):
    def __call__(self, data: bytes) -> Iterator[bytes]: ...


def unpack(body: bytes, codings: Iterable[str], most: int) -> tuple[bytes, bool]:
    """Return the body without its codings (outermost last), and whether it was cut at ``most`` bytes.

    A body that breaks off gives what can be read of it. Raises CannotUnpack.
    """
    layers = [name for name in reversed(list(codings)) if name not in ("", "identity")]
    if len(layers) > MAX_LAYERS:
        raise CannotUnpack(said("内容编码多达 {count} 层", count=len(layers)))
    cut = False
    for name in layers:
        if (stream := _STREAMS.get(name)) is None:
            raise CannotUnpack(said("不认识的内容编码 {name!r}", name=name[:20]))
        body, too_long = _bounded(stream(body), most) if body else (body, False)
        cut = cut or too_long
    return body, cut


def _bounded(pieces: Iterator[bytes], most: int) -> tuple[bytes, bool]:
    out = bytearray()
    try:
        for piece in pieces:
            out += piece
            if len(out) > most:
                return bytes(out[:most]), True
    except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
        if not out:
            raise CannotUnpack(said("内容编码与声明不符")) from error
    return bytes(out), False


def _gzip(data: bytes) -> Iterator[bytes]:
    """The members of a gzip file (RFC 1952, 2.2); what follows them is no part of it."""
    if not data.startswith(_GZIP):
        raise zlib.error("no gzip header")
    for _ in range(_MEMBERS):
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        yield from _steps(member, data)
        data = member.unused_data
        if not data.startswith(_GZIP):
            return


def _deflate(data: bytes) -> Iterator[bytes]:
    """Zlib's form, or the bare one that some servers send under the same name."""
    bare = len(data) < 2 or data[0] & 0x0F != 8 or (data[0] << 8 | data[1]) % 31
    yield from _steps(zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS), data)


def _steps(decoder: zlib._Decompress, data: bytes) -> Iterator[bytes]:
    while data and not decoder.eof:
        piece = decoder.decompress(data, _STEP)
        data = decoder.unconsumed_tail
        yield piece
    if not decoder.eof:
        yield decoder.flush()


def _brotli(data: bytes) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    piece = decoder.process(data, output_buffer_limit=_STEP)
    while piece:
        yield piece
        piece = b"" if decoder.is_finished() else decoder.process(b"", output_buffer_limit=_STEP)


def _zstd(data: bytes) -> Iterator[bytes]:
    for _ in range(_MEMBERS):
        decoder = zstd.ZstdDecompressor(options=_ZSTD_LIMITS)
        yield decoder.decompress(data, _STEP)
        while not decoder.eof and not decoder.needs_input:
            yield decoder.decompress(b"", _STEP)
        data = decoder.unused_data if decoder.eof else b""
        if not data:
            return


_STREAMS: dict[str, _Stream] = {
    "gzip": _gzip, "x-gzip": _gzip, "deflate": _deflate, "br": _brotli, "zstd": _zstd,
}  # fmt: skip
