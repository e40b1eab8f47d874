"""The lines of a WHOIS answer as records of labelled values. Pure; knows no registry by name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LINE = re.compile(r"^\s*\[?([^\W\d_][^:：\[\]]{0,50}?)\]?[\s.]*(?:[:：]|\]|\.{2,}:?)\s*(.*?)\s*$")
_NUMBERED = re.compile(r"\s*\d+$")
_NONE = re.compile(
    r"(?i)(?:n/?a|none|null|-+|unspecified|unavailable|no nameserver|not (?:available|disclosed|applicable)\b.*|"
    r".*\bredacted\b.*|data protected.*|statutory masking.*|registration private|whois privacy.*|"
    r".*\bprivacy (?:service|protect).*)"
)


@dataclass(frozen=True, slots=True)
class Forms:
    """``forms.toml``: meaning and rank of each label, and the sentences of answers without a record."""

    meaning: Mapping[str, str]
    rank: Mapping[str, int]
    sentences: Mapping[str, re.Pattern[str]]


@cache
def forms() -> Forms:
    """Return the table that ships with the program. Raises ValueError if it is damaged."""
    table = tomllib.loads(Path(__file__).with_name("forms.toml").read_text("utf-8"))
    return Forms(
        {label: meaning for meaning, labels in table["labels"].items() for label in labels},
        {label: rank for labels in table["labels"].values() for rank, label in enumerate(labels)},
        {name: re.compile("(?i)(?:" + "|".join(parts) + ")") for name, parts in table["sentences"].items()},
    )


class Record:
    """The labelled values of one domain in an answer: all values of each meaning, in order, with their rank."""

    def __init__(self) -> None:
        self._values: dict[str, list[tuple[int, str]]] = {}

    def add(self, label: str, value: str) -> None:
        table = forms()
        self._values.setdefault(table.meaning[label], []).append((table.rank[label], value))

    def has(self, *meanings: str) -> bool:
        """True if one of the meanings has a value."""
        return any(self.all(meaning) for meaning in meanings)

    def named(self, meaning: str) -> bool:
        """True if a label of this meaning is there, were it without a value."""
        return meaning in self._values

    def all(self, meaning: str) -> list[str]:
        """Return every value that says something."""
        return [value for _, value in self._values.get(meaning, ()) if value and not _NONE.fullmatch(value)]

    def best(self, meaning: str) -> str:
        """Return the value under the most telling label; of equals the first."""
        known = [(rank, value) for rank, value in self._values.get(meaning, ()) if value and not _NONE.fullmatch(value)]
        return min(known, key=lambda pair: pair[0])[1] if known else ""


def records(text: str) -> list[Record]:
    """Return the records of an answer: a new one begins with a domain name that follows upon other facts."""
    found = [Record()]
    for label, value in _labelled(text):
        if forms().meaning[label] == "domain" and found[-1].has("registrar", "registered", "status", "name_server"):
            found.append(Record())
        found[-1].add(label, value)
    return found


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Yield known label and value of each line; values may stand below their label, further in (as .uk prints them)."""
    meanings = forms().meaning
    open_label, depth = "", 0
    for line in text.splitlines():
        if line.lstrip().startswith((">>>", "%", "#", "--")):
            continue
        indent = len(line) - len(line.lstrip())
        if match := _LINE.match(line):
            label = _NUMBERED.sub("", re.sub(r"[\s.]+", " ", match[1]).strip().lower())
            if label in meanings:
                open_label, depth = ("", 0) if match[2] else (label, indent)
                yield label, match[2]
                continue
            if open_label and indent <= depth:
                open_label = ""
            continue
        if not line.strip():
            open_label = ""
        elif open_label and indent > depth:
            yield open_label, line.strip()
        else:
            open_label = ""
