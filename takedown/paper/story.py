"""A letter as paragraphs and tables with their measures: what the DOCX writes and what the PDF is broken from."""

from __future__ import annotations

import re
from dataclasses import dataclass

from takedown import layout
from takedown.content import Style

# An address or a digest: it may be broken anywhere, so that the line before it is not left half empty.
LONG_WORD, LONG_IN_CELL = re.compile(r"[!-~]{24,}"), re.compile(r"[!-~]{12,}")


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one font (official name) and size (pt)."""

    text: str
    font: str = layout.FANG
    size: float = layout.SIZE_BODY
    color: str = ""
    scale: int = 100


def long_words(run: Run) -> re.Pattern[str]:
    """Return what of a run may be broken anywhere: in the narrow cells of tables file names too."""
    return LONG_WORD if run.size >= layout.SIZE_NOTE else LONG_IN_CELL


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph. ``kind`` names its style in the DOCX; lengths in points; ``first`` negative hangs.

    ``end`` is set flush right on the first line. ``keep`` holds it on the page of what follows, ``page`` begins a page,
    ``rule`` draws the red line of the ordinary format below it.
    """

    kind: str
    runs: tuple[Run, ...] = ()
    align: str = "left"
    pitch: float = layout.LINE_PITCH
    first: float = 0.0
    left: float = 0.0
    right: float = 0.0
    before: float = 0.0
    end: tuple[Run, ...] = ()
    keep: bool = False
    page: bool = False
    rule: bool = False
    top: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG with the room (pt) that it takes."""

    jpeg: bytes
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell of a table."""

    para: Para
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the widths of its columns (pt); the first ``heads`` rows stand again on each page."""

    widths: tuple[float, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads: int = 0
    least: float = 17.0


Item = Para | Grid


@dataclass(frozen=True, slots=True)
class Story:
    """A whole document. ``flag`` is the issuer's name of the letter format (empty: none), ``imprint`` the 版记.

    ``pitch`` is that of the letter's lines (pt), smaller than usual where the signature needed it. ``foot`` says how
    far (pt) below the text the 版记 begins, ``foot_page`` that it needs a page of its own.
    """

    title: str
    items: tuple[Item, ...]
    style: Style = Style.ORDINARY
    flag: str = ""
    imprint: tuple[Para, ...] = ()
    draft: bool = True
    pitch: float = layout.LINE_PITCH
    foot: float = 0.0
    foot_page: bool = False

    @property
    def ruled(self) -> bool:
        """Whether the 版记 has lines: that of the ordinary format does (7.4.1), that of a letter does not (10.1)."""
        return self.style is Style.ORDINARY

    @property
    def below_flag(self) -> float:
        """Points from the paper's upper edge to the lower edge of the red double line."""
        size = layout.flag_size(self.flag)
        return layout.pt(layout.FLAG_TOP + layout.LINE_GAP) + size + layout.THICK + 2 * layout.THIN

    @property
    def first_top(self) -> float:
        """Points from the paper's upper edge to the first line of page 1.

        A line's characters begin at (0.8 pitch - 0.88 size) in it, as word processors set them.
        """
        if not self.flag:
            return layout.pt(layout.TOP)
        inset = 0.8 * layout.LINE_PITCH - 0.88 * layout.SIZE_BODY
        return self.below_flag + layout.BELOW_LINE - inset
