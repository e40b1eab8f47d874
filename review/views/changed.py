"""A change of a watchlist file field by field, as people read it: what it is called on the page, before, after."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from review.views.editing import CHOICES

LAWFUL = "lawful.toml"
_LABELS: Mapping[str, Mapping[str, str]] = {
    LAWFUL: {"name": "wl.host", "by": "wl.by", "on": "wl.on"},
    "lexicon": {"why": "wl.meaning"},
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """``label``: key of the field's name. Of a list what went and what came; ``same``: how many entries stay.

    ``kind``: text, choice (one of several, as a key) or flag (yes or no, as a key).
    """

    label: str
    kind: str
    before: tuple[str, ...]
    after: tuple[str, ...]
    same: int = 0


def label_of(name: str, field: str) -> str:
    """Return the key of a field's name in a file."""
    return _LABELS.get(name.partition("/")[0], {}).get(field, f"field.{field}")


def field_changes(name: str, before: str, after: str) -> list[FieldChange]:
    """Return what changes, in the order of the fields; nothing where a text is no TOML."""
    try:
        old, new = tomllib.loads(before), tomllib.loads(after)
    except tomllib.TOMLDecodeError:
        return []
    if name != LAWFUL:
        return list(_changes(name, old, new))
    first, second = _hosts(old), _hosts(new)
    found: list[FieldChange] = []
    for host in dict.fromkeys([*first, *second]):
        found += _changes(name, first.get(host, {}), second.get(host, {}))
    return found


def _hosts(content: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {str(row.get("name", "")): row for row in content.get("host", [])}


def _changes(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[FieldChange]:
    for field in dict.fromkeys([*old, *new]):
        if old.get(field) == new.get(field):
            continue
        first, second = _entries(old.get(field)), _entries(new.get(field))
        kind = "choice" if field in CHOICES else "flag" if field == "confirmed" else "text"
        gone = tuple(entry for entry in first if entry not in second)
        come = tuple(entry for entry in second if entry not in first)
        if not gone and not come:  # another order, or an entry twice
            gone, come = first, second
        yield FieldChange(label_of(name, field), kind, gone, come, len(first) - len(gone))


def _entries(value: Any) -> tuple[str, ...]:
    if isinstance(value, list):
        return tuple(map(str, value))
    if isinstance(value, bool):
        return ("wl.yes" if value else "wl.no",)
    return () if value is None else (str(value),)
