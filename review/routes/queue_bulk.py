"""One word with one reason on several cases, and all of it taken back: each case by itself, those refused named.

What was said at once is named by its first and last decision; of the rows between them only the person's own count.
"""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import select

from review.access import OwnForm, Someone
from review.deciding import LONGEST_REASON, Moved, say, take_back
from review.desk import desk_of
from review.noting import noted
from review.views.queue_filter import Filter
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.store.database import Store
from zhenwei.store.models import DecisionRow
from zhenwei.types import Word

router = APIRouter()
MOST_PICKED = 200
MOST_BETWEEN = 20 * MOST_PICKED  # decisions of others that may lie between
_PICK = re.compile(r"([1-9]\d{0,9}):(\d{1,10}-\d{1,10})")
_TOOK = re.compile(r"([1-9]\d{0,9})-([1-9]\d{0,9})", re.ASCII)


@router.post("/queue/decision", dependencies=[OwnForm])
def decide(
    request: Request,
    person: Someone,
    word: Annotated[Word, Form()],
    pick: Annotated[tuple[str, ...], Form(max_length=MOST_PICKED)] = (),
    why: Annotated[str, Form()] = "",
    query: Annotated[str, Form()] = "",
) -> Response:
    """Say one word on all picked cases; ``pick`` is ``case:mark as shown``. Goes back to the same page of the queue."""
    picked = [_PICK.fullmatch(one) for one in dict.fromkeys(pick)]
    if not picked or not why.strip() or len(why) > LONGEST_REASON:
        raise HTTPException(400, "form")
    refused, done = list[str](), dict[int, int]()
    for one in picked:
        if one is None or int(one[1]) >= 2**31:
            raise HTTPException(400, "form")
    for case, seen in (one.groups() for one in picked if one):
        said = _say(desk_of(request).store, int(case), seen, word, person.name, why)
        if isinstance(said, int):
            done[int(case)] = said
        else:
            refused.append(f"{case}.{said}")
    noted(request, word=word.value, done=len(done), refused=len(refused), cases=tuple(done))
    took = {"took": f"{min(done.values())}-{max(done.values())}"} if done else {}
    return _told(query, {"done": len(done), **took, "refused": refused})


@router.post("/queue/undo", dependencies=[OwnForm])
def undo(
    request: Request,
    person: Someone,
    took: Annotated[str, Form()] = "",
    why: Annotated[str, Form()] = "",
    query: Annotated[str, Form()] = "",
) -> Response:
    """Take back what was said on several cases at once; ``took`` is ``first decision-last decision``."""
    store, given = desk_of(request).store, took_of(took)
    if given is None or not why.strip() or len(why) > LONGEST_REASON:
        raise HTTPException(400, "form")
    undone, refused = list[int](), list[str]()
    for decision, case in _own(store, person.name, *given):
        try:
            take_back(store, case, None, decision, person.name, why)
            undone.append(case)
        except (Moved, NotAllowed):
            refused.append(f"{case}.built")
    noted(request, undone=took, done=len(undone), refused=len(refused), cases=undone)
    return _told(query, {"undone": len(undone), "refused": refused})


def took_of(text: str) -> tuple[int, int] | None:
    """Return the first and the last decision of those said at once; None if the text does not give them."""
    found = _TOOK.fullmatch(text)
    first, last = (int(found[1]), int(found[2])) if found else (1, 0)
    return (first, last) if 0 <= last - first < MOST_BETWEEN and last < 2**31 else None


def _own(store: Store, by: str, first: int, last: int) -> list[tuple[int, int]]:
    """Return the person's decisions between two, with their cases."""
    between = (DecisionRow.id >= first, DecisionRow.id <= last, DecisionRow.by == by, DecisionRow.undoes_id.is_(None))
    with store.reading() as session:
        asked = select(DecisionRow.id, DecisionRow.case_id).where(*between).order_by(DecisionRow.id).limit(MOST_PICKED)
        return [(decision, case) for decision, case in session.execute(asked)]


def _say(store: Store, case: int, seen: str, word: Word, by: str, why: str) -> int | str:
    """Return the number of the decision, or why nothing was written."""
    try:
        return say(store, case, seen, word, by, why)
    except Moved:
        return "moved"
    except NotAllowed:
        return "letter"
    except NoSuch:
        return "gone"


def _told(query: str, what: dict[str, object]) -> Response:
    return RedirectResponse(f"/queue?{_back(query)}{urlencode(what, doseq=True)}", status_code=303)


def _back(query: str) -> str:
    try:
        wanted = Filter.of_query(query)
    except ValueError:
        return ""
    back = wanted.query(wanted.place)
    return f"{back}&" if back else ""
