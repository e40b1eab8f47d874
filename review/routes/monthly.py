"""The monthly and yearly report: made beside the desk, seen as a page, taken away as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from review.access import OwnForm, Someone
from review.desk import desk_of
from review.downloads import attachment
from review.making import MADE, Full, Makings
from review.noting import noted
from review.render import page
from review.views.monthly import offered, read_shown
from takedown.reports import periods
from takedown.reports.counted import CHARTED
from takedown.reports.filing import FOLDER, LEDGER, REPORT, every_filed, file_name, filed, name_of, period_of
from takedown.reports.periods import Period, Scheme
from takedown.reports.report_docx import GAP
from zhenwei.clock import today
from zhenwei.errors import BadInput

router = APIRouter()
KINDS = (REPORT, LEDGER)


@router.get("/monthly")
def monthly(request: Request) -> Response:
    """Show what was made before, and the form for another."""
    return _page(request)


@router.post("/monthly", dependencies=[OwnForm])
def make(
    request: Request,
    person: Someone,
    year: Annotated[str, Form()] = "",
    month: Annotated[str, Form()] = "",
    scheme: Annotated[str, Form()] = "",
) -> Response:
    """Have a report made; its page shows how far it is."""
    try:
        counted = Scheme(scheme or desk_of(request).settings.report_period)
        name = f"{year}-{month.zfill(2)}" if month else year
        period = periods.month(name, counted) if month else periods.year(name, counted)
        _makings(request).start(period, person.name)
    except (BadInput, ValueError):
        return _page(request, problem="period", status=400)
    except Full:
        return _page(request, problem="full", status=409)
    noted(request, period=name_of(period), scheme=counted.value)
    return RedirectResponse(f"/monthly/{name_of(period)}", status_code=303)


@router.get("/monthly/{name}")
def one(request: Request, name: str) -> Response:
    """Show a report's figures, or how far its making is."""
    period = _period(name)
    making = _makings(request).of(period)
    found = filed(desk_of(request).settings.data_dir / FOLDER, period)
    if found is None and (making is None or making.state == MADE):
        raise HTTPException(404)
    return page(
        request,
        "monthly/one.html",
        period=period,
        name=name_of(period),
        split=Scheme.SPLIT,
        making=making,
        filed=found,
        shown=read_shown(found) if found else None,
        charted=CHARTED,
        gap=GAP,
    )


@router.get("/monthly/{name}/standing")
def standing(request: Request, name: str) -> Response:
    """Tell a page that waits whether to load itself anew (HX-Refresh): as soon as the making is over."""
    making = _makings(request).of(_period(name))
    over = making is None or not making.under_way
    return Response(status_code=204, headers={"hx-refresh": "true"} if over else {})


@router.get("/monthly/{name}/{kind}")
def file(request: Request, name: str, kind: str) -> Response:
    """Hand out a file of a report."""
    period = _period(name)
    if kind not in KINDS:
        raise HTTPException(404)
    try:
        data = (desk_of(request).settings.data_dir / FOLDER / file_name(kind, period)).read_bytes()
    except OSError as error:
        raise HTTPException(404) from error
    return attachment(data, file_name(kind, period))


def _period(name: str) -> Period:
    try:
        return period_of(name)
    except BadInput as error:
        raise HTTPException(404) from error


def _makings(request: Request) -> Makings:
    makings: Makings = request.app.state.makings
    return makings


def _page(request: Request, *, problem: str = "", status: int = 200) -> Response:
    settings = desk_of(request).settings
    scheme = Scheme(settings.report_period)
    years, last = offered(today(), scheme)
    return page(
        request,
        "monthly/list.html",
        status=status,
        years=years,
        last=last,
        scheme=scheme.value,
        schemes=[one.value for one in Scheme],
        split=Scheme.SPLIT,
        under_way=[(one, name_of(one.period)) for one in _makings(request).under_way()],
        made=[(one, name_of(one.period)) for one in every_filed(settings.data_dir / FOLDER)],
        problem=problem,
    )
