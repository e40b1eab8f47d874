"""An annex as paragraphs and tables: label at the top in 黑体, title on the third line (GB/T 9704-2012, 7.3.7)."""

from __future__ import annotations

import re
from io import BytesIO

from PIL import Image

from takedown import layout
from takedown.content import Annex, Figure, Pair, Part, Table, Text
from takedown.paper.story import Cell, Grid, Item, Para, Picture, Run

DIGEST = re.compile(r"[0-9a-f]{64}")
SIZE_DIGEST = 7.0  # pt: 64 of its characters fit in 84 mm
PADDING = layout.pt(1.5)  # pt, left and right in a cell
AIR = 2.5  # pt, above and below in a cell
LABELLED = 18.0  # pt, least height of a row of a table without header (to be filled in by hand)
FILL_IN = 28.0  # pt, least height of a row that is filled in by hand: a return slip fits a page
TALLEST = 232.0  # pt: two pairs of pictures with their headings and captions fill a page


def annex_items(annex: Annex, label: str) -> list[Item]:
    """Return an annex that begins a page."""
    items: list[Item] = [
        Para("label", (Run(label, layout.HEI),) if label else (), page=True),
        Para("blank"),
        *(
            Para("title", (Run(line, layout.SONG_TITLE, layout.SIZE_TITLE),), "center", layout.TITLE_PITCH, keep=True)
            for line in layout.title_lines(annex.title)
        ),
        Para("gap", pitch=10.0),
    ]
    for part in annex.parts:
        items += part_items(part)
    return items


def part_items(part: Part) -> list[Item]:
    """Return the paragraphs and tables of one part."""
    if isinstance(part, Text):
        font = layout.HEI if part.heading else layout.FANG
        kind = "subhead" if part.heading else "remark"
        return [Para(kind, (Run(part.text, font, layout.SIZE_NOTE),), pitch=layout.NOTE_PITCH, keep=part.heading)]
    return [_table(part) if isinstance(part, Table) else _pair(part), Para("gap", pitch=10.0)]


def _table(part: Table) -> Grid:
    rows = [tuple(_cell(text, layout.HEI) for text in part.header)] if part.header else []
    for row in part.rows:
        rows.append(tuple(_cell(t, layout.HEI if not (n or part.header) else layout.FANG) for n, t in enumerate(row)))
    widths = tuple(round(layout.pt(width) * 20) / 20 for width in part.widths)
    least = 17.0 if part.header or len(widths) > 2 else LABELLED
    return Grid(widths, tuple(rows), heads=1 if part.header else 0, least=least)


def _cell(text: str, font: str) -> Cell:
    size = SIZE_DIGEST if DIGEST.fullmatch(text) else layout.SIZE_TABLE
    return Cell(Para("cell", (Run(text, font, size),), pitch=layout.TABLE_PITCH))


def to_fill(cell: Cell) -> bool:
    """Whether a cell is left for handwriting: spaces of a Chinese character, perhaps with 年 月 日 among them."""
    text = "".join(run.text for run in cell.para.runs)
    return "\u3000" in text and not text.strip("\u3000 年月日")


def _pair(pair: Pair) -> Grid:
    width = round(layout.pt(layout.TYPE_WIDTH) * 10) / 20
    return Grid((width, width), ((_figure(pair.left, width), _figure(pair.right, width)),))


def _figure(figure: Figure, width: float) -> Cell:
    caption = Para("cell", (Run(figure.caption, size=layout.SIZE_TABLE),), pitch=layout.TABLE_PITCH)
    return Cell(caption, fitted(figure.jpeg, width - 2 * PADDING) if figure.jpeg else None)


def fitted(jpeg: bytes, width: float, tallest: float = TALLEST) -> Picture:
    """Return a picture as wide as its place or as tall as a page bears, never out of its proportions."""
    with Image.open(BytesIO(jpeg)) as image:
        wide, high = image.size
    factor = min(width / wide, tallest / high)
    return Picture(jpeg, wide * factor, high * factor)
