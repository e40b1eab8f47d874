"""A letter as files: ``notice.txt`` (the marked text that an official edits), ``content.json`` (everything that the
letter prints) and ``picture-<SHA-256>.jpg``. Nothing of these is handed over.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from takedown.clean import plain
from takedown.content import Letter
from takedown.names import CONTENT, PICTURE, TEXT
from takedown.render import Block, Mark
from zhenwei.errors import BadInput, EvidenceError
from zhenwei.sentences import said

FORMAT = "zhenwei-kept/1"
_KEY = "picture"
NEEDED = {Mark.TITLE: said("标题（#）"), Mark.TO: said("主送机关（@）"), Mark.TEXT: said("正文（+）")}


def keep(letter: Letter) -> dict[str, bytes]:
    """Return the files from which ``kept`` makes the letter again, by name relative to its folder."""
    pictures: dict[str, bytes] = {}

    def put(data: bytes) -> str:
        digest = hashlib.sha256(data).hexdigest()
        pictures[picture_name(digest)] = data
        return digest

    content = {"format": FORMAT, "letter": _plain(letter, put)}
    files = {
        TEXT: marked(letter.blocks).encode(),
        CONTENT: json.dumps(content, ensure_ascii=False).encode() + b"\n",
    }
    return files | dict(sorted(pictures.items()))


def picture_name(digest: str) -> str:
    """Return the file name of a picture."""
    return f"{PICTURE}{digest}.jpg"


def kept(folder: Path) -> Letter:
    """Return the letter of a folder. Raises EvidenceError if what was kept is missing or damaged."""
    try:
        content = json.loads(_read(folder, CONTENT))
        if content["format"] != FORMAT:
            raise EvidenceError(
                said("{path} 的格式 {format!r} 无法识别", path=folder / CONTENT, format=content["format"])
            )
        letter: Letter = _letters().validate_python(_filled(content["letter"], folder))
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        raise EvidenceError(said("{path} 已损坏", path=folder / CONTENT)) from error
    return letter


def marked(blocks: tuple[Block, ...]) -> str:
    """Return a letter's text as an official edits it: one block a line, its mark before it."""
    return "".join(f"{block.mark.value} {block.text}\n" for block in blocks)


def blocks_of(text: str) -> tuple[Block, ...]:
    """Read marked text. Raises BadInput naming the line without a mark, or what is missing."""
    blocks = [
        _block(number, line) for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1) if line.strip()
    ]
    for mark, name in NEEDED.items():
        if not any(block.mark is mark and block.text for block in blocks):
            raise BadInput(said("函件文本缺少{name}", name=name))
    return tuple(blocks)


def _block(number: int, line: str) -> Block:
    mark, _, rest = line.strip().partition(" ")
    try:
        return Block(Mark(mark), plain(rest))
    except ValueError as error:
        marks = "、".join(mark.value for mark in Mark)
        raise BadInput(
            said("函件文本第 {number} 行没有行首标记（{marks}）：{line!r}", number=number, marks=marks, line=line[:40])
        ) from error


@cache
def _letters() -> TypeAdapter[Letter]:
    return TypeAdapter(Letter)


def _plain(value: Any, put: Callable[[bytes], str]) -> Any:
    """Return a value as JSON holds it; pictures by their digests."""
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name), put) for field in dataclasses.fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item, put) for item in value]
    if isinstance(value, bytes):
        return {_KEY: put(value) if value else ""}
    return value.isoformat() if isinstance(value, date) else value


def _filled(value: Any, folder: Path) -> Any:
    """Return what was read with the pictures in place again."""
    if isinstance(value, dict):
        if value.keys() == {_KEY}:
            return _picture(folder, str(value[_KEY]))
        return {name: _filled(item, folder) for name, item in value.items()}
    return [_filled(item, folder) for item in value] if isinstance(value, list) else value


def _picture(folder: Path, digest: str) -> bytes:
    if not digest:
        return b""
    if len(digest) != 64 or not digest.isalnum():
        raise ValueError(digest)
    data = _read(folder, picture_name(digest))
    if hashlib.sha256(data).hexdigest() != digest:
        raise EvidenceError(said("{path} 已被改动", path=folder / picture_name(digest)))
    return data


def _read(folder: Path, name: str) -> bytes:
    try:
        return (folder / name).read_bytes()
    except OSError as error:
        raise EvidenceError(said("无法读取 {path}：{why}", path=folder / name, why=error.strerror or error)) from error
