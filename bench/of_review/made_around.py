"""What surrounds a case after a year: its opening, ties and traits, looks over time, the watched name, the log."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, cast

from zhenwei.store.account_tables import AuditRow
from zhenwei.store.audit import GENESIS, digest_of
from zhenwei.types import CaseState

COLUMNS = {
    "case_opening": ("case_id", "at"),
    "case_standing": (
        "case_id", "standing", "why", "last_alive", "alive_visit_id", "first_down", "gone_since", "next_look_at",
    ),
    "look": (
        "id", "night_id", "case_id", "answers", "at", "standing", "cause", "why", "shows", "event", "moved_to",
        "visits", "folder",
    ),
    "trait": ("id", "site_id", "kind", "value", "visit_id", "first_seen", "last_seen"),
    "tie": ("id", "case_id", "other_id", "kind", "value", "strength", "visit_id", "other_visit_id", "made_at"),
    "operator_event": ("id", "night_id", "at", "operator", "what", "other", "cases"),
    "watched_name": (
        "id", "domain", "unicode", "family", "target", "source", "state", "added_at", "next_look_at", "answers",
        "quiet", "missing", "failed", "visit_due",
    ),
    "name_event": ("id", "name_id", "night_id", "at", "what", "before", "after"),
    "case_note": ("id", "case_id", "by", "at", "text"),
    "opinion_request": (
        "id", "case_id", "asked_by", "asked_of", "at", "question", "verdict_shown", "impersonation_shown",
        "sale_shown", "ended",
    ),
    "audit": ("n", "at", "who", "kind", "act", "about", "detail", "address", "previous", "digest"),
}  # fmt: skip
# Nobody's number: rows of these tables are named by what they are about.
UNNUMBERED = ("case_opening", "case_standing", "audit", "notice_case", "notice_dispatch")
MAKES = 2_000  # kinds of page (template) among all sites
GONE = (CaseState.DOWN.value, CaseState.CLOSED.value)
UNSEEN = (CaseState.NEW.value, CaseState.DISMISSED.value, CaseState.HOLD.value)
Rows = dict[str, list[tuple[object, ...]]]


class Told(NamedTuple):
    """A row of the audit log before its digest."""

    n: int
    at: datetime
    who: str
    kind: str
    act: str
    about: str
    detail: str
    address: str
    previous: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A case as it was drawn; ``by``: who has said a word on it, empty if nobody has."""

    number: int
    state: str
    verdict: str
    operator: str
    host: str
    at: datetime
    by: str


class Around:
    """Keeps what the rows of one case take from those before it: the operator's last case, the log's last digest."""

    def __init__(self, seed: int) -> None:
        self._made = random.Random(f"around {seed}")
        self._last: dict[str, int] = {}
        self._head, self._told, self._ties = GENESIS, 0, 0

    def add(self, rows: Rows, one: Drawn) -> None:
        """Add the rows of one case."""
        rows["case_opening"].append((one.number, one.at))
        if one.state not in UNSEEN:
            self._followed(rows, one)
        self._tied(rows, one)
        if one.number % 5 == 0:
            self._watched(rows, one)
        if one.by:
            self._heard(rows, one)

    def _followed(self, rows: Rows, one: Drawn) -> None:
        alive = one.at + timedelta(days=self._made.randrange(1, 60))
        gone = alive + timedelta(days=3) if one.state in GONE else None
        standing = "gone" if gone else "alive"
        rows["case_standing"].append(
            (one.number, standing, "两次复查无应答" if gone else "仍显示原页面", alive, one.number, gone, gone, None)
        )
        rows["look"].append(
            (one.number, 1, one.number, "[]", alive, standing, "", "仍显示原页面", True, "", "", f"[{one.number}]", "")
        )

    def _tied(self, rows: Rows, one: Drawn) -> None:
        n = one.number
        template = f"make-{self._made.randrange(MAKES)}"
        rows["trait"].append((2 * n, n, "template", template, n, one.at, one.at))
        if not one.operator:
            return
        account = f"account-{one.operator}"
        rows["trait"].append((2 * n + 1, n, "wechat", account, n, one.at, one.at))
        before = self._last.get(one.operator)
        self._last[one.operator] = n
        if before is not None:
            self._ties += 1
            rows["tie"].append((self._ties, before, n, "wechat", account, "strong", before, n, one.at))
            rows["operator_event"].append((self._ties, 1, one.at, one.operator, "grown", "", f"[{n}]"))

    def _watched(self, rows: Rows, one: Drawn) -> None:
        n = one.number
        rows["watched_name"].append(
            (n, one.host, one.host, "insert", "", "lookalikes", "page", one.at, one.at, "{}", 0, 0, 0, False)
        )
        for place, what in enumerate(("answers", "page")):
            rows["name_event"].append((2 * n + place, n, 1, one.at, what, "", "198.18.0.7"))

    def _heard(self, rows: Rows, one: Drawn) -> None:
        """Add what people left: notes, a question to a colleague, and their looks in the audit log."""
        n, at = one.number, one.at + timedelta(days=2)
        if n % 10 == 0:
            rows["case_note"].append((n, n, one.by, at, "与此前处理过的网站相似"))
        if n % 100 == 0:
            open_ = n % 5_000 == 0
            rows["opinion_request"].append((n, n, one.by, "", at, "是否属于仿冒", one.verdict, 88.0, 12.0, not open_))
        self._told += 1
        said = (self._told, at, one.by, "seen", "GET /cases/{case_id}", f"/cases/{n}", "", "127.0.0.1", self._head)
        # Fields without the weight of a row: a million are made.
        self._head = digest_of(cast("AuditRow", Told(*said)))
        rows["audit"].append((*said, self._head))
