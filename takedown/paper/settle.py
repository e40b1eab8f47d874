"""A story made ready: what does not bear justifying is set left, and the signature is brought to a page with text."""

from __future__ import annotations

from dataclasses import replace

from takedown import layout
from takedown.paper.glyphs import Faces
from takedown.paper.lines import break_lines, loose
from takedown.paper.pages import paginate, setter
from takedown.paper.story import Item, Para, Story

# 7.3.5.4: where the last page cannot hold seal and date, lines are set closer, never 此页无正文. A little where annex
# names go along to the next page, more (27.7 pt: 23 lines a page) where the signature would stand there alone.
A_LITTLE, CLOSER = (28.75, 28.5), (28.25, 28.0, 27.7)
CLOSED = ("addressee", "level1", "level2", "text", "signature", "note")


def settle(story: Story, faces: Faces) -> Story:
    """Return the story as both builders set it. Raises NoGlyph."""
    story = replace(story, items=tuple(_aligned(item, faces) for item in story.items))
    return _footed(_signed(story, faces), faces)


def _signed(story: Story, faces: Faces) -> Story:
    """Set the lines closer where that brings the signature to the page where the text ends."""
    moved = _moved(story, faces)
    for pitch in (*A_LITTLE, *CLOSER)[: (0, len(A_LITTLE), None)[moved]]:
        closer = replace(story, items=_pitched(story.items, pitch), pitch=pitch)
        if not _moved(closer, faces):
            return closer
    return replace(story, items=_held(story.items))


def _moved(story: Story, faces: Faces) -> int:
    return max(page.moved for page in paginate(main_part(story), faces))


def _held(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Bring the last paragraph of the text to the page of what follows it: closer lines did not help."""
    texts = [n for n, i in enumerate(items) if isinstance(i, Para) and i.kind in ("text", "level1", "level2")]
    if not texts:
        return items
    last, held = texts[-1], [*items]
    for number, item in enumerate(items[last:], start=last):
        if not isinstance(item, Para) or (number > last and item.kind != "blank"):
            break
        held[number] = replace(item, keep=True)
    return tuple(held)


def _footed(story: Story, faces: Faces) -> Story:
    """Say how far below the text the 版记 begins: a DOCX has no other way to bring it to the foot of a page."""
    if not story.imprint:
        return story
    setting = setter(story, faces)
    setting.set()
    return replace(story, foot=setting.foot, foot_page=setting.foot_page)


def _aligned(item: Item, faces: Faces) -> Item:
    if isinstance(item, Para) and item.align == "justify" and loose(break_lines(item, layout.BODY_WIDTH, faces)):
        return replace(item, align="left")
    return item


def main_part(story: Story) -> Story:
    """Return the story up to its first annex."""
    items = []
    for item in story.items:
        if isinstance(item, Para) and item.page:
            break
        items.append(item)
    return replace(story, items=tuple(items), imprint=())


def _pitched(items: tuple[Item, ...], pitch: float) -> tuple[Item, ...]:
    """Set the lines of the letter itself closer, not those of its annexes."""
    out: list[Item] = []
    annexed = False
    for item in items:
        annexed = annexed or (isinstance(item, Para) and item.page)
        closer = isinstance(item, Para) and item.kind in CLOSED and not annexed
        out.append(replace(item, pitch=pitch) if closer and isinstance(item, Para) else item)
    return tuple(out)
