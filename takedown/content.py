"""A letter as content, without layout: what the DOCX builder and the PDF builder both lay out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from takedown.citations import Citation, LeftOut
from takedown.render import Block


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of an annex. ``heading`` sets it in 黑体."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``widths`` in millimetres sum to at most 156 (the type area of GB/T 9704-2012). Header may be empty."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture already decoded and encoded again by us; ``jpeg`` empty prints the caption alone."""

    caption: str
    jpeg: bytes = b""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two figures side by side."""

    left: Figure
    right: Figure


Part = Text | Table | Pair


@dataclass(frozen=True, slots=True)
class Annex:
    """One annex. A ``separate`` one is named in the letter but lies in a file of its own (for official use)."""

    title: str
    parts: tuple[Part, ...]
    separate: bool = False


class Style(StrEnum):
    """The page that a letter is set on: GB/T 9704-2012 10.1 (信函格式), or chapter 7 (ordinary, for 报告 and 请示)."""

    LETTER = "letter"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a letter prints.

    ``given`` is the whole 发文字号 once it has been given, ``draft`` prints 草稿 in its place at the left. ``copies``
    are the offices of 抄送, ``signer`` is the 签发人 that an upward document names, ``urgency`` and ``secrecy`` are
    printed where they are not empty. ``sealed`` leaves room for a seal (GB/T 9704-2012, 7.3.5.1; without: 7.3.5.2).
    """

    sender: str
    code: str
    document: str
    blocks: tuple[Block, ...]
    annexes: tuple[Annex, ...]
    day: date
    contact: str
    citations: tuple[Citation, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    law_notes: tuple[str, ...] = ()  # for the drafter, never printed in the letter
    style: Style = Style.LETTER
    draft: bool = True
    given: str = ""
    signer: str = ""
    urgency: str = ""
    secrecy: str = ""
    copies: tuple[str, ...] = ()
    sealed: bool = True

    @property
    def number(self) -> str:
        """The 发文字号 (GB/T 9704-2012, 7.2.5), or its place: a person gives it."""
        return self.given or f"{self.code}〔{self.day.year}〕  号"

    @property
    def title(self) -> str:
        """The title on one line."""
        return "".join(block.text for block in self.blocks if block.mark == "#").replace("|", "")


def chinese_day(day: date) -> str:
    """Return a date as letters print it: Arabic numerals, no leading zeros."""
    return f"{day.year}年{day.month}月{day.day}日"
