"""What letters about the same sites share: pictures decoded, evidence read and the workbook written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from takedown.enclosed import Enclosed, enclosed
from takedown.facts import SiteFacts
from takedown.pictures import Pictures
from takedown.workbook import workbook


class Sources:
    """Remembers what the last letter used. ``evidence``: the folder of the captures, None if there is none at hand."""

    def __init__(self, evidence: Path | None = None) -> None:
        self.evidence = evidence
        self.pictures = Pictures(evidence)
        self._last: dict[str, tuple[Hashable, Any]] = {}

    def enclosed(self, sites: Sequence[SiteFacts], whole: Collection[str]) -> Enclosed:
        """Return the evidence files that go along (takedown/enclosed.py)."""
        root = self.evidence
        if root is None:
            return Enclosed()
        return self._once("enclosed", (tuple(sites), frozenset(whole)), lambda: enclosed(sites, root, whole))  # type: ignore[no-any-return]

    def workbook(
        self, sites: Sequence[SiteFacts], holder: str, day: date, *, scores: bool, whole: Collection[str]
    ) -> bytes:
        """Return the register and the evidence list as XLSX."""
        key = (tuple(sites), holder, day, scores, frozenset(whole))
        return self._once(  # type: ignore[no-any-return]
            "workbook", key, lambda: workbook(sites, holder, day, scores=scores, whole=whole)
        )

    def _once(self, what: str, key: Hashable, make: Callable[[], Any]) -> Any:
        known = self._last.get(what)
        if known is None or known[0] != key:
            known = self._last[what] = key, make()
        return known[1]
