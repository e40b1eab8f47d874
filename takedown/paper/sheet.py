"""Pages drawn as PDF (ISO 32000-1). Text is drawn glyph by glyph: nothing in a letter can become an operator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from io import BytesIO
from itertools import groupby

import pydyf
from PIL import Image as Pillow

from takedown import layout
from takedown.paper.embed import Used, add_font, packed
from takedown.paper.glyphs import Faces
from takedown.paper.inking import Inked
from takedown.paper.lines import break_lines, joined
from takedown.paper.pages import LEFT, Image, Page, Rule, Words
from takedown.paper.story import Para, Run, Story

HEIGHT, WIDTH = layout.pt(layout.PAGE_HEIGHT), layout.pt(layout.PAGE_WIDTH)
OUTLINE = 0.022  # of the size: the stroke that makes a stand-in of 小标宋 bold


def draw(story: Story, pages: Sequence[Page], faces: Faces, day: date, fonts: str) -> bytes:
    """Return the document. The same pages give the same bytes."""
    for number, page in enumerate(pages, start=1):
        if number == 1 and story.flag:
            head = _flag(story, faces)
            page.words.insert(0, head)
            page.rules += _red_lines(story)
        if number > 1 or not story.flag:
            page.words.append(_page_number(number, faces))
    sheet = Sheet()
    sheet.draw(pages)
    return sheet.close(story, day, fonts)


def _flag(story: Story, faces: Faces) -> Words:
    """发文机关标志, its upper edge 30 mm from the paper's (10.1)."""
    size = layout.flag_size(story.flag)
    run = Run(story.flag, layout.SONG_TITLE, size, layout.RED, layout.flag_scale(story.flag))
    over = layout.pt(layout.LINE_WIDTH - layout.TYPE_WIDTH) / 2
    width = layout.BODY_WIDTH + 2 * over
    (line,) = break_lines(Para("flag", (run,), "center"), width, faces)
    return Words(line, LEFT - over, layout.pt(layout.FLAG_TOP) + 0.88 * size, "flag")


def _red_lines(story: Story) -> list[Rule]:
    """Thick above thin below the flag, thin above thick 20 mm above the paper's lower edge; 170 mm, centred (10.1)."""
    width = layout.pt(layout.LINE_WIDTH)
    x = LEFT + (layout.BODY_WIDTH - width) / 2
    thick, thin = layout.THICK, layout.THIN
    upper = story.below_flag - thick - 2 * thin
    lower = HEIGHT - layout.pt(layout.FOOT_LINE)
    return [
        Rule(x, upper, width, thick, layout.RED),
        Rule(x, upper + thick + thin, width, thin, layout.RED),
        Rule(x, lower - thick - 2 * thin, width, thin, layout.RED),
        Rule(x, lower - thick, width, thick, layout.RED),
    ]


def _page_number(number: int, faces: Faces) -> Words:
    """``— 2 —`` in 四号宋体, 7 mm below the type area, odd right, even left, one character in (7.5)."""
    size = layout.SIZE_SMALL
    run = Run(f"— {number} —", layout.SONG, size)
    para = Para("number", (run,), "right" if number % 2 else "left", left=size, right=size)
    (line,) = break_lines(para, layout.BODY_WIDTH, faces)
    top = layout.pt(layout.TOP + layout.TYPE_HEIGHT + layout.NUMBER_DOWN - 0.9)
    return Words(line, LEFT, top + 0.88 * size, "page")


