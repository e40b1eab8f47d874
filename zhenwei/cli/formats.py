"""How commands that print names print them."""

from __future__ import annotations

from enum import StrEnum


class Format(StrEnum):
    """How rows are printed."""

    JSONL = "jsonl"
    LIST = "list"


FORMATS = "输出格式：jsonl 每行一个 JSON 对象，list 每行一个域名。"
