"""The reasons of an opinion, each with its quotation in context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detectors.rules.base import PLACES, SAID_OF
from detectors.text.solid import Solid
from review.captured import LONGEST_HEAD, head_of, markup_of, text_of
from review.excerpt import AROUND, NOWHERE, Excerpt, excerpt
from review.masking import mask
from review.views.faces import Face
from takedown.clean import bare
from zhenwei.store.models import AssessmentRow, FindingRow

MOST_TEXTS = 8  # captures read for one page of ours


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding. ``against``: what it was compared with, an organ's name where it is one."""

    rule: str
    side: str
    points: float
    detail: str
    excerpt: Excerpt | None
    against: str
    url: str
    profile: str


def reasons_of(opinion: AssessmentRow, faces: Sequence[Face], organs: Mapping[str, str], root: Path) -> list[Reason]:
    """Return the findings, the weightiest first."""
    contacts: list[Mapping[str, Any]] = opinion.contacts
    texts = _Texts(faces, opinion.visits, root)
    findings = sorted(opinion.findings, key=lambda finding: (-abs(finding.points), finding.id))
    return [_reason(finding, texts, contacts, organs) for finding in findings]


def _reason(
    finding: FindingRow, texts: _Texts, contacts: Sequence[Mapping[str, Any]], organs: Mapping[str, str]
) -> Reason:
    against = finding.against or finding.target
    detail = mask(finding.detail, contacts)
    shown = _quoted(finding, texts, contacts) if finding.quote else _contact(finding, texts, contacts)
    return Reason(
        rule=finding.rule,
        side=finding.side,
        points=finding.points,
        detail=detail,
        excerpt=shown if shown and _adds(shown, detail) else None,
        against=organs.get(against, against),
        url=finding.url,
        profile=finding.profile,
    )


def _quoted(finding: FindingRow, texts: _Texts, contacts: Sequence[Mapping[str, Any]]) -> Excerpt | None:
    """Return the quotation where it stands; without offsets in the title first, unless its reason says otherwise."""
    if not finding.end and not _is_drawn_or_hidden(finding.detail):
        for where, passage in texts.heads(finding):
            if passage.find(finding.quote):
                around = LONGEST_HEAD if where == "title" else AROUND
                return excerpt(passage, finding.quote, 0, contacts, where, around)
    return excerpt(texts.holding(finding, finding.quote), finding.quote, finding.start, contacts)


def _is_drawn_or_hidden(detail: str) -> bool:
    """True if a detail says that what it is about stands in a picture or in a hidden part."""
    told = any(f"（{SAID_OF[part]}）" in detail for part in ("picture", "hidden"))
    return told or detail.startswith(PLACES["picture"])


def _contact(finding: FindingRow, texts: _Texts, contacts: Sequence[Mapping[str, Any]]) -> Excerpt | None:
    """Return the passage around the contact that a finding names, if it names one and the page's text holds it."""
    named = (one for one in contacts if one.get("masked") and one["masked"] in finding.detail)
    for contact in named:
        quote = str(contact.get("quote", ""))
        if (passage := texts.holding(finding, quote)) is not NOWHERE:
            return excerpt(passage, quote, int(contact.get("start", 0)), contacts)
    return None


def _adds(shown: Excerpt, detail: str) -> bool:
    """True if an excerpt says more than the detail above it does."""
    return bool(shown.before or shown.after) or bare(shown.quote) not in bare(detail)


class _Texts:
    """The texts of captures, each read once and only when a quotation asks for it."""

    def __init__(self, faces: Sequence[Face], visits: Iterable[int], root: Path) -> None:
        judged = set(visits)
        self._faces = [face for face in faces if face.visit in judged and face.kept]
        self._root = root
        self._markups: dict[int, str] = {}
        self._texts: dict[int, Solid] = {}
        self._heads: dict[int, list[tuple[str, Solid]]] = {}

    def holding(self, finding: FindingRow, quote: str) -> Solid:
        """Return the text of a capture that the finding speaks of and that has a quotation; else an empty one."""
        return next((text for face in self._own(finding) if (text := self._text(face)).find(quote)), NOWHERE)

    def heads(self, finding: FindingRow) -> list[tuple[str, Solid]]:
        """Return title, descriptions and keywords of the captures that the finding speaks of."""
        return [head for face in self._own(finding) for head in self._head(face)]

    def _own(self, finding: FindingRow) -> list[Face]:
        own = [f for f in self._faces if finding.url in ("", f.url, f.final_url)]
        return sorted(own, key=lambda face: (face.profile != finding.profile, not face.rendered))

    def _text(self, face: Face) -> Solid:
        if face.visit not in self._texts:
            self._texts[face.visit] = Solid(text_of(self._markup(face)))
        return self._texts[face.visit]

    def _head(self, face: Face) -> list[tuple[str, Solid]]:
        if face.visit not in self._heads:
            self._heads[face.visit] = [(where, Solid(text)) for where, text in head_of(self._markup(face))]
        return self._heads[face.visit]

    def _markup(self, face: Face) -> str:
        if face.visit not in self._markups and len(self._markups) < MOST_TEXTS:
            self._markups[face.visit] = markup_of(self._root, face.folder)
        return self._markups.get(face.visit, "")
