"""Changes that somebody has proposed and not saved yet, with their trial runs. In memory: a restart drops them."""

from __future__ import annotations

import difflib
import secrets
import threading
from collections import OrderedDict
from dataclasses import dataclass, field

from review.editing.trial import Trial
from zhenwei.watchlist.rewriting import spread

MOST = 40
MOST_LINES = 600


@dataclass
class Proposal:
    """One change of one file: its own text as it was and as it shall be (None: no own file), and what counts then."""

    name: str
    before: str | None
    after: str | None
    shown_before: str
    shown_after: str
    by: str
    undoes: int | None = None
    number: str = field(default_factory=lambda: secrets.token_urlsafe(9))
    trial: Trial | None = None
    # Hosts that only the change takes for lawful or genuine.
    widens: tuple[str, ...] = ()

    @property
    def changes(self) -> list[tuple[str, str]]:
        """Return the lines that change: (``add``, ``del`` or ``same``, text)."""
        return line_changes(self.shown_before, self.shown_after)


def line_changes(before: str, after: str) -> list[tuple[str, str]]:
    """Return what differs with two lines around it: (``add``, ``del``, ``same`` or ``gap``, text).

    Lists are compared item by item: a word more shows as that word, however the file breaks its lines.
    """
    texts = (spread(before).splitlines(), spread(after).splitlines())
    rows = list(difflib.unified_diff(*texts, lineterm="", n=2))[2:]
    kinds = {"+": "add", "-": "del", "@": "gap"}
    return [(kinds.get(row[:1], "same"), "…" if row[:1] == "@" else row[1:]) for row in rows[:MOST_LINES]]


class Proposals:
    """The open proposals of one desk, the oldest dropped first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: OrderedDict[str, Proposal] = OrderedDict()

    def add(self, proposal: Proposal) -> Proposal:
        """Keep a proposal under its number; trials of what the same person proposed before end."""
        with self._lock:
            for other in self._open.values():
                if other.by == proposal.by and other.trial:
                    other.trial.abandon()
            self._open[proposal.number] = proposal
            while len(self._open) > MOST:
                _, old = self._open.popitem(last=False)
                if old.trial:
                    old.trial.stop()
        return proposal

    def get(self, number: str) -> Proposal | None:
        """Return a proposal, None if it is not (or no longer) there."""
        return self._open.get(number)

    def drop(self, number: str) -> None:
        """Forget a proposal and end its trial run."""
        with self._lock:
            gone = self._open.pop(number, None)
        if gone and gone.trial:
            gone.trial.stop()

    def close(self) -> None:
        """End every trial run."""
        for number in list(self._open):
            self.drop(number)
