"""Pages as lines of JSON: read with bounded memory, and told apart from what only claims to be a page.

A line longer than any page is kept by its beginning and its end: enough to judge what a reader would see first.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedIOBase
from typing import Any

from detectors.text.garbled import binary_kind, repaired
from detectors.text.visible import LONGEST
from zhenwei import clock
from zhenwei.address import host_of
from zhenwei.errors import BadInput
from zhenwei.types import Page, Profile, Site

# Detectors read two million characters of a page (detectors/text/visible.py); JSON may write one in six bytes.
LONGEST_LINE = 12 << 20
_TAIL = 1 << 16
_AT_ONCE = 1 << 20
_VALUE = r'(?:"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|null|true|false)'
# What follows the long string: a quotation mark that is not escaped (the cut may stand within an escape), further
# members, the end of the object.
_REST = re.compile(rf'(?:(?<!\\)|^\\)(?:\\\\)*"(?P<members>(?:\s*,\s*"\w+"\s*:\s*{_VALUE})*)\s*\}}\s*$', re.S)
_MEMBER = re.compile(rf'"(\w+)"\s*:\s*({_VALUE})', re.S)
_CUT_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\(?:u[0-9a-fA-F]{0,3})?$")
_HALF = re.compile("[\ud800-\udbff]$")
_SPACE = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its number from 1, its bytes; of a line that was cut ``data`` is the beginning, ``tail`` the end."""

    number: int
    data: bytes
    tail: bytes = b""
    size: int = 0


@dataclass(frozen=True, slots=True)
class Given:
    """What a line gives: the id, the site of one page (None if nothing can be judged), remarks for people."""

    key: Any
    site: Site | None
    remarks: tuple[str, ...] = field(default=())


def groups_of(stream: BufferedIOBase, longest: int = LONGEST_LINE) -> Iterator[list[Line]]:
    """Yield the lines that are there, a list as soon as any are, however slowly they come; blank ones are left out."""
    held, tail, size, number = bytearray(), b"", 0, 0

    def line() -> Line:
        return Line(number, bytes(held), tail, size)

    while block := stream.read1(_AT_ONCE):
        found: list[Line] = []
        pieces = block.split(b"\n")
        for at, piece in enumerate(pieces):
            room = max(0, longest - len(held))
            held += piece[:room]
            tail = (tail + piece[room:])[-_TAIL:]
            size += len(piece)
            if at < len(pieces) - 1:
                number += 1
                if held.strip():
                    found.append(line())
                held, tail, size = bytearray(), b"", 0
        if found:
            yield found
    number += 1
    if held.strip():
        yield [line()]


def given(line: Line) -> Given:
    """Read one line. Raises BadInput for what holds no page at all: no JSON object, or no id."""
    text, remarks = _decoded(line.data)
    if line.tail:
        row = _salvaged(text, line.tail.decode("utf-8", "replace"))
        remarks.append(f"网页过大（{line.size / 1e6:.0f} MB），只判断开头部分")
    else:
        try:
            row = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise BadInput(f"不是 JSON：{error}") from error
    if not isinstance(row, dict) or "id" not in row:
        raise BadInput("不是 JSON 对象或缺少 id")
    return _given(row, remarks)


def site_of(line: str) -> tuple[Any, Site]:
    """Read one line that holds a page. Raises BadInput if nothing in it can be judged."""
    read = given(Line(1, line.encode("utf-8", "surrogatepass")))
    if read.site is None:
        raise BadInput(f"此行没有网页：{'；'.join(read.remarks)}")
    return read.key, read.site


def _decoded(data: bytes) -> tuple[str, list[str]]:
    try:
        return data.decode("utf-8"), []
    except UnicodeDecodeError as error:
        if error.end >= len(data) - 1:  # a line that was cut, within a character
            return data.decode("utf-8", "ignore"), []
    try:
        return data.decode("gb18030"), ["此行不是 UTF-8，按 GB18030 读取"]
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace"), ["此行不是 UTF-8，读不出的字节以替代符代替"]


def _given(row: dict[str, Any], remarks: list[str]) -> Given:
    html, text = row.get("html"), row.get("text")
    content = html if html is not None else text
    if not isinstance(content, str):
        return Given(row["id"], None, (*remarks, "无法判断：缺少 html 或 text"))
    if better := repaired(content):
        content, charset = better
        remarks.append(f"网页声明的字符编码有误，按 {charset} 还原后判断")
    elif kind := binary_kind(content):
        return Given(row["id"], None, (*remarks, f"无法判断：内容不是网页，而是{kind}"))
    if len(content) > LONGEST and not remarks:
        remarks.append(f"网页过长（{len(content) / 1e6:.1f} 百万字符），只判断前 {LONGEST / 1e6:g} 百万")
    url, host = _address(row.get("url"), remarks)
    headers = {} if html is not None else {"content-type": "text/plain"}
    page = Page(url, url, _profile(row.get("profile"), remarks), 200, content, clock.now(), headers=headers)
    return Given(row["id"], Site(host, (page,)), tuple(remarks))


def _address(value: Any, remarks: list[str]) -> tuple[str, str]:
    if value is None or value == "":
        return "", ""
    try:
        if not isinstance(value, str):
            raise BadInput(f"不是网址：{value!r}")
        return value, host_of(value)
    except BadInput as error:
        remarks.append(f"按没有网址判断：{error}")
        return "", ""


def _profile(value: Any, remarks: list[str]) -> Profile:
    try:
        return Profile(value or Profile.DESKTOP)
    except ValueError:
        remarks.append(f"未知的访问身份 profile：{value!r}（应为 {'、'.join(Profile)}），按 desktop 判断")
        return Profile.DESKTOP


def _salvaged(text: str, tail: str) -> dict[str, Any]:
    """Return the members of an object whose text was cut within a long string. Raises BadInput."""
    decode, row = json.JSONDecoder().raw_decode, dict[str, Any]()
    at = text.find("{") + 1
    try:
        while at:
            key, at = decode(text, _past(text, at))
            at = _past(text, text.index(":", at) + 1)
            try:
                row[str(key)], at = decode(text, at)
            except ValueError:
                if text[at] != '"':
                    raise
                whole = _CUT_ESCAPE.sub(r"\1", text[at + 1 :])
                # Half of a character beyond the basic plane may be left at the cut.
                row[str(key)] = _HALF.sub("", json.loads(f'"{whole}"', strict=False))
                break
    except (ValueError, IndexError, RecursionError) as error:
        raise BadInput(f"此行过长，且不是 JSON：{error}") from error
    if rest := _REST.search(tail):
        row |= {name: json.loads(value, strict=False) for name, value in _MEMBER.findall(rest["members"])}
    return row


def _past(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at
