"""What the filters of the queue offer: the organs and sources that there are, asked of the store now and then."""

from __future__ import annotations

from dataclasses import dataclass
from time import monotonic

from sqlalchemy.orm import Session

from zhenwei.store.models import CaseRow, LeadRow
from zhenwei.store.queue import different

# A new organ or source may be offered so much later. One that is asked for by its name in an address works at once.
FRESH = 20.0  # seconds


@dataclass(frozen=True, slots=True)
class Offer:
    """Ids of organs that cases imitate, and names of sources that brought leads."""

    targets: tuple[str, ...]
    sources: tuple[str, ...]


class Offered:
    """The offer of one store, kept for a while by the process; the store is only read."""

    def __init__(self) -> None:
        self._kept: tuple[float, Offer] | None = None

    def of(self, session: Session) -> Offer:
        """Return what there is to choose from."""
        kept, at = self._kept, monotonic()
        if kept is None or at - kept[0] > FRESH:
            found = Offer(tuple(different(session, CaseRow.target)), tuple(different(session, LeadRow.source)))
            # Of two requests at once the later one counts; both have read the same.
            self._kept = kept = at, found
        return kept[1]
