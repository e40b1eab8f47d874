"""JSON: arrays of objects (PhishTank), objects of lists (warning lists, URLhaus), one object a line."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from crawler.feeds.entry import Batch
from crawler.feeds.table import ADDRESS, LONGEST_NOTE, NAME, NOTE
from zhenwei.errors import BadInput

LARGEST = 64_000_000  # bytes of a document that is no array of rows
LONGEST_ROW = 1 << 20
DEEPEST = 8
_SOME = 5000
_STRINGS = ("list", "domains", "hosts", "urls", "names", "data", "results", "域名")


def read_lines(lines: Iterable[list[bytes]]) -> Iterator[Batch]:
    """Read one JSON value a line."""
    for some in lines:
        batch = Batch()
        for line in some:
            if line.strip():
                try:
                    take(batch, json.loads(line))
                except (ValueError, RecursionError):
                    batch.bad += 1
        yield batch


def read_document(texts: Iterable[bytes]) -> Iterator[Batch]:
    """Read one JSON document. An array is read row by row and may be of any size. Raises BadInput."""
    iterator = iter(texts)
    text = next(iterator, b"").decode("utf-8", "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        yield from _rows(text, iterator)
        return
    pieces, size = [text], len(text)
    for block in iterator:
        size += len(block)
        if size > LARGEST:
            raise BadInput(f"JSON 文档超过 {LARGEST} 字节，而且不是数组")
        pieces.append(block.decode("utf-8", "replace"))
    batch = Batch()
    try:
        take(batch, json.loads("".join(pieces)))
    except (ValueError, RecursionError) as error:
        raise BadInput("不是域名清单：JSON 不完整或有错") from error
    yield batch


def _rows(text: str, more: Iterator[bytes]) -> Iterator[Batch]:
    decoder, at, batch, count = json.JSONDecoder(), 1, Batch(), 0
    while True:
        at = _past(text, at)
        if at < len(text) and text[at] == "]":
            break
        try:
            if at >= len(text):
                raise ValueError("more is needed")
            value, end = decoder.raw_decode(text, at)
            if end >= len(text):
                raise ValueError("a number may go on")
        except (ValueError, RecursionError) as error:
            block = next(more, b"")
            if not block or len(text) - at > LONGEST_ROW + len(block):
                raise BadInput("不是域名清单：JSON 不完整或有错") from error
            # A character that the block cuts would be two replacement marks: none of them stands in a name.
            text, at = text[at:] + block.decode("utf-8", "replace"), 0
            continue
        take(batch, value)
        at, count = end, count + 1
        if count % _SOME == 0:
            yield batch
            batch = Batch()
    yield batch


def _past(text: str, at: int) -> int:
    while at < len(text) and text[at] in ", \t\r\n":
        at += 1
    return at


def take(batch: Batch, value: Any, depth: int = 0) -> None:
    """Take the names of a value: a string, a row with a known key, or whatever lists it holds."""
    if isinstance(value, str):
        batch.add(value)
    elif isinstance(value, dict):
        _take_object(batch, value, depth)
    elif isinstance(value, list) and depth < DEEPEST:
        for one in value:
            take(batch, one, depth + 1)
    else:
        batch.bad += 1


def _take_object(batch: Batch, value: dict[str, Any], depth: int) -> None:
    known = {key.strip().lower(): cell for key, cell in value.items() if isinstance(cell, str)}
    cell = next((known[name] for name in (*ADDRESS, *NAME) if known.get(name) and name != "name"), "")
    inside = [(key, inner) for key, inner in value.items() if isinstance(inner, list | dict)]
    lists = [inner for key, inner in inside if key.strip().lower() in _STRINGS]
    if lists and depth < DEEPEST:
        # A warning list has words about itself (name, description) beside the list.
        for inner in lists:
            take(batch, inner, depth + 1)
    elif cell:
        note = next((known[name] for name in NOTE if known.get(name)), "")
        batch.add(cell, " ".join(note.split())[:LONGEST_NOTE])
    elif inside and depth < DEEPEST:
        for _key, inner in inside:
            if isinstance(inner, dict) or any(isinstance(one, dict) for one in inner):
                take(batch, inner, depth + 1)
    elif known.get("name"):
        batch.add(known["name"])
    else:
        batch.bad += 1
