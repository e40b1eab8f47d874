"""The audit log, for administrators: who logged in, saw, exported, unmasked, changed."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from review.desk import desk_of
from review.noting import FIELDS, HOSTS, LINKED, read
from review.render import page
from review.views.audit import Wanted, page_about, read_log
from zhenwei.store.audit import KINDS, LONGEST

router = APIRouter()
Words = Annotated[str, Query(max_length=LONGEST)]


@router.get("/audit")
def log(
    request: Request,
    who: Words = "",
    kind: Words = "",
    about: Words = "",
    since: Words = "",
    until: Words = "",
    before: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
) -> Response:
    """Show rows, the newest first; ``before`` is the number from which older ones are shown."""
    wanted = Wanted(who.strip(), kind if kind in KINDS else "", about.strip(), before, _day(since), _day(until))
    with desk_of(request).store.reading() as session:
        content = read_log(session, wanted)
    older = "/audit?" + urlencode(
        {
            "who": wanted.who, "kind": wanted.kind, "about": wanted.about,
            "since": wanted.since or "", "until": wanted.until or "", "before": content.next,
        }
    )  # fmt: skip
    return page(
        request, "audit.html", content=content, wanted=wanted, kinds=KINDS, older=older, page_about=page_about,
        noted=read, fields=FIELDS, linked=LINKED, hosts=HOSTS,
    )  # fmt: skip


def _day(text: str) -> date | None:
    """Return a day as forms write it; what is none, or beyond the calendar's end, narrows nothing."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day < date(9999, 1, 1) else None
