"""Letters in every state that there is, each laid out and stepped by the desk itself: real versions, events, files."""

from __future__ import annotations

from collections.abc import Mapping

from tests.review.letters_desk import LettersDesk, save, step
from tests.review.review_desk import Client

Ways = tuple[tuple[str, dict[str, str]], ...]
APPROVED: Ways = (("approve", {"note": "可以发出"}),)
SENT: Ways = (*APPROVED, ("sent", {"channel": "机要交换"}))
ANSWERED: Ways = (
    *SENT,
    ("received", {}),
    ("answered", {"result": "filed", "number": "某公〔2026〕9号", "note": "已立案"}),
)
# How a letter comes from its draft to each state (takedown/permits.py: STATES).
WAYS: Mapping[str, Ways] = {
    "draft": (),
    "edited": (),
    "approved": (("approve", {"note": "可以发出", "later": "1"}),),
    "numbered": (("approve", {"later": "1"}), ("number", {})),
    "sent": SENT,
    "answered": ANSWERED,
    "closed": (*ANSWERED, ("close", {"note": "网站已关闭"})),
    "rejected": (("reject", {"note": "补充取证"}),),
    "withdrawn": (*APPROVED, ("withdraw", {"note": "对方已自行关闭"})),
}


def letters_in_each_state(desk: LettersDesk) -> dict[str, int]:
    """Draft a letter for each state and bring it there; return the letters by state."""
    chen, reviewer = desk.client("chen"), desk.client("reviewer")
    made = {}
    for state, ways in WAYS.items():
        made[state] = desk.letter(f"letter-{state}.example")
        if state == "edited":
            assert save(chen, made[state], "涉嫌", "经核，涉嫌").status == 303
        for slug, fields in ways:
            _take(reviewer, made[state], slug, fields)
        assert desk.row(made[state]).state == state, (state, desk.row(made[state]).state)
    return made


def _take(client: Client, notice: int, slug: str, fields: dict[str, str]) -> None:
    answer = step(client, notice, slug, **fields)
    assert answer.status == 303, (slug, answer.text)
