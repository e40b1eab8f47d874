"""The signs of a seller of papers and the words of lawful writers near papers (`signs.toml`), each a kind of evidence.

Read over folded text in which every paper is drawn together to one sign (see `dealing`).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict, Field, field_validator

# Stands for a paper in the text that these patterns read.
P = "\ue000"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Words(_Part):
    """Regular expressions of one meaning, searched as one. ``spoken``: what they mean, in Chinese."""

    spoken: str = ""
    words: list[str] = Field(min_length=1)

    @field_validator("words")
    @classmethod
    def _compile(cls, words: list[str]) -> list[str]:
        re.compile("|".join(words))
        return words

    @property
    def pattern(self) -> re.Pattern[str]:
        """All of them as one pattern."""
        return re.compile("|".join(self.words))


class Signs(_Part):
    """The whole file."""

    seller: dict[str, Words]
    also: dict[str, str]
    masked: Words
    lawful: dict[str, Words]


class Patterns:
    """The file, compiled."""

    def __init__(self, read: Signs) -> None:
        self.seller = {name: part.pattern for name, part in read.seller.items()}
        self.lawful = {name: part.pattern for name, part in read.lawful.items()}
        self.masked = read.masked.pattern
        self.spoken: Mapping[str, str] = {n: p.spoken for n, p in read.seller.items()} | read.also


@cache
def signs() -> Patterns:
    """Return the patterns that ship with the program."""
    text = resources.files("detectors.text").joinpath("signs.toml").read_text("utf-8")
    return Patterns(Signs.model_validate(tomllib.loads(text)))