class Sheet:
    """A PDF being drawn: pages are gathered first, since a font is cut down to what all of them use."""

    def __init__(self) -> None:
        self.pdf = pydyf.PDF()
        self.used: dict[tuple[str, int], Used] = {}
        self.images: dict[bytes, tuple[str, pydyf.Stream]] = {}

    def draw(self, pages: Sequence[Page]) -> None:
        """Draw all pages."""
        for page in pages:
            for words in page.words:
                self._use(words)
        fonts, pictures = pydyf.Dictionary(), pydyf.Dictionary()
        for number, used in enumerate(self.used.values(), start=1):
            fonts[used.name] = add_font(self.pdf, used, _tag(number)).reference
        streams = [packed(b"\n".join(self._content(page))) for page in pages]
        for name, stream in self.images.values():
            pictures[name] = stream.reference
        resources = pydyf.Dictionary({"Font": fonts, "XObject": pictures})
        self.pdf.add_object(resources)
        box = pydyf.Array([0, 0, round(WIDTH, 2), round(HEIGHT, 2)])
        for stream in streams:
            self.pdf.add_object(stream)
            page_object = {"Type": "/Page", "Parent": self.pdf.pages.reference, "MediaBox": box}
            page_object |= {"Resources": resources.reference, "Contents": stream.reference}
            self.pdf.add_page(pydyf.Dictionary(page_object))

    def close(self, story: Story, day: date, fonts: str) -> bytes:
        """Return the file. Its dates are the letter's: the same letter gives the same bytes."""
        self.pdf.catalog["Lang"] = pydyf.String("zh-CN")
        self.pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
        made = pydyf.String(f"D:{day:%Y%m%d}000000+08'00'")
        self.pdf.info.update(
            {
                "Title": pydyf.String(story.title),
                "Subject": pydyf.String("草稿，未经审核签发" if story.draft else ""),
                "Keywords": pydyf.String(f"字体：{fonts}"),
                "Producer": pydyf.String("Zhenwei"),
                "CreationDate": made,
                "ModDate": made,
            }
        )
        out = BytesIO()
        self.pdf.write(out)
        return out.getvalue()

    def _use(self, words: Words) -> None:
        for one in words.line.inked:
            face = one.glyph.face
            key = (str(face.path), face.source.index)
            used = self.used.get(key)
            if used is None:
                used = self.used[key] = Used(face, f"F{len(self.used) + 1}")
            used.texts.setdefault(one.glyph.glyph, one.character)

    def _content(self, page: Page) -> Iterator[bytes]:
        yield b"0 g"
        for rule in page.rules:
            yield _color(rule.color)
            yield b"%.2f %.2f %.2f %.2f re f" % (rule.x, HEIGHT - rule.y - rule.height, rule.width, rule.height)
        for image in page.images:
            yield self._image(image)
        for words in page.words:
            yield from self._words(words)

    def _image(self, image: Image) -> bytes:
        jpeg = image.picture.jpeg
        if jpeg not in self.images:
            with Pillow.open(BytesIO(jpeg)) as picture:
                (wide, high), mode = picture.size, picture.mode
            form = {"Type": "/XObject", "Subtype": "/Image", "Width": wide, "Height": high, "BitsPerComponent": 8}
            form |= {"ColorSpace": "/DeviceGray" if mode == "L" else "/DeviceRGB", "Filter": "/DCTDecode"}
            stream = pydyf.Stream([jpeg], form)
            self.pdf.add_object(stream)
            self.images[jpeg] = (f"I{len(self.images) + 1}", stream)
        width, height = image.picture.width, image.picture.height
        place = (width, height, image.x, HEIGHT - image.y - height, self.images[jpeg][0].encode())
        return b"q %.2f 0 0 %.2f %.2f %.2f cm /%s Do Q" % place

    def _words(self, words: Words) -> Iterator[bytes]:
        x = words.x + words.line.x
        placed = []
        previous = ""
        for one in words.line.inked:
            if words.spread and previous and not joined(previous, one.character):
                x += words.spread
            placed.append((x, one))
            x += one.width
            previous = one.character
        for form, some in groupby(placed, key=lambda pair: _form(pair[1])):
            yield self._text(form, list(some), HEIGHT - words.y)

    def _text(self, form: Form, placed: Sequence[tuple[float, Inked]], y: float) -> bytes:
        path, index, bold, size, squeeze, color = form
        used = self.used[path, index]
        out, pen = [], 0.0
        start = placed[0][0] + placed[0][1].glyph.offset * size * squeeze
        for x, one in placed:
            want = (x + one.glyph.offset * size * squeeze - start) / (size * squeeze) * 1000
            if abs(want - pen) >= 0.5:
                shift = round(want - pen)
                out.append(f"{-shift}")
                pen += shift
            out.append(f"<{used.codes[one.glyph.glyph]:04x}>")
            pen += round(one.glyph.face.advance(one.glyph.glyph) * 1000)
        text = "".join(out).replace("><", "").encode()
        mode = b"2 Tr %.3f w " % (size * OUTLINE) if bold else b"0 Tr "
        where = (used.name.encode(), size, squeeze * 100, start, y)
        return _color(color) + b" BT " + mode + b"/%s %g Tf %g Tz 1 0 0 1 %.2f %.2f Tm [" % where + text + b"] TJ ET"


Form = tuple[str, int, bool, float, float, str]


def _form(one: Inked) -> Form:
    """What must be the same for characters to be drawn in one go."""
    source = one.glyph.face.source
    squeeze = round(one.glyph.squeeze * one.run.scale / 100, 3)
    return str(one.glyph.face.path), source.index, source.bold, one.run.size, squeeze, one.run.color


def _color(color: str) -> bytes:
    """Black, or red for fill and outline."""
    parts = tuple(int(color[n : n + 2], 16) / 255 for n in (0, 2, 4)) if color else (0.0, 0.0, 0.0)
    return b"%g %g %g rg %g %g %g RG" % (parts + parts)


def _tag(number: int) -> str:
    """A subset's tag: six capital letters (9.6.4)."""
    return "".join(chr(65 + number // 26**place % 26) for place in range(6))
