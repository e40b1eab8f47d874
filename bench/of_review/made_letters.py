"""Letters of a year: up to six cases each, sent and answered as their cases are, with the days on which they were."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bench.of_review.made_around import Drawn, Rows
from zhenwei.types import CaseState

COLUMNS = {
    "notice": (
        "id", "recipient", "office", "kind", "title", "state", "number", "folder", "manifest_sha256", "drafted_by",
        "drafted_at",
    ),
    "notice_case": ("notice_id", "case_id"),
    "notice_event": ("id", "notice_id", "at", "by", "event", "note"),
    "notice_dispatch": (
        "notice_id", "sent_at", "received_at", "reply_by", "reply_days", "reply_working", "channel", "cites", "by",
        "at",
    ),
    "notice_answer": ("id", "notice_id", "result", "number", "received_on", "cases", "note", "by", "at"),
}  # fmt: skip
MOST = 6
# What a letter about cases in a state has come to.
LIVES = {
    CaseState.DRAFTED.value: "draft",
    CaseState.APPROVED.value: "approved",
    CaseState.SENT.value: "sent",
    CaseState.ANSWERED.value: "answered",
    CaseState.DOWN.value: "answered",
    CaseState.CLOSED.value: "closed",
}
STEPS = ("draft", "approved", "sent", "answered", "closed")
EVENTS = ("drafted", "approved", "sent", "answered", "closed")
KINDS = (("police", "police-clue"), ("market", "market-clue"), ("cyberspace", "cyberspace-clue"))


class Letters:
    """Gathers cases until a letter is full."""

    def __init__(self, seed: int) -> None:
        self._made = random.Random(f"letters {seed}")
        self._open: dict[str, list[Drawn]] = {}
        self._sizes: dict[str, int] = {}
        self._number = 0

    def add(self, rows: Rows, one: Drawn) -> None:
        """Put a case into a letter, if its state says that there is one."""
        if one.state not in LIVES:
            return
        gathered = self._open.setdefault(one.state, [])
        gathered.append(one)
        if len(gathered) >= self._sizes.setdefault(one.state, self._made.randrange(1, MOST + 1)):
            self._write(rows, LIVES[one.state], gathered)
            self._open[one.state] = []
            del self._sizes[one.state]

    def _write(self, rows: Rows, state: str, cases: list[Drawn]) -> None:
        self._number += 1
        number, by = self._number, cases[0].by
        recipient, kind = KINDS[number % len(KINDS)]
        drafted = max(case.at for case in cases) + timedelta(days=4)
        reached = STEPS.index(state)
        given = f"某函〔2026〕{number}号" if reached >= STEPS.index("sent") else ""
        rows["notice"].append(
            (
                number, recipient, "某市主管部门", kind, "关于移送涉嫌仿冒网站线索的函", state, given,
                f"none/{number}", "", by, drafted,
            )
        )  # fmt: skip
        rows["notice_case"] += [(number, case.number) for case in cases]
        moments = [drafted + timedelta(days=3 * step) for step in range(reached + 1)]
        rows["notice_event"] += [
            (number * len(EVENTS) + step, number, at, by, EVENTS[step], "") for step, at in enumerate(moments)
        ]
        if reached >= STEPS.index("sent"):
            self._gone_out(rows, number, moments, by)

    def _gone_out(self, rows: Rows, number: int, moments: list[datetime], by: str) -> None:
        sent = moments[STEPS.index("sent")]
        rows["notice_dispatch"].append((number, sent, sent + timedelta(days=2), None, 15, True, "post", "[]", by, sent))
        if len(moments) > STEPS.index("answered"):
            at = moments[STEPS.index("answered")]
            rows["notice_answer"].append((number, number, "filed", "", at.date(), "[]", "", by, at))
