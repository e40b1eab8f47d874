"""What the column of another office's file means: the table of headings (columns.toml), asked from top to bottom."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from zhenwei.errors import BadInput

FIELDS = ("url", "account", "note", "reported_at", "reference", "reporter")
# Fields of which one must be there: without any of them a row says nothing that could be looked at.
TELLING = ("url", "account", "note", "either")
LONGEST_HEADING = 40  # code points; what is longer is a sentence, not a heading
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】")
_EDGES = " *:;,.、。_-#"


@dataclass(frozen=True, slots=True)
class Columns:
    """The table, with what the user said of single columns on top (``given``: heading → field)."""

    given: Mapping[str, str] = field(default_factory=dict)

    def meaning(self, heading: str) -> str:
        """Return a field of FIELDS, ``either`` (web address or home), ``passed_over``, or nothing if unknown."""
        plain = plain_heading(heading)
        if plain in self.given:
            return self.given[plain]
        return _meaning(plain)


def columns_from(pairs: tuple[str, ...]) -> Columns:
    """Return the table with ``heading=field`` pairs on top. Raises BadInput for a field that there is not."""
    given: dict[str, str] = {}
    for pair in pairs:
        heading, mark, name = pair.rpartition("=")
        if not mark or name.strip() not in FIELDS:
            raise BadInput(f"列的含义写法不对：{pair[:60]!r}，应为 列名=字段，字段为 {'、'.join(FIELDS)} 之一")
        given[plain_heading(heading)] = name.strip()
    return Columns(given)


def plain_heading(heading: str) -> str:
    """Return a heading as it is compared: ``*被举报网址（必填） 1`` becomes ``被举报网址``."""
    text = "".join(unicodedata.normalize("NFKC", heading).split()).lower()
    text = _BRACKETS.sub("", text).strip(_EDGES)
    shorter = text.rstrip("0123456789").strip(_EDGES)
    return shorter or text


@cache
def _meaning(plain: str) -> str:
    if not plain or len(plain) > LONGEST_HEADING:
        return ""
    table = _table()
    about_reported = _fits(plain, table["reported"])
    for name, words in table.items():
        if name == "reported" or (about_reported and name in ("reporter", "either")):
            continue
        if _fits(plain, words):
            return "account" if name == "named" else name
    return "account" if about_reported else ""


def _fits(plain: str, words: Mapping[str, tuple[str, ...]]) -> bool:
    return plain in words.get("exact", ()) or any(word in plain for word in words.get("holds", ()))


@cache
def _table() -> dict[str, dict[str, tuple[str, ...]]]:
    raw = tomllib.loads(Path(__file__).with_name("columns.toml").read_text("utf-8"))
    return {name: {how: tuple(words) for how, words in row.items()} for name, row in raw.items()}
