"""Tables and pictures of a DOCX: fixed columns, rows that do not break, headers that stand again, pictures inline."""

from __future__ import annotations

from collections.abc import Sequence

from takedown import layout
from takedown.docx_parts import paragraph, twips
from takedown.paper.annexed import PADDING
from takedown.paper.glyphs import Faces, NoGlyph
from takedown.paper.measured import row_height
from takedown.paper.story import Cell, Grid, Para, Picture

EMU = 12700  # a point
_A = "http://schemas.openxmlformats.org/drawingml/2006"


class Pictures:
    """The pictures of a document, each kept once."""

    def __init__(self) -> None:
        self.files: dict[bytes, int] = {}
        self.shown = 0

    def number(self, jpeg: bytes) -> int:
        """Return the number of a picture's file."""
        return self.files.setdefault(jpeg, len(self.files) + 1)

    def drawing(self, picture: Picture, caption: str) -> str:
        """Return a picture as a run of its own, in its own proportions."""
        self.shown += 1
        number, shown = self.number(picture.jpeg), self.shown
        size = f'cx="{round(picture.width * EMU)}" cy="{round(picture.height * EMU)}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{shown}" name="图{shown}" descr="{caption}"/>'
            f'<wp:cNvGraphicFramePr><a:graphicFrameLocks xmlns:a="{_A}/main" noChangeAspect="1"/>'
            "</wp:cNvGraphicFramePr>"
            f'<a:graphic xmlns:a="{_A}/main"><a:graphicData uri="{_A}/picture"><pic:pic xmlns:pic="{_A}/picture">'
            f'<pic:nvPicPr><pic:cNvPr id="{shown}" name="图{shown}"/><pic:cNvPicPr/></pic:nvPicPr>'
            f'<pic:blipFill><a:blip r:embed="picture{number}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
            f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )


def table(grid: Grid, pictures: Pictures, faces: Faces) -> str:
    """Return a table. Its rows are at least as high as the PDF's, so that pages end alike."""
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(f'<w:{side} w:w="{twips(PADDING)}" w:type="dxa"/>' for side in ("left", "right"))
    columns = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in grid.widths)
    rows = "".join(_row(row, grid, n < grid.heads, pictures, faces) for n, row in enumerate(grid.rows))
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(twips(w) for w in grid.widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar>'
        f"</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def ruled(paras: Sequence[Para]) -> str:
    """Return 版记 with its lines as wide as the type area: 0.35 mm above and below, 0.25 mm between (7.4.1)."""
    thick, thin = (round(layout.pt(mm) * 8) for mm in (layout.IMPRINT_THICK, layout.IMPRINT_THIN))
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'
        for side, size in (("top", thick), ("bottom", thick), ("insideH", thin))
    )
    margins = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
    width = twips(layout.BODY_WIDTH)
    cells = "".join(
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f"{paragraph(para)}</w:tc></w:tr>"
        for para in paras
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{cells}</w:tbl>'
    )


def _row(row: tuple[Cell, ...], grid: Grid, head: bool, pictures: Pictures, faces: Faces) -> str:
    try:
        height = row_height(row, grid, faces)
    except NoGlyph:  # the PDF says so; a word processor finds a font or shows which character it lacks
        height = grid.least
    split = "" if height > layout.BODY_HEIGHT else "<w:cantSplit/>"
    form = f'{split}<w:trHeight w:val="{min(twips(height), twips(layout.BODY_HEIGHT))}" w:hRule="atLeast"/>'
    cells = "".join(_cell(cell, width, pictures) for cell, width in zip(row, grid.widths, strict=True))
    return f"<w:tr><w:trPr>{form}{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def _cell(cell: Cell, width: float, pictures: Pictures) -> str:
    inner = paragraph(cell.para)
    if cell.picture:
        # As high as the picture: a pitch of its own, since an exact one would cut the picture off.
        place = paragraph(Para("", align="center"), inside=pictures.drawing(cell.picture, "截图"))
        inner += place.replace(
            f'w:line="{twips(layout.LINE_PITCH)}" w:lineRule="exact"', 'w:line="240" w:lineRule="auto"'
        )
    return f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>{inner}</w:tc>'
