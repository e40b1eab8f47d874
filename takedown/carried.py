"""Which kind of letter carries what. Whoever is not a public authority gets no contacts and no scores."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Slip(StrEnum):
    """What the recipient fills in and sends back."""

    HANDLING = "handling"  # 移交回执: taken on, handled, result
    CHECK = "check"  # 协查回执: answers to questions
    CONFIRM = "confirm"  # 核实情况回执: is it yours?
    RECTIFIED = "rectified"  # 处理情况回执: what was removed


@dataclass(frozen=True, slots=True)
class Carried:
    """``contacts``: the annex for official use. ``scores``: points, operator and the analyst's finding in the register.

    ``readable``: screenshots on which everything can be read (else blurred). ``record``: how the clue was fixed, with
    our machines and way out. ``originals``: captured files in the package, as far as they fit.
    """

    slip: Slip
    contacts: bool = False
    scores: bool = False
    readable: bool = False
    record: bool = False
    originals: bool = False


def _authority(slip: Slip) -> Carried:
    return Carried(slip, contacts=True, scores=True, readable=True, record=True, originals=True)


KINDS = {
    "disposal": _authority(Slip.HANDLING),
    "market-clue": _authority(Slip.HANDLING),
    "police-clue": _authority(Slip.HANDLING),
    "equipment-clue": _authority(Slip.HANDLING),
    "housing-clue": _authority(Slip.HANDLING),
    "filing-check": _authority(Slip.CHECK),
    "regional-check": _authority(Slip.CHECK),
    # The imitated organ is a public body, but all it is asked is whether the site is its own.
    "confirmation": Carried(Slip.CONFIRM, readable=True, record=True),
    "registrar-check": Carried(Slip.CHECK),
    "platform-notice": Carried(Slip.RECTIFIED),
    "owner-notice": Carried(Slip.RECTIFIED),
}
LEAST = Carried(Slip.RECTIFIED)  # a kind that nobody has thought about gets what anybody may have


def carried(kind: str) -> Carried:
    """Return what a kind of letter (its slug) carries."""
    return KINDS.get(kind, LEAST)
