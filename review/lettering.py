"""A person's step on a letter, taken on the desk: nobody steps on what they have not seen.

The form brings back the mark of the letter as it was shown. If it has moved since, nothing is written and the person
sees who did what meanwhile, with everything that they typed kept. The rules of each step are in takedown/.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from review.desk import Desk
from takedown import exchange, life
from takedown.exchange import Answer, Sending
from takedown.following import lock_cases
from takedown.letterdesk import LetterDesk
from takedown.steps import ANSWER, APPROVE, CLOSE, NUMBER, RECEIVE, REJECT, SEND, WITHDRAW
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.store.letters import DOWNLOADED, locked_notice
from zhenwei.store.models import NoticeEventRow, NoticeRow
from zhenwei.types import Notice


class LetterMoved(Exception):
    """The letter is not as the person saw it; the route shows it anew, with ``seen`` to tell what came after."""

    def __init__(self, seen: str) -> None:
        super().__init__(seen)
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed into a step's form, as it came."""

    note: str = ""
    number: str = ""
    day: str = ""
    received: str = ""
    reply_by: str = ""
    channel: str = ""
    signer: str = ""
    result: str = ""
    later: bool = False
    cases: Sequence[int] = field(default_factory=tuple)


def mark_of(row: NoticeRow) -> str:
    """Return the mark of a letter's present state: the last thing that was done with it (looking is not doing)."""
    return str(max((event.id for event in row.events if event.event != DOWNLOADED), default=0))


def since(row: NoticeRow, seen: str) -> list[NoticeEventRow]:
    """Return what was done with a letter after it was shown with a mark."""
    last = int(seen) if seen.isdecimal() and len(seen) < 12 else 0
    return [event for event in row.events if event.id > last and event.event != DOWNLOADED]


def letter_desk(desk: Desk, notice: int, seen: str) -> LetterDesk:
    """Return a desk whose steps are refused with LetterMoved once the letter is not as it was seen."""

    def first(session: Session) -> None:
        lock_cases(session, notice)
        if mark_of(locked_notice(session, notice)) != seen:
            raise LetterMoved(seen)

    return LetterDesk(desk.store, desk.settings.letters_dir, desk.watchlist.sender, first=first)


def take_step(desk: LetterDesk, notice: int, by: str, slug: str, typed: Typed) -> Notice:
    """Take one of the steps of ``ACTS``. Raises LetterMoved, and what the step raises."""
    return ACTS[slug](desk, notice, by, typed)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip()) if text.strip() else None
    except ValueError as error:
        raise BadInput(said("日期 {text!r} 无法识别，应如 2026-11-22", text=text[:20])) from error


def _approve(desk: LetterDesk, notice: int, by: str, typed: Typed) -> Notice:
    day, signer = _day(typed.day), typed.signer.strip()
    return life.approve(desk, notice, by, typed.note, typed.number, day=day, signer=signer, later=typed.later)


def _sent(desk: LetterDesk, notice: int, by: str, typed: Typed) -> Notice:
    sending = Sending(_day(typed.day), _day(typed.received), _day(typed.reply_by), typed.channel)
    return exchange.sent(desk, notice, by, typed.note, typed.number, sending)


def _answered(desk: LetterDesk, notice: int, by: str, typed: Typed) -> Notice:
    if not typed.result:
        raise BadInput(said("登记答复须选择“答复结果”"))
    answer = Answer(typed.result, typed.number, _day(typed.received), tuple(typed.cases), typed.note)
    return exchange.answered(desk, notice, by, answer)


ACTS: dict[str, Callable[[LetterDesk, int, str, Typed], Notice]] = {
    APPROVE.slug: _approve,
    NUMBER.slug: lambda desk, notice, by, typed: life.give_number(desk, notice, by, typed.note, typed.number),
    SEND.slug: _sent,
    RECEIVE.slug: lambda desk, notice, by, typed: exchange.received(desk, notice, by, _day(typed.day), typed.note),
    ANSWER.slug: _answered,
    CLOSE.slug: lambda desk, notice, by, typed: life.close(desk, notice, by, typed.note),
    REJECT.slug: lambda desk, notice, by, typed: life.reject(desk, notice, by, typed.note),
    WITHDRAW.slug: lambda desk, notice, by, typed: life.withdraw(desk, notice, by, typed.note),
}
