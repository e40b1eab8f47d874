"""Which genuine page stands beside a suspect's: the one that it resembles most, and why it was that one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from review.views.faces import Face
from review.views.genuine import page_of
from review.views.reasons import Reason
from zhenwei.types import Side

LEAST_ALIKE = 40.0  # of 100: titles that have about as much in common as not


class Why(StrEnum):
    """Why a genuine page was chosen; what a person chose first, then what says most of the suspect."""

    CHOSEN = "chosen"
    COMPARED = "compared"
    TITLE_SAME = "title_same"
    LOOKUP = "lookup"
    TITLE_NEAR = "title_near"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Beside:
    """The genuine capture. ``rules``: of the findings that were compared with it, where that is why."""

    face: Face
    why: Why
    rules: tuple[str, ...] = ()


def beside(
    genuine: Sequence[Face],
    suspect: Face | None,
    reasons: Sequence[Reason],
    lookups: Collection[str],
    *,
    imitates: bool,
    wanted: int = 0,
) -> Beside | None:
    """Choose among an organ's captures; None if there is none.

    ``reasons``: of the opinion that is shown; ``lookups``: the organ's registered look-up pages, which only what
    ``imitates`` an organ is put beside; ``wanted``: the visit that a person chose.
    """
    if not genuine:
        return None
    title, registered = _tidy(suspect.title if suspect else ""), {page_of(url) for url in lookups}
    weighers: list[tuple[Why, Callable[[Face], float]]] = [
        (Why.COMPARED, lambda face: sum(reason.points for reason in _against(face, reasons))),
        (Why.TITLE_SAME, lambda face: bool(title) and _tidy(face.title) == title),
        (Why.LOOKUP, lambda face: imitates and not registered.isdisjoint(_pages(face))),
        (Why.TITLE_NEAR, lambda face: fuzz.ratio(title, _tidy(face.title), score_cutoff=LEAST_ALIKE)),
        (Why.NEWEST, lambda face: True),
    ]
    profile = suspect.profile if suspect else ""
    why, best = next((why, found) for why, weigh in weighers if (found := _heaviest(genuine, weigh)))
    first = max(best, key=lambda face: (face.profile == profile, face.visit))
    if chosen := next((face for face in genuine if face.visit == wanted and face != first), None):
        return Beside(chosen, Why.CHOSEN)
    rules = {reason.rule for reason in _against(first, reasons)} if why is Why.COMPARED else set[str]()
    return Beside(first, why, tuple(sorted(rules)))


def _heaviest(genuine: Sequence[Face], weigh: Callable[[Face], float]) -> list[Face]:
    """Return the captures that weigh most, none if all weigh nothing."""
    weights = [weigh(face) for face in genuine]
    most = max(weights)
    return [face for face, weight in zip(genuine, weights, strict=True) if weight == most] if most > 0 else []


def _against(face: Face, reasons: Sequence[Reason]) -> list[Reason]:
    """Return the reasons for an imitation that were found by comparing with the page of a capture."""
    pages = _pages(face)
    return [r for r in reasons if r.side == Side.IMPERSONATION and r.points > 0 and page_of(r.against) in pages]


def _pages(face: Face) -> set[str]:
    """Return the page that was asked for and the one that was shown."""
    return {page_of(url) for url in (face.url, face.final_url) if url}


def _tidy(title: str) -> str:
    return "".join(title.split())
