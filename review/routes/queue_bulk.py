"""One word with one reason on several cases: each by itself under the lock, those that were refused named."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from review.access import OwnForm, Someone
from review.deciding import LONGEST_REASON, Moved, say
from review.desk import desk_of
from review.noting import noted
from review.views.queue_filter import Filter
from zhenwei.errors import NoSuch, NotAllowed
from zhenwei.store.database import Store
from zhenwei.types import Word

router = APIRouter()
MOST_PICKED = 200
_PICK = re.compile(r"([1-9]\d{0,9}):(\d{1,10}-\d{1,10})")


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
    refused, done = list[str](), list[int]()
    for one in picked:
        if one is None or int(one[1]) >= 2**31:
            raise HTTPException(400, "form")
    for case, seen in (one.groups() for one in picked if one):
        if problem := _say(desk_of(request).store, int(case), seen, word, person.name, why):
            refused.append(f"{case}.{problem}")
        else:
            done.append(int(case))
    noted(request, word=word.value, done=len(done), refused=len(refused), cases=done)
    told = urlencode({"done": len(done), "refused": refused}, doseq=True)
    return RedirectResponse(f"/queue?{_back(query)}{told}", status_code=303)


def _say(store: Store, case: int, seen: str, word: Word, by: str, why: str) -> str:
    """Return why nothing was written, or nothing."""
    try:
        say(store, case, seen, word, by, why)
    except Moved:
        return "moved"
    except NotAllowed:
        return "letter"
    except NoSuch:
        return "gone"
    return ""


def _back(query: str) -> str:
    try:
        wanted = Filter.of_query(query)
    except ValueError:
        return ""
    back = wanted.query(wanted.place)
    return f"{back}&" if back else ""
