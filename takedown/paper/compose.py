"""A letter's content to paragraphs: letter format (GB/T 9704-2012, 10.1) and ordinary format (7)."""

from __future__ import annotations

from dataclasses import replace

from takedown import layout
from takedown.content import Annex, Letter, Style, chinese_day
from takedown.paper.annexed import annex_items
from takedown.paper.story import Item, Para, Run, Story
from takedown.render import Mark

DRAFT = "草稿"
FACES = {Mark.LEVEL1: layout.HEI, Mark.LEVEL2: layout.KAI}
KINDS = {Mark.TO: "addressee", Mark.LEVEL1: "level1", Mark.LEVEL2: "level2", Mark.TEXT: "text"}
A = layout.ADVANCE


def compose(letter: Letter) -> Story:
    """Return the whole document, annexes (without the separate ones) and 版记 included."""
    ordinary = letter.style is Style.ORDINARY
    head = _ordinary_head(letter) if ordinary else _letter_head(letter)
    items: list[Item] = [*head, *_title(letter), *_body(letter), *_annex_names(letter), *_signature(letter)]
    for number, annex in enumerate(letter.annexes, start=1):
        if not annex.separate:
            items += annex_items(annex, f"附件{number if len(letter.annexes) > 1 else ''}")
    return Story(
        title=letter.title,
        items=tuple(items),
        style=letter.style,
        flag="" if ordinary else letter.sender,
        imprint=_imprint(letter),
        draft=letter.draft,
    )


def compose_annex(annex: Annex, label: str) -> Story:
    """Return one annex as a document of its own; every page has its number."""
    first, *others = annex_items(annex, label)
    assert isinstance(first, Para)
    return Story(title=annex.title, items=(replace(first, page=False), *others))


def _marks(letter: Letter) -> list[str]:
    """草稿 in the place of 份号, then 密级 and 紧急程度 (7.2.1 to 7.2.3)."""
    return [text for text in (DRAFT if letter.draft else "", letter.secrecy, letter.urgency) if text]


def _letter_head(letter: Letter) -> list[Para]:
    """Marks at the left and 文号 at the right below the red double line, the title two lines below (10.1)."""
    marks = _marks(letter) or [""]
    number = (Run(letter.number),)
    lines = [
        Para("mark", (Run(mark, layout.HEI),) if mark else (), end=number if not n else ())
        for n, mark in enumerate(marks)
    ]
    return [*lines, *_blanks(2)]


def _ordinary_head(letter: Letter) -> list[Para]:
    """The flag 35 mm below the type area's top, two lines below it number and 签发人, the red rule, two lines (7.2)."""
    marks = [Para("mark", (Run(mark, layout.HEI),)) for mark in _marks(letter)]
    name = f"{letter.sender}文件"
    size, scale = layout.flag_size(name, layout.TYPE_WIDTH), layout.flag_scale(name, layout.TYPE_WIDTH)
    down = layout.pt(layout.FLAG_DOWN) - len(marks) * layout.LINE_PITCH
    flag = Para(
        "flag",
        (Run(name, layout.SONG_TITLE, size, layout.RED, scale),),
        "center",
        1.1 * size,
        before=down,
        top=True,
    )
    signer = (Run("签发人："), Run(letter.signer, layout.KAI)) if letter.signer else ()
    number = Para(
        "number",
        (Run(letter.number),),
        "left" if signer else "center",
        left=A if signer else 0.0,
        right=A if signer else 0.0,
        end=signer,
        rule=True,
    )
    return [*marks, flag, *_blanks(2), number, *_blanks(2)]


def _title(letter: Letter) -> list[Para]:
    text = "|".join(block.text for block in letter.blocks if block.mark is Mark.TITLE)
    lines = [
        Para("title", (Run(line, layout.SONG_TITLE, layout.SIZE_TITLE),), "center", layout.TITLE_PITCH, keep=True)
        for line in layout.title_lines(text)
    ]
    return [*lines, *_blanks(1)]


def _body(letter: Letter) -> list[Para]:
    return [
        Para(
            KINDS.get(block.mark, "text"),
            (Run(block.text, FACES.get(block.mark, layout.FANG)),),
            "left" if block.mark is Mark.TO else "justify",
            first=0.0 if block.mark is Mark.TO else 2 * A,
            keep=block.mark in (Mark.LEVEL1, Mark.LEVEL2),
        )
        for block in letter.blocks
        if block.mark is not Mark.TITLE
    ]


def _annex_names(letter: Letter) -> list[Para]:
    """附件说明 one line below the text: 附件：1. …, names aligned, no punctuation after them (7.3.4)."""
    if not letter.annexes:
        return []
    several = len(letter.annexes) > 1
    left = 6 * A if several else 5 * A
    lines = []
    for number, annex in enumerate(letter.annexes, start=1):
        name = f"{number}. {annex.title}" if several else annex.title
        first = -A if several else 0.0
        if number == 1:
            first, name = 2 * A - left, f"附件：{name}"
        lines.append(Para("annexes", (Run(name),), first=first, left=left, keep=number > len(letter.annexes) - 2))
    return [*_blanks(1), *lines]


def _signature(letter: Letter) -> list[Para]:
    """Issuer and date with room for a seal, then the contact in brackets (7.3.5, 7.3.6), kept together."""
    day = chinese_day(letter.day)
    indents = layout.indents(layout.set_width(letter.sender), layout.set_width(day), letter.sealed)
    lines = [
        Para("signature", (Run(text),), "right", right=right * A, keep=True)
        for text, right in zip((letter.sender, day), indents, strict=True)
    ]
    blanks = _blanks(layout.SIGN_BLANKS if letter.sealed else 1, keep=True)
    return [*blanks, *lines, Para("note", (Run(f"（{letter.contact}）"),), first=2 * A)]


def _imprint(letter: Letter) -> tuple[Para, ...]:
    """抄送 for a letter; for the ordinary format 印发机关 and date too (7.4, 10.1): 四号, one character in."""
    size = layout.SIZE_SMALL
    plain = Para("", pitch=layout.IMPRINT_PITCH, right=size)
    lines = []
    if letter.copies:
        text = f"抄送：{'，'.join(letter.copies)}。"
        lines.append(replace(plain, kind="copies", runs=(Run(text, size=size),), first=-3 * size, left=4 * size))
    if letter.style is Style.ORDINARY:
        day = f"{chinese_day(letter.day)}印发"
        issuer, dated = (Run(letter.sender, size=size),), (Run(day, size=size),)
        lines.append(replace(plain, kind="issued", runs=issuer, left=size, end=dated))
    return tuple(lines)


def _blanks(count: int, keep: bool = False) -> list[Para]:
    return [Para("blank", keep=keep)] * count
