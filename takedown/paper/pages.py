"""Lines and rows to pages: 22 lines a page, headings with what follows, headers of tables again, 版记 at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from takedown import layout
from takedown.paper.annexed import PADDING
from takedown.paper.glyphs import Faces
from takedown.paper.lines import Line
from takedown.paper.measured import Measured, MeasuredGrid, MeasuredPara, Row, measure
from takedown.paper.story import Para, Picture, Story

TOP = layout.pt(layout.TOP)
LEFT = layout.pt(layout.LEFT)
BOTTOM = TOP + layout.BODY_HEIGHT
BORDER = 0.5  # pt: the upper line of a table is outside its first row
CLOSE = 0.3  # pt: rounding of word processors


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text: ``x`` of its column, ``y`` of its baseline from the paper's edge; ``spread`` per gap (pt)."""

    line: Line
    x: float
    y: float
    kind: str
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A filled rectangle: upper left corner, width and height (pt)."""

    x: float
    y: float
    width: float
    height: float
    color: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its upper left corner."""

    picture: Picture
    x: float
    y: float


@dataclass(slots=True)
class Page:
    """What stands on a page, and where the next line would begin (pt from the paper's upper edge)."""

    y: float = TOP
    words: list[Words] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    moved: int = 0  # the signature did not fit the page before: 1 it came with the last annex names, 2 without any text

    @property
    def room(self) -> float:
        return BOTTOM - self.y + CLOSE


def paginate(story: Story, faces: Faces) -> list[Page]:
    """Return the pages of a document. Raises NoGlyph."""
    return setter(story, faces).set()


def setter(story: Story, faces: Faces) -> Setter:
    """Return what sets a story, everything measured. Raises NoGlyph."""
    return Setter(story, [measure(item, layout.BODY_WIDTH, faces) for item in story.items], faces)


