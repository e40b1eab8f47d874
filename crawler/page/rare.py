"""Charsets that hardly any page uses and that a page may use to hide: UTF-16 and UTF-32 without a mark, HZ (RFC 1843),
ISO-2022-CN (RFC 1922), EUC-TW. Pure."""

from __future__ import annotations

import re
from functools import cache

_HZ = re.compile(rb"~\{(?:[\x21-\x77][\x21-\x7e])+(?:~\}|\n)")
_SHIFTED = re.compile(rb"\x0e([^\x0f\n]*)(?:\x0f|(?=\n)|\Z)")
_DESIGNATION = re.compile(rb"\x1b\$[)*+][A-HIJKLM]")
_EUC_TW = re.compile(rb"\x8e[\xa1-\xb0][\xa1-\xfe]{2}|[\xa1-\xfe]{2}|[\x80-\xff]")


def wide_charset(body: bytes) -> str:
    """Return the UTF-16 or UTF-32 form in which markup is written without a byte order mark, or ""."""
    head = body[:4000]
    head = head[: len(head) // 4 * 4]
    if len(head) < 8:
        return ""
    zeros = [head[n::4].count(0) / (len(head) / 4) for n in range(4)]
    if zeros[3] > 0.9 and zeros[2] > 0.9 and zeros[0] < 0.5:
        return "utf-32-le"
    if zeros[0] > 0.9 and zeros[1] > 0.9 and zeros[3] < 0.5:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    if odd > 0.02 and odd > 3 * even:
        return "utf-16-le"
    return "utf-16-be" if even > 0.02 and even > 3 * odd else ""


def seven_bit_charset(body: bytes) -> str:
    """Return the charset of Chinese written in seven bits, or "". Only for bodies that are ASCII throughout."""
    if b"\x0e" in body and _DESIGNATION.search(body):
        return "iso-2022-cn"
    if b"~{" in body and sum(map(len, _HZ.findall(body))) >= 12:
        return "hz"
    return ""


def iso_2022_cn(body: bytes) -> str:
    """Decode the part of ISO-2022-CN that is GB/T 2312 (designation A)."""

    def pairs(match: re.Match[bytes]) -> bytes:
        return bytes(byte | 0x80 if byte > 0x20 else byte for byte in match[1])

    return _SHIFTED.sub(pairs, _DESIGNATION.sub(b"", body)).decode("gb18030", "replace")


def euc_tw(body: bytes) -> str:
    """Decode EUC-TW by way of Big5, whose two levels are planes 1 and 2 of CNS 11643 in nearly the same order."""
    return _EUC_TW.sub(_cns, body).decode("utf-8", "replace")


def _cns(match: re.Match[bytes]) -> bytes:
    piece = match[0]
    if len(piece) == 1:
        return "\ufffd".encode()
    plane = piece[1] - 0xA0 if len(piece) == 4 else 1
    row, cell = piece[-2] - 0xA0, piece[-1] - 0xA0
    return _plane(plane).get((row, cell), "\ufffd").encode()


# Big5 orders its characters as CNS 11643 does but for these: place in the plane, place in the level of Big5.
_MOVED: dict[int, dict[int, int]] = {
    1: {1836: 1412, 3713: 4100, 4626: 4815, 4900: 5046},
    2: {
        43: 92, 138: 306, 2146: 2794, 2792: 2147, 2893: 2256, 4930: 5481, 5077: 5619, 5365: 6228, 5723: 6145,
        6312: 5946, 6530: 6834, 6644: 6323, 6787: 6477, 6904: 7100, 7589: 7634, 7645: 7636,
    },
}  # fmt: skip
# Plane: rows of hanzi in the plane, rows of their level in Big5, characters that Big5 holds twice.
_LEVELS = {1: (0x24, range(0xA4, 0xC7), ""), 2: (0x01, range(0xC9, 0xFA), "\ufa0c\ufa0d")}


@cache
def _plane(number: int) -> dict[tuple[int, int], str]:
    """Return the characters of plane 1 or 2 by row and cell (1 to 94); of another plane nothing."""
    if number not in _LEVELS:
        return {}
    first_row, rows, twice = _LEVELS[number]
    level = [c for c in _big5(rows) if c not in twice]
    whole = _big5(rows)
    moved = {place: whole[was] for place, was in _MOVED[number].items()}
    rest = iter([c for c in level if c not in moved.values()])
    found = {divmod(n, 94): moved.get(n) or next(rest) for n in range(len(level))}
    table = {(first_row + row, cell + 1): c for (row, cell), c in found.items()}
    if number == 1:  # marks, then digits and letters, stand in rows of their own in the same order
        marks = _big5(range(0xA1, 0xA4))
        digits = marks.index("０")
        table |= {(1 + n // 94, 1 + n % 94): c for n, c in enumerate(marks[:digits])}
        table |= {(4 + n // 94, 1 + n % 94): c for n, c in enumerate(marks[digits:])}
    return table


def _big5(rows: range) -> list[str]:
    codes = (bytes((a, b)) for a in rows for b in (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    return [c for code in codes if (c := code.decode("big5", "ignore"))]
