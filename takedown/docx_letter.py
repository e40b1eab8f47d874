"""A letter as DOCX: the paragraphs and tables of the PDF, with the official fonts' names. No seal, no emblem."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from takedown import layout
from takedown.content import Annex, Letter
from takedown.docx_file import OFFICE, write_docx
from takedown.docx_parts import W, bars, page_field, paragraph, style_sheet, twips
from takedown.docx_table import Pictures, ruled, table
from takedown.paper.compose import compose, compose_annex
from takedown.paper.glyphs import NoGlyph, faces
from takedown.paper.story import Para, Run, Story
from takedown.pdf import settled

UNDATED = date(2000, 1, 1)
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
ROUNDING = 1.5  # pt: what word processors may add to the heights of a page
RULED = ROUNDING + 4.0  # pt: that and the lines of the 版记, and the last paragraph below them
# What every document has beside the paragraphs of its story: a style for each.
SAMPLES = (
    Para("cell", (Run("", size=layout.SIZE_TABLE),), pitch=layout.TABLE_PITCH),
    Para("page", (Run("", layout.SONG, layout.SIZE_SMALL),), pitch=18.0),
    Para("flag", (Run("", layout.SONG_TITLE, layout.SIZE_FLAG, layout.RED),), "center", layout.SIZE_FLAG * 1.1),
    Para("gap", pitch=1.0),
)


def letter_docx(letter: Letter) -> bytes:
    """Return the letter with its annexes (without the separate ones)."""
    try:
        story = settled(letter)
    except NoGlyph:  # no font here has it: there is no PDF, but the office's word processor may well have one
        story = compose(letter)
    return story_docx(story, letter.day)


def annex_docx(annex: Annex, label: str, day: date = UNDATED) -> bytes:
    """Return one separate annex as a document of its own; ``day`` is its date in the file's properties."""
    return story_docx(compose_annex(annex, label), day)


def story_docx(story: Story, day: date) -> bytes:
    """Return a document. The same story gives the same bytes."""
    pictures = Pictures()
    body = [_item(item, pictures) for item in story.items]
    samples = [item for item in story.items if isinstance(item, Para)] + [*story.imprint, *SAMPLES]
    heads = _heads(story)
    document = (
        f'<w:document xmlns:w="{W}" xmlns:r="{OFFICE}/relationships" xmlns:wp="{WP}"><w:body>'
        f"{''.join(body)}{_imprint(story)}{_section(heads, bool(story.flag))}</w:body></w:document>"
    )
    parts = {"document": document, "styles": style_sheet(samples)}
    parts |= {name: f'<w:{kind} xmlns:w="{W}">{text}</w:{kind}>' for name, (kind, _, text) in heads.items()}
    return write_docx(story.title, day, story.draft, parts, pictures.files)


def _item(item: object, pictures: Pictures) -> str:
    if isinstance(item, Para):
        rule = bars(bottom=("single", layout.RULE, _below_number(), layout.RED)) if item.rule else ""
        return paragraph(item, bars=rule)
    return table(item, pictures, faces())  # type: ignore[arg-type]


def _below_number() -> float:
    """Return how far (pt) the red rule is from the number's line: 4 mm from its characters, which end above it."""
    return layout.pt(layout.RULE_DOWN) - (0.2 * layout.LINE_PITCH - 0.12 * layout.SIZE_BODY)


def _heads(story: Story) -> dict[str, tuple[str, str, str]]:
    """Return headers and footers: part → (kind of element, which pages, content)."""
    empty = paragraph(Para("gap", pitch=1.0))
    found = {
        "header1": ("hdr", "default", empty),
        "header2": ("hdr", "even", empty),
        "footer1": ("ftr", "default", _number("right")),
        "footer2": ("ftr", "even", _number("left")),
    }
    if story.flag:
        found["header3"] = ("hdr", "first", _flag(story))
        found["footer3"] = ("ftr", "first", _foot_line())
    return found


def _flag(story: Story) -> str:
    """The issuer's name with the red double line below it, and what is left down to the first line of the page."""
    size = layout.flag_size(story.flag)
    run = Run(story.flag, layout.SONG_TITLE, size, layout.RED, layout.flag_scale(story.flag))
    over = layout.pt(layout.LINE_WIDTH - layout.TYPE_WIDTH) / 2
    space = layout.pt(layout.LINE_GAP) - 0.1 * size  # the characters end that much above their line's end
    line = bars(bottom=("thickThinSmallGap", layout.THICK, space, layout.RED))
    flag = paragraph(Para("flag", (run,), "center", 1.1 * size, left=-over, right=-over), bars=line)
    return flag + paragraph(Para("gap", pitch=story.first_top - story.below_flag))


def _foot_line() -> str:
    over = layout.pt(layout.LINE_WIDTH - layout.TYPE_WIDTH) / 2
    line = bars(bottom=("thinThickSmallGap", layout.THICK, 0, layout.RED))
    return paragraph(Para("gap", pitch=1.0, left=-over, right=-over), bars=line)


def _number(side: str) -> str:
    """The page number 7 mm below the type area, one character in; below it what is left down to the footer's edge."""
    size, pitch = layout.SIZE_SMALL, 18.0
    form = {"left": size} if side == "left" else {"right": size}
    line = paragraph(Para("page", (), side, pitch, **form), inside=page_field(size))  # type: ignore[arg-type]
    top = layout.pt(layout.TOP + layout.TYPE_HEIGHT + layout.NUMBER_DOWN - 0.9) - (0.8 * pitch - 0.88 * size)
    rest = layout.pt(layout.PAGE_HEIGHT - layout.FOOT_LINE) - top - pitch
    return line + paragraph(Para("gap", pitch=rest))


def _imprint(story: Story) -> str:
    """版记 at the foot of the last page, by the space above it (LibreOffice does not bring a frame there)."""
    if not story.imprint:
        return ""
    if not story.ruled:
        first, *others = story.imprint
        first = replace(first, before=max(0.0, story.foot - ROUNDING), page=story.foot_page)
        return "".join(paragraph(para) for para in (first, *others))
    above = Para("gap", pitch=max(1.0, story.foot - RULED), page=story.foot_page)
    return paragraph(above) + ruled(story.imprint) + paragraph(Para("gap", pitch=1.0))


def _section(heads: dict[str, tuple[str, str, str]], first: bool) -> str:
    references = "".join(
        f'<w:{"header" if kind == "hdr" else "footer"}Reference w:type="{which}" r:id="{name}"/>'
        for name, (kind, which, _) in heads.items()
    )
    width, height = (twips(layout.pt(mm)) for mm in (layout.PAGE_WIDTH, layout.PAGE_HEIGHT))
    left, top = twips(layout.pt(layout.LEFT)) - 4, twips(layout.pt(layout.TOP))
    right, bottom = width - left - twips(layout.BODY_WIDTH), height - top - twips(layout.BODY_HEIGHT)
    header, footer = twips(layout.pt(layout.FLAG_TOP)), twips(layout.pt(layout.FOOT_LINE))
    # No grid type: LibreOffice would centre a grid of lines on page 1, whose height is no multiple of the pitch.
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="{width}" w:h="{height}"/>'
        f'<w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{header}" '
        f'w:footer="{footer}" w:gutter="0"/>{"<w:titlePg/>" if first else ""}'
        f'<w:docGrid w:linePitch="{twips(layout.LINE_PITCH)}"/></w:sectPr>'
    )
