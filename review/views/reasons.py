"""The reasons of an opinion, each with its quotation in context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from review.captured import markup_of, text_of
from review.excerpt import NOWHERE, Excerpt, Passage, excerpt
from review.masking import mask
from review.views.faces import Face
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
    return Reason(
        rule=finding.rule,
        side=finding.side,
        points=finding.points,
        detail=mask(finding.detail, contacts),
        excerpt=excerpt(texts.holding(finding), finding.quote, finding.start, contacts) if finding.quote else None,
        against=organs.get(against, against),
        url=finding.url,
        profile=finding.profile,
    )


class _Texts:
    """The texts of captures, each read once and only when a quotation asks for it."""

    def __init__(self, faces: Sequence[Face], visits: Iterable[int], root: Path) -> None:
        judged = set(visits)
        self._faces = [face for face in faces if face.visit in judged and face.kept]
        self._root = root
        self._read: dict[int, Passage] = {}

    def holding(self, finding: FindingRow) -> Passage:
        """Return the text of a capture that the finding speaks of and that has its quotation; else an empty one."""
        own = [f for f in self._faces if finding.url in ("", f.url, f.final_url)]
        own.sort(key=lambda face: (face.profile != finding.profile, not face.rendered))
        return next((text for face in own if (text := self._text(face)).find(finding.quote)), NOWHERE)

    def _text(self, face: Face) -> Passage:
        if face.visit not in self._read:
            if len(self._read) >= MOST_TEXTS:
                return NOWHERE
            self._read[face.visit] = Passage(text_of(markup_of(self._root, face.folder)))
        return self._read[face.visit]
