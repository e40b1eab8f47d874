"""Reading names out of the lists that people have: plain, CSV, zone files, one name a line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from zhenwei.errors import BadInput
from zhenwei.sentences import said

_RECORD = re.compile(
    r"^\S+\s+(?:\d+\w?\s+)?(?:(?:IN|CH)\s+)?(?:\d+\w?\s+)?(?:NS|A|AAAA|CNAME|MX|SOA|TXT|DS|RRSIG|NSEC3?)\s", re.I
)
_SAMPLE = 500
_NO_DOT = bytes(set(range(256)) - set(b".\n"))
_WIDE_DOTS = ("。".encode(), "．".encode())
_LONGEST = 4096


@dataclass
class Tally:
    """How many lines held a name and how many did not; nothing is dropped in silence."""

    names: int = 0
    rubbish: int = 0


def read_names(lines: Iterable[bytes], tally: Tally, where: str = "input") -> Iterator[str]:
    """Yield the names of a list, a name that follows itself only once.

    Lines may be bare names, addresses, CSV rows (the name in the first column, or in the second after a rank) or
    master-file records (RFC 1035, section 5), also relative to ``$ORIGIN``. Raises BadInput naming ``where`` if the
    first lines hold hardly any name: that is some other kind of file.
    """
    origin, last = "", ""
    for line in lines:
        text = _text_of(line)
        if text is not None and text.upper().startswith("$ORIGIN"):
            origin = text.split()[-1].strip(".")
            continue
        if text is not None and (not text or text[0] in ";#$"):
            continue
        name = "" if text is None else _name_of(text, origin)
        if not name:
            tally.rubbish += 1
            if tally.rubbish > _SAMPLE // 2 and tally.names < tally.rubbish // 10:
                raise BadInput(
                    said(
                        "{where} 不像域名清单：前 {names} 行几乎没有域名",
                        where=where,
                        names=tally.names + tally.rubbish,
                    )
                )
            continue
        tally.names += 1
        if name != last:
            last = name
            yield name


def count_lines(block: bytes) -> Tally:
    """Count the lines of a block that hold a name and those that hold none (no dot at all), comments left out."""
    dots = block.translate(None, _NO_DOT)
    rows = block.count(b"\n") + (not block.endswith(b"\n") and bool(block))
    if b"\n\n" not in dots and not dots.startswith(b"\n"):
        return Tally(rows, 0)
    lines = [line.strip() for line in block.split(b"\n")]
    without = [line for line in lines if b"." not in line and not any(dot in line for dot in _WIDE_DOTS)]
    rubbish = sum(line[:1] not in (b"", b";", b"#", b"$") for line in without)
    return Tally(rows - sum(not line for line in lines[:-1]) - rubbish, rubbish)


def name_of_line(line: bytes) -> str:
    """Return the name that one line holds, or nothing; lines as ``read_names`` takes them."""
    text = _text_of(line)
    return _name_of(text, "") if text and text[0] not in ";#$" else ""


def _text_of(line: bytes) -> str | None:
    if len(line) > _LONGEST or b"\0" in line:
        return None
    try:
        return line.decode("utf-8").strip("\ufeff \t\r\n")
    except UnicodeDecodeError:
        return None


def _name_of(text: str, origin: str) -> str:
    if " " in text or "\t" in text:
        if _RECORD.match(text + " "):
            name = text.split(None, 1)[0]
            return name.rstrip(".") if name.endswith(".") or not origin else f"{name}.{origin}"
        text = text.split(None, 1)[0]
    columns = text.split(",")
    name = columns[0].strip("\"' ")
    if name.isdigit() and len(columns) > 1:
        name = columns[1].strip("\"' ")
    name = name.rstrip(".").removeprefix("*.")
    return name if "." in name or "。" in name or "．" in name else ""
