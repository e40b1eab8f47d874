"""What the screen says of a name, and what the generator makes of one."""

from __future__ import annotations

from dataclasses import dataclass

FLAG_FROM = 50.0


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: the rule's id, the points it adds (0 for a reason to spare), one Chinese sentence for a person."""

    rule: str
    points: float
    detail: str


@dataclass(frozen=True, slots=True)
class NameOpinion:
    """The screen's opinion of one name.

    ``domain``: the host in IDNA ASCII (with its path where the path was judged); ``unicode``: as people read it;
    ``registrable``: eTLD+1; ``target``: id of the imitated organ, empty for an imitation of government as such;
    ``score``: 0 to 100, the sum of the reasons' points, capped.
    """

    domain: str
    unicode: str
    registrable: str
    target: str
    score: float
    reasons: tuple[Reason, ...] = ()

    @property
    def flagged(self) -> bool:
        """True if the score reaches the default threshold."""
        return self.score >= FLAG_FROM


@dataclass(frozen=True, slots=True)
class Variant:
    """A name that a copy could be registered under. ``family``: how it was made; ``target``: the organ's id."""

    domain: str
    unicode: str
    family: str
    target: str
