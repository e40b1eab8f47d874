"""From the history of all cases to the moments and spans that counters count."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise

from sqlalchemy import ColumnElement

from takedown.reports import lives
from takedown.reports.history import History, OneCase
from takedown.reports.kinds import Moments
from takedown.reports.names import OWN_SOURCES
from zhenwei.store.models import LeadRow
from zhenwei.types import CaseState, Word

RECORDS = timedelta(days=60)  # access providers keep records so long (互联网信息服务管理办法 第十四条)
SOON = timedelta(days=30)


def public() -> ColumnElement[bool]:
    """Return the condition of leads that people brought in."""
    return LeadRow.source.not_in(OWN_SOURCES) & LeadRow.source.not_like("search:%")


def cases(when: Callable[[OneCase], datetime | None]) -> Moments:
    """Count each case once, at a moment of its life."""
    return lambda history: (at for case in history.cases.values() if (at := when(case)) is not None)


def first(word: Word) -> Moments:
    """Count each case once, when a person first said a word of it."""
    return cases(lambda case: lives.first_word(case, word))


def events(event: str, *recipients: str) -> Moments:
    """Count letters, each once, when something was first done with it."""
    return lambda history: (
        at
        for letter in history.letters
        if (not recipients or letter.recipient in recipients) and (at := letter.first(event)) is not None
    )


def looks(event: str) -> Moments:
    """Count looks at which something changed."""
    return lambda history: (look.at for case in history.cases.values() for look in case.looks if look.event == event)


def changed_words(history: History) -> Iterable[datetime]:
    """Yield when a confirmed case was dismissed."""
    for case in history.cases.values():
        for old, new in pairwise(case.decisions):
            if old.word == Word.CONFIRMED and new.word == Word.DISMISSED:
                yield new.at


def standing(test: Callable[[OneCase, lives.Standing, datetime], bool]) -> Callable[[History, datetime], int]:
    """Count cases opened before a moment by where they stood then."""
    return lambda history, end: sum(
        test(case, lives.standing_at(case, end), end) for case in history.cases.values() if case.known(end)
    )


def wanting(history: History, end: datetime) -> int:
    """Return how many letters had gone out before a moment without an answer by then."""
    return sum(lives.letter_state(letter, end) is CaseState.SENT for letter in history.letters)


def lapses(case: OneCase, standing: lives.Standing, end: datetime) -> bool:
    """True if the last records of the offence are about to be deleted."""
    seen = max((look.at for look in case.looks if look.shows and look.at < end), default=None)
    last = seen or min(case.last_alive, end)
    return standing.word == Word.CONFIRMED and end <= last + RECORDS < end + SOON


def found_to_confirmed(history: History) -> Iterable[tuple[datetime, datetime]]:
    """Yield from when each site was first seen to when a person first confirmed it."""
    for case in history.cases.values():
        if (at := lives.first_word(case, Word.CONFIRMED)) is not None:
            yield case.first_seen, at


def found_to_referred(history: History) -> Iterable[tuple[datetime, datetime]]:
    """Yield from when each site was first seen to when it was first referred."""
    for case in history.cases.values():
        if sent := lives.referrals(case):
            yield case.first_seen, sent[0]


def found_to_down(history: History) -> Iterable[tuple[datetime, datetime]]:
    """Yield from when each site was first seen to when it first went down."""
    for case in history.cases.values():
        if (gone := next(lives.downs(case), None)) is not None:
            yield case.first_seen, gone[0]


def referred_to_down(history: History) -> Iterable[tuple[datetime, datetime]]:
    """Yield from the referral to the end of the site that followed it."""
    for case in history.cases.values():
        yield from ((sent, gone) for gone, sent in lives.downs(case) if sent is not None)


def sent_to_answered(history: History) -> Iterable[tuple[datetime, datetime]]:
    """Yield from a letter's going out to its answer."""
    for letter in history.letters:
        sent, answered = letter.first("sent"), letter.first("answered")
        if sent is not None and answered is not None:
            yield sent, answered


def after_referral(history: History) -> Iterable[datetime]:
    """Yield when referred sites went down."""
    for case in history.cases.values():
        yield from (gone for gone, sent in lives.downs(case) if sent is not None)


def decisions(history: History) -> Iterable[datetime]:
    """Yield when people decided."""
    for case in history.cases.values():
        yield from (said.at for said in case.decisions)


def first_referral(case: OneCase) -> datetime | None:
    """Return when a case was first referred to an authority."""
    sent = lives.referrals(case)
    return sent[0] if sent else None


def is_waiting(case: OneCase, standing: lives.Standing, end: datetime) -> bool:
    """True if nobody has decided the case."""
    return not standing.word


def is_alive(case: OneCase, standing: lives.Standing, end: datetime) -> bool:
    """True for a confirmed case whose site was not found gone."""
    return standing.word == Word.CONFIRMED and not standing.gone


def is_alive_referred(case: OneCase, standing: lives.Standing, end: datetime) -> bool:
    """True if it has been referred besides."""
    return standing.referred and is_alive(case, standing, end)
