"""Cases and people's words on them."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from review.api.bearer import ReadCases, ReadDecisions, WriteDecisions
from review.api.casework import case_line, case_whole, decision
from review.api.intake import DecisionIn
from review.api.paging import Turn, cursor_field, page_of
from review.api.problem import Kind, Refused
from review.api.schema import CasePage, CaseWhole, Decision, DecisionPage
from review.deciding import Moved, say
from review.desk import desk_of
from review.noting import noted
from zhenwei.store.cases import get_case
from zhenwei.store.models import CaseRow, DecisionRow
from zhenwei.types import CaseState, Verdict, Word

router = APIRouter(tags=["cases"])
Id = Annotated[int, Path(ge=1, le=2**31 - 1, description="编号")]
SLUG = r"^[A-Za-z0-9._:-]*$"


class CaseTurn(Turn):
    """Filters of the list of cases; empty ones mean any."""

    cursor: str = cursor_field("case")
    state: CaseState | Literal[""] = Field(default="", description="状态")
    verdict: Verdict | Literal[""] = Field(default="", description="研判意见（机器）")
    target: str = Field(default="", max_length=100, pattern=SLUG, description="被仿冒机关的代号")
    operator: str = Field(default="", max_length=100, pattern=SLUG, description="团伙编号")


class DecisionTurn(Turn):
    """Where the list of decisions goes on."""

    cursor: str = cursor_field("decision")


@router.get("/cases", summary="案件列表，按编号排序，用游标翻页")
def cases(request: Request, _bearer: ReadCases, turn: Annotated[CaseTurn, Query()]) -> CasePage:
    """Return a page of cases."""
    desk = desk_of(request)
    query = select(CaseRow).options(joinedload(CaseRow.site))
    for column, wanted in (
        (CaseRow.state, turn.state),
        (CaseRow.verdict, turn.verdict),
        (CaseRow.target, turn.target),
        (CaseRow.operator, turn.operator),
    ):
        if wanted:
            query = query.where(column == str(wanted))
    with desk.store.reading() as session:
        page = page_of(session, query, CaseRow.id, "case", turn)
        items = [case_line(row, row.site.host, desk.organs) for row in page.rows]
        return CasePage(items=items, next=page.next, more=page.more)


@router.get("/cases/{case}", summary="一个案件：评分、理由、打码的联系方式、函件编号")
def one_case(request: Request, _bearer: ReadCases, case: Id) -> CaseWhole:
    """Return a case."""
    desk = desk_of(request)
    with desk.store.reading() as session:
        return case_whole(session, get_case(session, case), desk.organs)


@router.get("/cases/{case}/decisions", summary="一个案件的全部研判，先后为序")
def decisions_of(request: Request, _bearer: ReadDecisions, case: Id) -> list[Decision]:
    """Return people's words on a case."""
    with desk_of(request).store.reading() as session:
        return [decision(row) for row in get_case(session, case).decisions]


@router.post("/cases/{case}/decisions", status_code=201, summary="研判：须带案件的 seen，案件已变动则不写入")
def decide(request: Request, bearer: WriteDecisions, case: Id, body: DecisionIn) -> Decision:
    """Add a word in the name of the token's account, if the case is as the program saw it."""
    store = desk_of(request).store
    try:
        said = say(store, case, body.seen, Word(body.word), bearer.account, body.why)
    except Moved as error:
        raise Refused(Kind.MOVED) from error
    noted(request, case=case, word=body.word.value, decision=said)
    with store.reading() as session:
        return decision(session.get_one(DecisionRow, said))


@router.get("/decisions", summary="研判记录，按编号排序，用游标翻页：保存最后的 next 即可续取新记录")
def decisions(request: Request, _bearer: ReadDecisions, turn: Annotated[DecisionTurn, Query()]) -> DecisionPage:
    """Return a page of all decisions."""
    with desk_of(request).store.reading() as session:
        page = page_of(session, select(DecisionRow), DecisionRow.id, "decision", turn)
        return DecisionPage(items=[decision(row) for row in page.rows], next=page.next, more=page.more)