@dataclass(slots=True)
class Setter:
    """Sets measured items one below the other."""

    story: Story
    items: Sequence[Measured]
    faces: Faces
    pages: list[Page] = field(default_factory=list)
    foot: float = 0.0
    foot_page: bool = False

    def set(self) -> list[Page]:
        """Return the pages."""
        self.pages.append(Page(self.story.first_top))
        number = 0
        while number < len(self.items):
            number = self._chain(number)
        self._imprint()
        return self.pages

    @property
    def page(self) -> Page:
        return self.pages[-1]

    def _new(self) -> None:
        self.pages.append(Page())

    def _chain(self, number: int) -> int:
        """Set what must stay together from here on, and the item after it; return the number of the next."""
        end = number
        while end + 1 < len(self.items) and self.items[end].keep:
            end += 1
        chain = self.items[number : end + 1]
        need = sum(item.height for item in chain[:-1]) + chain[-1].least
        if isinstance(chain[0], MeasuredPara) and chain[0].para.page:
            self._new()
        elif self.page.room < need <= layout.BODY_HEIGHT and self.page.y > TOP:
            self._new()
            kinds = [item.para.kind for item in chain if isinstance(item, MeasuredPara)]
            self.page.moved = (1 + (kinds[0] == "blank")) if "signature" in kinds else 0
        for item in chain:
            self._item(item)
        return end + 1

    def _item(self, item: Measured) -> None:
        if isinstance(item, MeasuredGrid):
            self._grid(item)
        else:
            self._para(item)

    def _para(self, item: MeasuredPara) -> None:
        para = item.para
        self.page.y += para.before
        for number, line in enumerate(item.lines):
            if self.page.room < para.pitch:
                self._new()
            self.page.words.append(self._words(para, line, number, item))
            if para.end and not number:
                self.page.words.append(self._end(para, item))
            self.page.y += para.pitch
            if para.rule:
                self._red_rule()

    def _words(self, para: Para, line: Line, number: int, item: MeasuredPara) -> Words:
        gaps = item.gaps[number]
        spread = 0.0
        if para.align == "justify" and not line.last and gaps:
            spread = (line.room - line.width) / gaps
        return Words(line, LEFT, self.page.y + self._rise(para, line), para.kind, spread)

    def _rise(self, para: Para, line: Line) -> float:
        """Return where the baseline is in a line.

        On page 1, set by the red lines, where word processors put it: at 4/5 of an exact line. On other pages so that
        the characters of the first line begin within 1 mm of the type area's upper edge (5.2.1).
        """
        size = max((one.run.size for one in line.inked), default=layout.SIZE_BODY)
        if para.top:
            return 0.88 * size
        if para.kind in ("copies", "issued"):
            return 0.88 * size + 0.5 * (para.pitch - size)
        if len(self.pages) == 1:
            return 0.8 * para.pitch
        return 0.88 * size + 0.2 * (para.pitch - size)

    def _end(self, para: Para, item: MeasuredPara) -> Words:
        line = item.end
        assert line is not None
        return Words(line, LEFT, self.page.y + self._rise(para, line), para.kind)

    def _red_rule(self) -> None:
        """4 mm below the number's characters (7.2.8)."""
        foot = self.page.y - layout.LINE_PITCH + 0.8 * layout.LINE_PITCH + 0.12 * layout.SIZE_BODY
        y = foot + layout.pt(layout.RULE_DOWN)
        self.page.rules.append(Rule(LEFT, y, layout.BODY_WIDTH, layout.RULE, layout.RED))
        self.page.y = y + layout.RULE

    def _grid(self, item: MeasuredGrid) -> None:
        heads = item.rows[: item.heads]
        self.page.y += BORDER
        for number, row in enumerate(item.rows):
            need = row.height + (
                item.rows[number + 1].height if number < item.heads and len(item.rows) > number + 1 else 0
            )
            if self.page.room < min(need, layout.BODY_HEIGHT) and self.page.y > TOP:
                self._new()
                self.page.y += BORDER
                if number >= item.heads:
                    for head in heads:
                        self._row(item, head)
            while row.height > self.page.room:
                first, row = row.cut(self.page.room)
                self._row(item, first)
                self._new()
                self.page.y += BORDER
            self._row(item, row)

    def _row(self, item: MeasuredGrid, row: Row) -> None:
        x, y, page = LEFT + (layout.BODY_WIDTH - sum(item.widths)) / 2, self.page.y, self.page
        half = 0.25
        for width, cell in zip(item.widths, row.cells, strict=True):
            page.rules += [
                Rule(x - half, y - half, width + 2 * half, 2 * half),
                Rule(x - half, y + row.height - half, width + 2 * half, 2 * half),
                Rule(x - half, y - half, 2 * half, row.height + 2 * half),
                Rule(x + width - half, y - half, 2 * half, row.height + 2 * half),
            ]
            down = y + (row.height - cell.height) / 2
            for line in cell.lines:
                size = max((one.run.size for one in line.inked), default=layout.SIZE_TABLE)
                page.words.append(Words(line, x + PADDING, down + 0.88 * size + 0.5 * (cell.pitch - size), "cell"))
                down += cell.pitch
            if cell.picture:
                page.images.append(Image(cell.picture, x + (width - cell.picture.width) / 2, down))
            x += width
        page.y += row.height

    def _imprint(self) -> None:
        """版记 at the foot of the last page (7.4); the letter format has it without lines (10.1)."""
        if not self.story.imprint:
            return
        ruled = self.story.ruled
        broken = [measure(para, layout.BODY_WIDTH, self.faces) for para in self.story.imprint]
        height = sum(item.height for item in broken)
        self.foot_page = self.page.room < height + layout.LINE_PITCH
        if self.foot_page:
            self._new()
        self.foot = BOTTOM - height - self.page.y
        self.page.y += self.foot
        for number, item in enumerate(broken):
            if ruled:
                self._black(self.page.y, layout.IMPRINT_THIN if number else layout.IMPRINT_THICK)
            self._item(item)
        if ruled:
            self._black(BOTTOM, layout.IMPRINT_THICK)

    def _black(self, y: float, thick: float) -> None:
        height = layout.pt(thick)
        self.page.rules.append(Rule(LEFT, y - height / 2, layout.BODY_WIDTH, height))
