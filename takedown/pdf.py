"""A letter as PDF, for looking at and for offices without a word processor: own measures, no markup, no network.

Fonts: the office's own where installed, else free stand-ins, glyph by glyph (takedown/paper/places.py). Which ones
stand in the file's record (Keywords) and in ``Pdf.fonts``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from takedown import layout
from takedown.content import Annex, Letter
from takedown.paper.compose import compose, compose_annex
from takedown.paper.glyphs import Faces, NoGlyph, drawn_for, faces
from takedown.paper.pages import Page, paginate
from takedown.paper.settle import settle
from takedown.paper.sheet import draw
from takedown.paper.story import Story

ROLES = (layout.SONG_TITLE, layout.FANG, layout.KAI, layout.HEI, layout.SONG, layout.LATIN)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A PDF, or why there is none; ``fonts`` gives for each official font the ones that drew its text."""

    data: bytes
    problem: str
    fonts: Mapping[str, tuple[str, ...]]


def letter_pdf(letter: Letter) -> tuple[bytes, str]:
    """Return (PDF, "") or (nothing, the reason: which character no font of this machine has)."""
    made = make_pdf(letter)
    return made.data, made.problem


def make_pdf(letter: Letter) -> Pdf:
    """Return the PDF with the fonts that were used."""
    try:
        story = settled(letter)
    except NoGlyph as error:
        return Pdf(b"", f"PDF 未生成：{error}", {})
    return _made(story, letter.day)


def annex_pdf(annex: Annex, label: str, day: date) -> tuple[bytes, str]:
    """Return a separate annex as (PDF, "") or (nothing, the reason). ``day`` is its date in the file's record."""
    try:
        made = _made(compose_annex(annex, label), day)
    except NoGlyph as error:
        return b"", f"PDF 未生成：{error}"
    return made.data, made.problem


def settled(letter: Letter) -> Story:
    """Return a letter's story as both builders set it. Raises NoGlyph."""
    return settle(compose(letter), faces())


def _made(story: Story, day: date) -> Pdf:
    among = faces()
    pages = paginate(story, among)
    fonts = fonts_used(pages, among)
    said = "；".join(f"{role}→{'、'.join(names)}" for role, names in fonts.items())
    return Pdf(draw(story, pages, among, day, said), "", fonts)


def fonts_used(pages: list[Page], among: Faces) -> dict[str, tuple[str, ...]]:
    """Return for each official font the names of those that drew its text, the usual one first."""
    drawn = dict.fromkeys(
        (drawn_for(one.run.font, one.character), one.glyph.face.source.name)
        for page in pages
        for words in page.words
        for one in words.line.inked
    )
    roles = [role for role in ROLES if any(role == used for used, _ in drawn)]
    return {
        role: tuple(dict.fromkeys([among.first(role).name, *(name for used, name in drawn if used == role)]))
        for role in roles
    }
