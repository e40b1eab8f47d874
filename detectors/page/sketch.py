"""Sketches: small samples by which a text, a frame or a template is known again; nothing of it can be read back.

A sketch holds the lowest hash values of a set (bottom-k, Broder 1997). Two sketches compare exactly up to the lower of
their limits, so that what share of one set lies in the other can be told both ways, not only how much they have in
common: a page that holds a whole document is not the same as one that is nothing but this document.
"""

from __future__ import annotations

import base64
import re
import sys
import zlib
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from zhenwei.errors import BadInput
from zhenwei.sentences import said

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Written into files: whoever changes how anything here is sampled raises it.
VERSION = 1
# Characters a shingle; five tell Chinese texts apart and still survive small changes.
SHINGLE = 5
TEXT_VALUES = 256
LINE_VALUES = 320
SHAPE_VALUES = 192
FILE_VALUES = 96
_LONGEST = 120_000
_LIMIT = 0xFFFFFFFF
_SHORT_LINE = 30
_FRAME_LINKS = 25
# Attributes as they are mostly written; one pattern each: what begins with fixed letters is ten times as fast.
_NAMES = tuple(re.compile(rf"""{key}=["']?([^"'<>]{{2,80}})""") for key in ("class", "id"))
_ADDRESSES = tuple(re.compile(rf"""{key}=["']?([^"'<>\s]{{4,300}})""") for key in ("src", "href"))
_FILE = re.compile(r"[^/?#]{3,60}\.(?:js|css|png|jpe?g|gif|svg|ico)(?=[?#]|$)", re.I)
_TAGS = re.compile(r"<([a-zA-Z][a-zA-Z0-9]{0,10})")
_COMMON_LINES = """
网站首页 返回首页 返回顶部 联系我们 关于我们 网站地图 站点地图 网站声明 法律声明
隐私声明 免责声明 加入收藏 设为首页 收藏本站 友情链接 当前位置 您的位置 打印本页
关闭窗口 打印关闭 上一篇 下一篇 相关链接 相关文章 分享到 字体大小 无障碍
长者模式 扫一扫 版权所有 用户登录 立即登录 立即注册 忘记密码 高级搜索 站内搜索
热门搜索 新闻中心 通知公告 查看更多 更多内容 加载更多
"""
# Lines that nearly every site has tell nothing about whose frame it is.
_COMMON = frozenset(_COMMON_LINES.split())
# Letters, digits, hanzi, kana, hangul and (as surrogates) what lies beyond, by unit of UTF-16.
_RANGES = (
    (0x30, 0x3A),
    (0x61, 0x7B),
    (0xC0, 0x2000),
    (0x3040, 0x3100),
    (0x3400, 0xA000),
    (0xAC00, 0xD7A4),
    (0xD800, 0xE000),
)


@dataclass(frozen=True, slots=True)
class Sketch:
    """``values``: the lowest hashes, ascending; ``size``: how many different ones the whole has (estimated if many)."""

    values: array[int]
    size: int

    @property
    def limit(self) -> int:
        """The hash value up to which the sketch is complete."""
        return self.values[-1] if self.size > len(self.values) else _LIMIT

    def __bool__(self) -> bool:
        return bool(self.values)

    def to_json(self) -> list[Any]:
        """Return size and values (32 bits each, little-endian, base64)."""
        return [self.size, base64.b64encode(_little(self.values).tobytes()).decode()]

    @classmethod
    def from_json(cls, row: Any) -> Sketch:
        """Read what to_json wrote. Raises BadInput."""
        try:
            size, packed = row
            values = array("I", base64.b64decode(packed, validate=True))
            return cls(_little(values), int(size))
        except (TypeError, ValueError) as error:
            raise BadInput(said("指纹数据损坏：{error}", error=error)) from error


