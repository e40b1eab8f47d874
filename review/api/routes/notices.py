"""Letters and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from review.api.bearer import ReadNotices
from review.api.paging import Turn, cursor_field, page_of
from review.api.schema import NoticeLine, NoticePage, NoticeWhole, Reply, Step
from review.desk import desk_of
from zhenwei.errors import NoSuch
from zhenwei.sentences import said
from zhenwei.store.letters import answers_of, dispatch_of, result_said
from zhenwei.store.models import NoticeRow

router = APIRouter(tags=["notices"])
SAME = (
    "id", "recipient", "office", "kind", "title", "state", "number", "drafted_by", "drafted_at", "manifest_sha256",
)  # fmt: skip


class NoticeTurn(Turn):
    """Filters of the list of letters; empty ones mean any."""

    cursor: str = cursor_field("notice")
    state: str = Field(default="", max_length=20, pattern=r"^[a-z-]*$", description="状态")
    kind: str = Field(default="", max_length=60, pattern=r"^[a-z0-9_-]*$", description="文种")


@router.get("/notices", summary="函件列表，按编号排序，用游标翻页")
def notices(request: Request, _bearer: ReadNotices, turn: Annotated[NoticeTurn, Query()]) -> NoticePage:
    """Return a page of letters."""
    query = select(NoticeRow).options(selectinload(NoticeRow.cases))
    if turn.state:
        query = query.where(NoticeRow.state == turn.state)
    if turn.kind:
        query = query.where(NoticeRow.kind == turn.kind)
    with desk_of(request).store.reading() as session:
        page = page_of(session, query, NoticeRow.id, "notice", turn)
        return NoticePage(items=[NoticeLine(**_line(row)) for row in page.rows], next=page.next, more=page.more)


@router.get("/notices/{notice}", summary="一份函件：经过、发出、答复")
def one_notice(
    request: Request, _bearer: ReadNotices, notice: Annotated[int, Path(ge=1, le=2**31 - 1, description="编号")]
) -> NoticeWhole:
    """Return a letter with its life."""
    with desk_of(request).store.reading() as session:
        row = session.get(NoticeRow, notice)
        if row is None:
            raise NoSuch(said("没有函件 {letter}", letter=notice))
        sent = dispatch_of(session, row.id)
        return NoticeWhole(
            **_line(row),
            sent_at=sent.sent_at if sent else None,
            received_at=sent.received_at if sent else None,
            reply_by=sent.reply_by if sent else None,
            steps=[Step(at=one.at, by=one.by, event=one.event, note=one.note) for one in row.events],
            answers=[
                Reply(
                    result=one.result, result_name=result_said(one.result), number=one.number,
                    received_on=one.received_on, cases=_numbers(one.cases), note=one.note,
                )
                for one in answers_of(session, [row.id])
            ],
        )  # fmt: skip


def _line(row: NoticeRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in SAME} | {"cases": [link.case_id for link in row.cases]}


def _numbers(values: Sequence[Any]) -> list[int]:
    return [int(value) for value in values]
