"""Pages from templates: an environment of its own, with autoescape on and no value that may be missing."""

from __future__ import annotations

from collections.abc import Mapping

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from review.desk import desk_of
from review.messages import DEFAULT, Messages
from review.printable import visible
from zhenwei.address import defang
from zhenwei.clock import shown

LANGUAGE_COOKIE = "zhenwei_lang"


def make_pages() -> Environment:
    """Return the environment of ``review/pages``. Everything printed is escaped; nothing in there switches that off."""
    pages = Environment(
        loader=PackageLoader("review", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["visible"] = visible
    pages.filters["defang"] = defang
    pages.filters["moment"] = lambda value: shown(value)[:16] if value else "—"
    pages.filters["second"] = lambda value: shown(value) if value else "—"
    pages.filters["points"] = lambda value: f"{value:.0f}" if value == round(value) else f"{value:.1f}"
    return pages


def language_of(request: Request, known: Mapping[str, Messages]) -> str:
    """Return the language asked for (``?lang=``, then the cookie), if there is a catalogue of it."""
    for wish in (request.query_params.get("lang", ""), request.cookies.get(LANGUAGE_COOKIE, "")):
        if wish in known:
            return wish
    return DEFAULT


def page(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Return a rendered page. Templates see ``t`` (texts), ``person`` (or None), ``here`` and what is given."""
    desk = desk_of(request)
    language = language_of(request, desk.messages)
    markup = desk.pages.get_template(template).render(
        t=desk.messages[language],
        person=getattr(request.state, "person", None),
        here=request.url.path,
        languages={code: texts("app.tongue") for code, texts in desk.messages.items()},
        **values,
    )
    answer = HTMLResponse(markup, status_code=status)
    if request.query_params.get("lang") == language:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=365 * 86400, httponly=True, samesite="lax")
    return answer