def _little(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values = array("I", values)
        values.byteswap()
    return values


EMPTY = Sketch(array("I"), 0)


def shares(one: Sketch, other: Sketch) -> tuple[float, float]:
    """Return what share of the first lies in the second, and the other way round; (0, 0) if either is empty."""
    if not one or not other:
        return 0.0, 0.0
    limit = min(one.limit, other.limit)
    first = {v for v in one.values if v <= limit}
    second = {v for v in other.values if v <= limit}
    common = len(first & second)
    return common / max(1, len(first)), common / max(1, len(second))


def overlap(one: Sketch, other: Sketch) -> float:
    """Return the Jaccard index of two sets as their sketches estimate it, 0 to 1."""
    if not one or not other:
        return 0.0
    limit = min(one.limit, other.limit)
    first = {v for v in one.values if v <= limit}
    second = {v for v in other.values if v <= limit}
    return len(first & second) / max(1, len(first | second))


def of_text(text: str) -> Sketch:
    """Return the sketch of a text's shingles: letters, digits and hanzi only, in lower case, full width made half."""
    import numpy as np

    units = np.frombuffer(text[:_LONGEST].encode("utf-16-le", "surrogatepass"), dtype="<u2")
    units = _meant().take(units)
    units = units.compress(units > 0).astype(np.uint64)
    count = len(units) - SHINGLE + 1
    if count < 1:
        return EMPTY
    fours = units[:-3] | (units[1:-2] << np.uint64(16)) | (units[2:-1] << np.uint64(32)) | (units[3:] << np.uint64(48))
    fours ^= fours >> np.uint64(29)
    fours *= np.uint64(0x9E3779B97F4A7C15)
    mixed = (fours[:-1] >> np.uint64(32)).astype(np.uint32)
    mixed *= np.uint32(0x85EBCA6B)
    mixed ^= (fours[1:] >> np.uint64(32)).astype(np.uint32)
    for share in (1.3, 3.0, 9.0):  # enough of the lowest without sorting all; more where the text repeats itself
        if count > 2 * share * TEXT_VALUES:
            cut = int(_LIMIT * share * TEXT_VALUES / count)
            lowest = sorted(set(mixed.compress(mixed <= np.uint32(cut)).tolist()))
            if len(lowest) >= TEXT_VALUES:
                size = max(TEXT_VALUES + 1, round(len(lowest) * _LIMIT / cut))
                return Sketch(array("I", lowest[:TEXT_VALUES]), size)
    every = sorted(set(mixed.tolist()))
    return Sketch(array("I", every[:TEXT_VALUES]), len(every))


@cache
def _meant() -> NDArray[Any]:
    """Return for each unit of UTF-16 what it counts as; 0 for what does not (spaces, punctuation, private use)."""
    import numpy as np

    table = np.zeros(0x10000, dtype=np.uint16)
    for first, last in _RANGES:
        table[first:last] = np.arange(first, last)
    for wide in (*range(0xFF10, 0xFF1A), *range(0xFF41, 0xFF5B)):
        table[wide] = wide - 0xFEE0
    for large in range(26):
        table[0x41 + large] = table[0xFF21 + large] = 0x61 + large
    return table


def of_words(words: Iterable[str], most: int) -> Sketch:
    """Return the sketch of a set of words."""
    values = sorted({zlib.crc32(word.encode("utf-8", "replace")) for word in words})
    return Sketch(array("I", values[:most]), len(values))


def short_lines(text: str) -> list[str]:
    """Return the lines that make a page's frame: menus, labels, the foot; common ones left out."""
    found = []
    for line in dict.fromkeys(text.split("\n")[:4000]):
        if 4 <= len(line) <= _SHORT_LINE * 2:
            bare = "".join(line.split()) if " " in line or "\u3000" in line else line
            if 4 <= len(bare) <= _SHORT_LINE and bare not in _COMMON and not bare.isdigit():
                found.append(bare)
    return found


def is_framed(source: str) -> bool:
    """True if markup holds as many links as menus and a foot have; a bare document has few."""
    return source.count("<a ") + source.count("<A ") >= _FRAME_LINKS


def of_shape(source: str) -> Sketch:
    """Return the sketch of a template: class names, ids, and how tags follow each other (five in a row)."""
    markup = source[: 4 * _LONGEST]
    tags = [tag.lower() for tag in _TAGS.findall(markup)]
    runs = {" ".join(tags[i : i + 5]) for i in range(len(tags) - 4)}
    names = {name.strip() for pattern in _NAMES for name in pattern.findall(markup)}
    return of_words(runs | names, SHAPE_VALUES)


def of_files(source: str) -> Sketch:
    """Return the sketch of the names of pictures, scripts and styles, without their folders."""
    markup = source[: 4 * _LONGEST]
    addresses = (address for pattern in _ADDRESSES for address in pattern.findall(markup))
    return of_words({match[0].lower() for a in addresses if (match := _FILE.search(a))}, FILE_VALUES)
