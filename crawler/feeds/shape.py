"""Telling the shape of a list by its first lines, and refusing what is no list at all."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from enum import StrEnum

from zhenwei.errors import BadInput

LOOKED_AT = 400  # lines
_MARKUP = re.compile(rb"\s*<(?:!doctype|!--|\?xml|html|head|body|meta|title|script|div|table|br|p)\b", re.I)
_TAG = re.compile(rb"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.I)
COMMENT = (b"#", b";", b"//", b"!", b"--")


class Shape(StrEnum):
    """How the names of a list are written."""

    PLAIN = "plain"
    TABLE = "table"
    ZONE = "zone"
    HOSTS = "hosts"
    FILTER = "filter"
    JSON = "json"
    JSONL = "jsonl"
    SHEET = "sheet"


RECORD = re.compile(
    rb"(?:[^\s;]+)?[ \t]+(?:\d+[smhdw]?[ \t]+)?(?:(?:in|ch|hs)[ \t]+)?(?:\d+[smhdw]?[ \t]+)?"
    rb"(?:ns|a|aaaa|cname|mx|soa|txt|ds|rrsig|nsec3?|nsec3param|dnskey|cds|cdnskey|ptr|srv|dname|caa|tlsa|https|svcb|"
    rb"naptr|hinfo|zonemd|type\d+)[ \t]+[^\s]",
    re.I,
)
_HOSTS_LINE = re.compile(rb"(?:0\.0\.0\.0|127\.\d+\.\d+\.\d+|::1?|fe80::\S*|ff0\S*|255\.\S+)[ \t]+\S")
_FILTER_LINE = re.compile(
    rb"(?:@@)?\|\|[^\s/^|]+|(?:address|server|local)=/[^/]+/|(?:local-zone|zone):?\s+\"|\[adblock", re.I
)
_DIRECTIVE = re.compile(rb"\$(?:origin|ttl|include|generate)\b", re.I)


def shape_of(first: bytes) -> Shape:
    """Tell the shape from the first block of the text. Raises BadInput for web pages."""
    text = first.lstrip()
    if _MARKUP.match(text):
        raise BadInput("不是域名清单，而是网页（可能需要登录或令牌）")
    if text[:1] in (b"{", b"[") and text[:4].lower() != b"[adb":
        lines = text.splitlines()
        complete = len(lines) > 1 and lines[0].rstrip().endswith(b"}") and lines[1].lstrip().startswith(b"{")
        return Shape.JSONL if text[:1] == b"{" and complete else Shape.JSON
    lines = [line for line in _whole_lines(text) if line.strip()]
    body = [line for line in lines if not line.startswith(COMMENT)][:LOOKED_AT]
    if sum(len(_TAG.findall(line)) for line in body) > max(3, len(body) // 4):
        raise BadInput("不是域名清单，而是网页（可能需要登录或令牌）")
    if any(_DIRECTIVE.match(line) for line in lines[:LOOKED_AT]) or _share(body, RECORD.match) > 0.5:
        return Shape.ZONE
    if _share(body, _HOSTS_LINE.match) > 0.5:
        return Shape.HOSTS
    if _share([line for line in lines if not line.startswith((b"!", b"#"))][:LOOKED_AT], _FILTER_LINE.match) > 0.5:
        return Shape.FILTER
    return Shape.TABLE if _in_columns(body) else Shape.PLAIN


def _whole_lines(text: bytes) -> list[bytes]:
    """Return the lines of the beginning, the last one left out where the block cuts it."""
    lines = text[: 1 << 18].splitlines()
    return lines[:-1] if len(text) >= 1 << 18 and len(lines) > 1 else lines


def _share(lines: Sequence[bytes], test: Callable[[bytes], object]) -> float:
    return sum(bool(test(line)) for line in lines) / len(lines) if lines else 0.0


def _in_columns(body: Sequence[bytes]) -> bool:
    return any(_share(body, lambda line, d=delimiter: d in line) > 0.5 for delimiter in (b",", b";", b"\t", b"|"))  # type: ignore[misc]
