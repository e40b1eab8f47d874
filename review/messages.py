"""The message catalogue: everything that a page says, one folder of PO files a language, keys dotted.

What the rules say when they refuse has its Chinese as its id (zhenwei/sentences.py) and the context ``said``.

The files are read by Babel as they are: nothing is compiled, so there is no step between a translator and a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from review.printable import inert
from zhenwei.sentences import Said

FOLDER = Path(__file__).parent / "texts"
DEFAULT = "zh"
LONGEST_VALUE = 24
SEARCH = "search:"
SAID = "said"


class Messages:
    """One language. Call it with a key and the values of its placeholders."""

    def __init__(self, language: str, texts: Mapping[str, str], sentences: Mapping[str, str]) -> None:
        self.language = language
        self.texts = texts
        self.sentences = sentences

    def __call__(self, key: str, **values: object) -> str:
        """Return a text. Raises KeyError for a key that the catalogue lacks: a page never shows a bare key."""
        return self.texts[key].format(**values)

    def said(self, text: str) -> str:
        """Return what a rule says in this language: its sentence, and those among its values. Other text stays."""
        if not isinstance(text, Said):
            return text
        values = {name: self.said(value) if isinstance(value, Said) else value for name, value in text.values.items()}
        return self.sentences.get(text.sentence, text.sentence).format(**values)

    def word(self, group: str, value: str) -> str:
        """Return the text for a value of the data (a state, an outcome); a new one is shown as it is, cut short.

        A source that is one engine of the search (``search:baidu``) is called by its engine.
        """
        if group == "spider" and value.startswith(SEARCH):
            return self("spider.engine", name=self.word("engine", value.removeprefix(SEARCH)))
        return self.texts.get(f"{group}.{value}") or inert(value, LONGEST_VALUE)


@cache
def load_messages(folder: Path = FOLDER) -> Mapping[str, Messages]:
    """Read every language that there is a folder for, its files as one catalogue, once a process.

    What is not translated is absent.
    """
    return {path.name: _language(path) for path in sorted(folder.iterdir()) if path.is_dir()}


def _language(path: Path) -> Messages:
    rows = [row for part in sorted(path.glob("*.po")) for row in _read(part)]
    texts = {str(row.id): str(row.string) for row in rows if row.context != SAID}
    return Messages(path.name, texts, {str(row.id): str(row.string) for row in rows if row.context == SAID})


def _read(part: Path) -> list[Message]:
    with part.open("rb") as file:
        catalog = read_po(file, charset="utf-8", abort_invalid=True)
    return [row for row in catalog if row.id and row.string and not row.fuzzy]
