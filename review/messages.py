"""The message catalogue: everything that a page says, one folder of PO files a language, keys dotted.

The files are read by Babel as they are: nothing is compiled, so there is no step between a translator and a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from babel.messages.pofile import read_po

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
    """Read every language that there is a folder for, its files as one catalogue. What is not translated is absent."""
    return {
        path.name: Messages(path.name, {key: text for part in sorted(path.glob("*.po")) for key, text in _read(part)})
        for path in sorted(folder.iterdir())
        if path.is_dir()
    }


def _read(part: Path) -> list[tuple[str, str]]:
    with part.open("rb") as file:
        catalog = read_po(file, charset="utf-8", abort_invalid=True)
    return [(str(row.id), str(row.string)) for row in catalog if row.id and row.string and not row.fuzzy]
