"""The message catalogue: everything that a page says, one TOML file a language, keys dotted."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from review.printable import visible

FOLDER = Path(__file__).parent / "texts"
DEFAULT = "zh"
LONGEST_VALUE = 24


class Messages:
    """One language. Call it with a key and the values of its placeholders."""

    def __init__(self, language: str, texts: Mapping[str, str]) -> None:
        self.language = language
        self.texts = texts

    def __call__(self, key: str, **values: object) -> str:
        """Return a text. Raises KeyError for a key that the catalogue lacks: a page never shows a bare key."""
        return self.texts[key].format(**values)

    def word(self, group: str, value: str) -> str:
        """Return the text for a value of the data (a state, an outcome); a new one is shown as it is, cut short."""
        return self.texts.get(f"{group}.{value}") or visible(value, LONGEST_VALUE)


def load_messages(folder: Path = FOLDER) -> dict[str, Messages]:
    """Read every language that there is a file for."""
    return {
        path.stem: Messages(path.stem, dict(_flat(tomllib.loads(path.read_text("utf-8")))))
        for path in sorted(folder.glob("*.toml"))
    }


def _flat(table: Mapping[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            pairs += _flat(value, f"{prefix}{key}.")
        else:
            pairs.append((prefix + key, str(value)))
    return pairs
