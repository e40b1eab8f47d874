"""Exports of confirmed cases: tables, STIX, MISP; a page at a time, the next one in the header ``Link`` (RFC 8288)."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from review.api.bearer import Export
from review.api.paging import Turn, after, cursor_field, page_of
from review.desk import Desk, desk_of
from review.exporting.confirmed import Confirmed, confirmed, confirmed_cases
from review.exporting.misp import event
from review.exporting.stix import bundle
from review.exporting.tables import csv_table, xlsx_table
from zhenwei.clock import today
from zhenwei.store.models import CaseRow

router = APIRouter(prefix="/export", tags=["export"])
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STIX = "application/stix+json;version=2.1"
JSON = "application/json"


class CaseTurn(Turn):
    """Where the export goes on."""

    cursor: str = cursor_field("case")


Wanted = Annotated[CaseTurn, Query()]


def _is(kind: str, text: bool = True) -> dict[int | str, dict[str, Any]]:
    """Return the description of an answer of one kind, with the header that leads on."""
    schema = {"type": "string"} if text else {"type": "string", "format": "binary"}
    link = {"description": '下一页：<…>; rel="next"', "schema": {"type": "string"}, "required": False}
    content = {kind: {"schema": {"type": "object"} if "json" in kind else schema}}
    return {200: {"description": "文件", "content": content, "headers": {"Link": link}}}


@router.get("/cases.csv", summary="已确认案件：CSV", response_class=Response, responses=_is(CSV))
def as_csv(request: Request, _bearer: Export, turn: Wanted) -> Response:
    """Return a page as CSV."""
    cases, headers = _page(desk_of(request), turn, "cases.csv")
    return Response(csv_table(cases), media_type=CSV, headers=headers)


@router.get("/cases.xlsx", summary="已确认案件：XLSX", response_class=Response, responses=_is(XLSX, text=False))
def as_xlsx(request: Request, _bearer: Export, turn: Wanted) -> Response:
    """Return a page as a workbook."""
    cases, headers = _page(desk_of(request), turn, "cases.xlsx")
    return Response(xlsx_table(cases, today()), media_type=XLSX, headers=headers)


@router.get("/stix", summary="已确认案件：STIX 2.1", response_class=Response, responses=_is(STIX))
def as_stix(request: Request, _bearer: Export, turn: Wanted) -> Response:
    """Return a page as a bundle."""
    desk = desk_of(request)
    cases, headers = _page(desk, turn, "stix")
    return Response(bundle(cases, desk.office), media_type=STIX, headers=headers)


@router.get("/misp", summary="已确认案件：MISP 事件", response_class=Response, responses=_is(JSON))
def as_misp(request: Request, _bearer: Export, turn: Wanted) -> Response:
    """Return a page as an event."""
    desk = desk_of(request)
    cases, headers = _page(desk, turn, "misp")
    part = f"{after(turn.cursor)} {turn.limit}"
    return Response(event(cases, desk.office, today(), part), media_type=JSON, headers=headers)


def _page(desk: Desk, turn: Turn, path: str) -> tuple[list[Confirmed], dict[str, str]]:
    with desk.store.reading() as session:
        page = page_of(session, confirmed_cases(), CaseRow.id, "case", turn)
        cases = [confirmed(row, desk.organs) for row in page.rows]
    name = path if "." in path else f"{path}.json"
    headers = {"Content-Disposition": f'attachment; filename="zhenwei-{name}"'}
    if page.more:
        headers["Link"] = f'</api/v1/export/{path}?cursor={page.next}&limit={turn.limit}>; rel="next"'
    return cases, headers
