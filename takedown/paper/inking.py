"""Text to characters with the room that each takes: 三号 a little closer, Latin set off from Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from takedown import layout
from takedown.clean import inert
from takedown.paper.glyphs import Faces, Glyph, is_hanzi, spelled
from takedown.paper.story import Run, long_words


class Inked(NamedTuple):
    """A character with its run, glyph and room (pt)."""

    character: str
    run: Run
    glyph: Glyph
    width: float
    long: bool  # within an address or digest
    extra: float  # what of the width is not wanted at the end of a line


def inked(runs: Sequence[Run], faces: Faces) -> list[Inked]:
    """Return each character with the room that it takes. Raises NoGlyph.

    As word processors do it, the last character before a change of script is not set closer, and a letter or digit
    stands off from a hanzi.
    """
    texts = [spelled(inert(run.text), run.font, faces) for run in runs]
    whole = "".join(texts) + "\0"
    out: list[Inked] = []
    for run, text in zip(runs, texts, strict=True):
        factor = run.size * run.scale / 100
        tight = layout.TIGHTEN if run.size == layout.SIZE_BODY else 0.0
        off = layout.SET_OFF * run.size
        long = {place for word in long_words(run).finditer(text) for place in range(*word.span())}
        base = len(out)
        for place, character in enumerate(text):
            after = whole[base + place + 1]
            glyph = faces.glyph(run.font, character)
            extra = 0.0
            if (character < "\x7f") == (after < "\x7f"):
                extra = tight
            elif _letter(character) and _letter(after):
                extra = off
            if after == "\0":
                extra = 0.0
            out.append(Inked(character, run, glyph, glyph.width * factor + extra, place in long, extra))
    return out


def _letter(character: str) -> bool:
    return is_hanzi(character) or (character < "\x7f" and character.isalnum())
