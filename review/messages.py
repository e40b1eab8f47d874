"""The message catalogue: everything that a page says, one folder of PO files a language, keys dotted.

What rules and machines say has its Chinese as its id (zhenwei/sentences.py) and the context ``said``; where it was
stored as text it is found again (review/recalling.py).

The files are read by Babel as they are: nothing is compiled, so there is no step between a translator and a page.
"""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from review.printable import inert
from review.recalling import CHINESE, Reading, Recall
from zhenwei.sentences import Said

FOLDER = Path(__file__).parent / "texts"
DEFAULT = "zh"
LONGEST_VALUE = 24
SEARCH = "search:"
SAID = "said"
FORMATS = string.Formatter()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of what was told. ``ours``: words of this language; else a value, text of whoever wrote it.

    ``left``: a whole text in Chinese for which the language has no sentence.
    """

    text: str
    ours: bool = False
    left: bool = False


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
        return "".join(part.text for part in self.told(text)) if isinstance(text, Said) else text

    def told(self, text: str) -> list[Part]:
        """Return the pieces of what a rule or a machine told, as a sentence or as the text that was stored of it."""
        if self.sentences and (parts := self._parts(text)):
            return parts
        return [Part(str(text), left=bool(self.sentences and CHINESE.search(text)))]

    def _parts(self, text: str) -> list[Part]:
        if isinstance(text, Said):
            return list(self._filled(text.sentence, text.values)) if text.sentence in self.sentences else []
        reading = self._recall.reading(text)
        return list(self._filled(reading.sentence, reading.values, stored=True)) if reading else []

    def _filled(self, sentence: str, values: Mapping[str, Any], *, stored: bool = False) -> Iterator[Part]:
        """Yield the sentence of this language with its values; a stored one holds them as they were written."""
        for words, name, spec, conversion in FORMATS.parse(self.sentences[sentence]):
            if words:
                yield Part(words, ours=True)
            value = values[name] if name is not None else ""
            if isinstance(value, Reading):
                yield from self._filled(value.sentence, value.values, stored=True)
            elif isinstance(value, Said):
                yield from self.told(value)
            elif name is not None:
                yield Part(
                    value if stored else FORMATS.format_field(FORMATS.convert_field(value, conversion), spec or "")
                )

    @cached_property
    def _recall(self) -> Recall:
        return Recall(self.sentences)

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
