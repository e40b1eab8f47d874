"""Where a case stood at a moment, told from what had happened by then, not from where it stands today."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from takedown.reports.history import OneCase, Sent
from zhenwei.types import CaseState, Word

# To authorities; the imitated organ and the owner of a hijacked site are asked and told, nothing is referred to them.
NOT_REFERRED = ("organ", "owner")
_RANKS = {
    "drafted": CaseState.DRAFTED,
    "edited": CaseState.DRAFTED,
    "approved": CaseState.APPROVED,
    "sent": CaseState.SENT,
    "answered": CaseState.ANSWERED,
    "closed": CaseState.CLOSED,
}
_ENDED = ("rejected", "withdrawn", "replaced")
ORDER = tuple(dict.fromkeys(_RANKS.values()))


@dataclass(frozen=True, slots=True)
class Standing:
    """``word``: the newest decision, or nothing; ``gone``: the newest look that changed anything found it gone."""

    state: CaseState
    word: str
    gone: bool
    referred: bool


def standing_at(case: OneCase, moment: datetime) -> Standing:
    """Return where a case stood just before a moment."""
    word = next((said.word for said in reversed(case.decisions) if said.at < moment), "")
    turned = next((look for look in reversed(case.looks) if look.event in ("gone", "back") and look.at < moment), None)
    gone = turned is not None and turned.event == "gone"
    referred = any((at := _sent(letter)) is not None and at < moment for letter in case.letters if refers(letter))
    return Standing(_state(case, moment, word, gone, turned is not None), word, gone, referred)


def _state(case: OneCase, moment: datetime, word: str, gone: bool, turned: bool) -> CaseState:
    if word != Word.CONFIRMED:
        return CaseState(word) if word else CaseState.NEW
    reached = [ORDER.index(state) for letter in case.letters if (state := letter_state(letter, moment)) is not None]
    state = ORDER[max(reached)] if reached else CaseState.CONFIRMED
    out = state in (CaseState.SENT, CaseState.ANSWERED)
    if out and turned:
        return CaseState.DOWN if gone else CaseState.RESURFACED
    return state


def letter_state(letter: Sent, moment: datetime) -> CaseState | None:
    """Return how far a letter had come before a moment; None before its draft and after it was taken back."""
    found: CaseState | None = None
    for step in letter.steps:
        if step.at >= moment:
            break
        found = None if step.event in _ENDED else _RANKS.get(step.event, found)
    return found


def refers(letter: Sent) -> bool:
    """True for a letter by which cases are referred to an authority."""
    return letter.recipient not in NOT_REFERRED


def _sent(letter: Sent) -> datetime | None:
    return letter.first("sent")


def referrals(case: OneCase) -> list[datetime]:
    """Return when letters about the case went out to authorities, the oldest first."""
    return sorted(at for letter in case.letters if refers(letter) and (at := letter.first("sent")) is not None)


def downs(case: OneCase) -> Iterator[tuple[datetime, datetime | None]]:
    """Yield (when it was found gone, the referral it follows or None) for each time that the site went down.

    The referral is the first one since the site had last come back.
    """
    sent, since = referrals(case), None
    for look in case.looks:
        if look.event == "back":
            since = look.at
        elif look.event == "gone":
            # A site that comes back after a letter is still answered by that letter until a new one goes out.
            own = [at for at in sent if at <= look.at and (since is None or at > since)]
            older = [at for at in sent if at <= look.at]
            yield look.at, next(iter(own or older), None)


def first_word(case: OneCase, word: Word) -> datetime | None:
    """Return when a person first said this word of a case."""
    return next((said.at for said in case.decisions if said.word == word.value), None)
