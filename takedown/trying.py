"""An edited text, looked at before it is saved: the same checks and the same pages as a version's, nothing written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from takedown.gate import check_letter
from takedown.keeping import blocks_of, kept
from takedown.pdf import letter_pdf
from zhenwei.errors import BadInput


@dataclass(frozen=True, slots=True)
class Tried:
    """The PDF that a text would give, or what keeps it from being saved (``fault``) or drawn (``problem``)."""

    pdf: bytes = b""
    fault: str = ""
    problem: str = ""


def try_text(folder: Path, text: str) -> Tried:
    """Lay the letter of a folder out with another marked text. Raises EvidenceError if what was kept is damaged."""
    letter = replace(kept(folder), draft=True)
    try:
        letter = replace(letter, blocks=blocks_of(text))
    except BadInput as error:
        return Tried(fault=error.sentence)
    fault = ""
    try:
        check_letter(letter)
    except BadInput as error:
        fault = error.sentence
    # The person sees their pages even where something personal keeps them from being saved.
    pdf, problem = letter_pdf(letter)
    return Tried(pdf, fault, problem)
