"""Reports that came in: the list, the form of an officer, the receipt."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Path, Query, Request
from fastapi.responses import RedirectResponse, Response

from review.access import OwnForm, Someone
from review.desk import desk_of
from review.downloads import attachment
from review.entering import KnownAlready, enter
from review.noting import noted
from review.render import page
from review.views.reports import hint_lines, read_reports
from zhenwei.intake.receipt import Receipt, receipt_of
from zhenwei.intake.receipt_docx import receipt_docx
from zhenwei.intake.receipt_words import head, next_steps, repeated, standing, taken
from zhenwei.intake.typed import LIMITS, SHOWN, Problem, check

router = APIRouter()
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MOST_PAGES = 100_000
Number = Annotated[str, Path(pattern=r"^JB\d{8}-\d{4,9}(-\d{1,7})?$")]
Typed = Annotated[str, Form()]


@router.get("/reports")
def reports(
    request: Request,
    person: Someone,
    source: str = "",
    kind: str = "",
    number: Annotated[int, Query(alias="page", ge=1, le=MOST_PAGES)] = 1,
) -> Response:
    """List reports, the newest first."""
    with desk_of(request).store.reading() as session:
        content = read_reports(session, source, without_address=kind == "bare", page=number)

    def link(to: int) -> str:
        return "/reports?" + urlencode({"source": source, "kind": kind, "page": to})

    return page(
        request, "reports/list.html", reports=content, source=source, kind=kind, link=link, may_enter=person.may_decide
    )


@router.get("/reports/new")
def blank(request: Request, person: Someone) -> Response:
    """Show the form."""
    return _form(request, {})


@router.post("/reports/new", dependencies=[OwnForm])
def take(
    request: Request,
    person: Someone,
    source: Typed = "",
    addresses: Typed = "",
    account: Typed = "",
    note: Typed = "",
    reported_at: Typed = "",
    reference: Typed = "",
    reporter_name: Typed = "",
    reporter_contact: Typed = "",
    seen: Typed = "",
) -> Response:
    """Keep a report; with a problem, or with something known that was not seen yet, show the form again."""
    values = {
        "source": source, "addresses": addresses, "account": account, "note": note, "reported_at": reported_at,
        "reference": reference, "reporter_name": reporter_name, "reporter_contact": reporter_contact,
    }  # fmt: skip
    secret = bool(reporter_name.strip() or reporter_contact.strip())
    report, problems = check(values)
    if report is None:
        return _form(request, values, problems=problems, retype=secret, status=400)
    desk = desk_of(request)
    try:
        given = enter(desk.store, desk.settings, report, " ".join(source.split()), person.name, seen)
    except KnownAlready as known:
        with desk.store.reading() as session:
            lines = hint_lines(session, known.found)
        # What is shown again is what would be kept: the note without its author.
        shown = values | {"note": report.note, "account": report.account, "reference": report.reference}
        return _form(request, shown, hints=lines, seen=known.mark, retype=bool(report.identity), status=409)
    noted(request, report=given)
    return RedirectResponse(f"/reports/{given}", status_code=303)


@router.get("/reports/{number}.docx")
def document(request: Request, _person: Someone, number: Number) -> Response:
    """Answer with the receipt as a document."""
    data = receipt_docx(_receipt(request, number), desk_of(request).office)
    return attachment(data, f"{number}.docx", DOCX)


@router.get("/reports/{number}")
def receipt(request: Request, _person: Someone, number: Number) -> Response:
    """Show a receipt, ready to be printed."""
    found = _receipt(request, number)
    return page(
        request,
        "reports/receipt.html",
        receipt=found,
        head=head(found, desk_of(request).office),
        taken=taken(found),
        repeated=repeated(found),
        next_steps=next_steps(),
        items=[(item, standing(item)) for item in found.items],
    )


def _receipt(request: Request, number: str) -> Receipt:
    with desk_of(request).store.reading() as session:
        return receipt_of(session, number)


def _form(
    request: Request,
    values: dict[str, str],
    *,
    problems: list[Problem] | None = None,
    hints: list[tuple[str, str, str]] | None = None,
    seen: str = "",
    retype: bool = False,
    status: int = 200,
) -> Response:
    """Show the form with what was typed, but for the identity: that never comes back."""
    return page(
        request,
        "reports/new.html",
        status=status,
        values={name: values.get(name, "")[: LIMITS[name]] for name in SHOWN},
        limits=LIMITS,
        problems=problems or [],
        hints=hints or [],
        seen=seen,
        retype=retype,
    )
