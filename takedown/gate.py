"""The last look at a letter before it is laid out: nothing personal in its body or in its ordinary annexes."""

from __future__ import annotations

from collections.abc import Iterator

from takedown.content import Annex, Letter, Pair, Table, Text
from takedown.masking import mask
from takedown.scanner import NAMES, personal_data
from zhenwei.errors import BadInput
from zhenwei.sentences import said


def check_letter(letter: Letter) -> None:
    """Raise BadInput naming what is personal, masked, and where it stands. The annex for official use is not looked at.

    The sender's own contact line is not part of the body: an office prints its telephone number.
    """
    seen: set[str] = set()
    for where, text in printed(letter):
        if text in seen:
            continue
        seen.add(text)
        for found in personal_data(text):
            raise BadInput(
                said(
                    "{where}含有未遮挡的{kind}（{masked}），正文和普通附件不得出现个人信息，请遮挡后再生成（完整内容只列入仅限公务使用的附件）",
                    where=where,
                    kind=NAMES[found.kind],
                    masked=mask(found.value),
                )
            )


def printed(letter: Letter) -> Iterator[tuple[str, str]]:
    """Yield (where, text) of everything that a letter prints, but for what is for official use only."""
    for number, block in enumerate(letter.blocks, start=1):
        yield said("正文第{number}段", number=number), block.text
    for number, annex in enumerate(letter.annexes, start=1):
        if not annex.separate:
            for place, text in _of(annex):
                yield said("附件{number}“{title}”{place}", number=number, title=annex.title, place=place), text


def _of(annex: Annex) -> Iterator[tuple[str, str]]:
    for number, part in enumerate(annex.parts, start=1):
        if isinstance(part, Text):
            yield said("第{number}部分", number=number), part.text
        elif isinstance(part, Table):
            for line, row in enumerate((part.header, *part.rows)):
                for cell in row:
                    yield said("第{number}部分第{line}行", number=number, line=line), cell
        elif isinstance(part, Pair):
            for figure in (part.left, part.right):
                yield said("第{number}部分图题", number=number), figure.caption
