"""Letters to be laid out: a body of so many lines, annexes of every kind, and what is measured on their pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

import pdfplumber
from PIL import Image, ImageDraw

from takedown.content import Annex, Figure, Letter, Pair, Part, Style, Table, Text
from takedown.pdf import letter_pdf
from takedown.render import Block, Mark

SENDER = "东江市互联网信息办公室"
DIGEST = "29d14687e4c96960b46edb8ded5f834153e5f56ffb27d79f5e7071da7840f616"
SITE = "hxxp://a[.]example/"
MM = 72 / 25.4
FULL = "我单位在网络巡查中发现四个网站涉嫌仿冒应急管理部门网站，"  # 28 characters


def blocks(paragraphs: int = 6, *, text: str = FULL * 3, to: str = "东江市公安局：") -> tuple[Block, ...]:
    """Return a title, an addressee, and chapters of full lines."""
    found = [Block(Mark.TITLE, f"{SENDER}|关于移送|涉嫌仿冒机关网站|线索的函"), Block(Mark.TO, to)]
    found += [Block(Mark.LEVEL1, "一、线索基本情况"), Block(Mark.LEVEL2, "（一）网站情况")]
    return (*found, *(Block(Mark.TEXT, text) for _ in range(paragraphs)))


def picture(wide: int = 600, high: int = 700) -> bytes:
    """Return a JPEG of nothing in particular."""
    image = Image.new("RGB", (wide, high), "white")
    ImageDraw.Draw(image).ellipse((wide * 0.1, high * 0.1, wide * 0.9, high * 0.9), outline="navy", width=4)
    out = BytesIO()
    image.save(out, "JPEG")
    return out.getvalue()


def annexes(rows: int = 40) -> tuple[Annex, ...]:
    """Return a long table, a card with long values, a pair of pictures, and one that lies apart."""
    table: list[Part] = [
        Table(
            ("序号", "网址", "校验值"),
            tuple((str(n), f"{SITE}{'x' * n}", DIGEST) for n in range(rows)),
            (11, 49, 96),
        )
    ]
    pair: list[Part] = [Text("1. 截图", heading=True), Pair(Figure("涉案网站", picture()), Figure("对照：尚无"))]
    address = f"{SITE}query/index.php?id=20260522&type=tezhongzuoye&name={'%E6%9F%A5' * 6}"
    card: list[Part] = [Text("说明。"), Table((), (("网址", address), ("标题", "查询平台")), (34, 122))]
    made = (("涉案网站登记表", card), ("证据清单", table), ("网站截图对照", pair))
    return (
        *(Annex(title, tuple(parts)) for title, parts in made),
        Annex("联系方式明细（仅限公务使用）", (Text("无"),), True),
    )


def letter(style: Style = Style.LETTER, **changes: Any) -> Letter:
    """Return a letter."""
    given: dict[str, Any] = {
        "sender": SENDER,
        "code": "东网函",
        "document": "函",
        "blocks": blocks(),
        "annexes": (),
        "day": date(2026, 11, 2),
        "contact": "联系人：陈某，联系电话：0990-0000000",
        "style": style,
    }
    return Letter(**(given | changes))


@dataclass(frozen=True)
class Row:
    """A line of text as it stands on a page, in millimetres from the upper left corner."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    fonts: frozenset[str]
    color: Any
    chars: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class Bar:
    """A filled rectangle, in millimetres."""

    left: float
    right: float
    top: float
    bottom: float
    color: Any


@dataclass(frozen=True)
class Seen:
    """A page as it is read back."""

    rows: list[Row]
    bars: list[Bar]
    images: list[dict[str, Any]]

    def row(self, start: str) -> Row:
        """Return the first line that begins with these characters."""
        return next(row for row in self.rows if row.text.startswith(start))


def pages(made: Letter) -> list[Seen]:
    """Return the pages of a letter's PDF."""
    data, problem = letter_pdf(made)
    assert not problem
    return read(data)


def read(data: bytes) -> list[Seen]:
    """Return the pages of a PDF."""
    with pdfplumber.open(BytesIO(data)) as pdf:
        return [Seen(_rows(page), _bars(page), page.images) for page in pdf.pages]


def _rows(page: Any) -> list[Row]:
    """Gather characters of one baseline that stand side by side."""
    found: list[Row] = []
    lines: dict[float, list[dict[str, Any]]] = {}
    for char in page.chars:
        lines.setdefault(round(char["matrix"][5], 0), []).append(char)
    for baseline in sorted(lines, reverse=True):
        chars = sorted(lines[baseline], key=lambda char: char["x0"])
        while chars:
            end = next((n for n in range(1, len(chars)) if chars[n]["x0"] - chars[n - 1]["x1"] > 12), len(chars))
            found.append(_row(chars[:end]))
            chars = chars[end:]
    return found


def _row(chars: list[dict[str, Any]]) -> Row:
    inked = [char for char in chars if char["text"].strip()] or chars
    return Row(
        "".join(char["text"] for char in chars).strip(),
        inked[0]["x0"] / MM,
        inked[-1]["x1"] / MM,
        min(char["top"] for char in inked) / MM,
        max(char["bottom"] for char in inked) / MM,
        round(inked[0]["size"], 1),
        frozenset(char["fontname"] for char in inked),
        inked[0]["non_stroking_color"],
        inked,
    )


def _bars(page: Any) -> list[Bar]:
    return [
        Bar(r["x0"] / MM, r["x1"] / MM, r["top"] / MM, r["bottom"] / MM, r["non_stroking_color"]) for r in page.rects
    ]
