"""Pages from templates: an environment of its own, with autoescape on and no value that may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import escape

from review.desk import desk_of
from review.messages import DEFAULT, Messages
from review.navigation import ways_for
from review.printable import inert, inert_parts, peer, visible
from review.tastes import LOOK, LOOKS, keep, turned, wish
from review.telling import forget, telling
from zhenwei.address import defang
from zhenwei.clock import shown
from zhenwei.config import Settings

LANGUAGE = "lang"


def make_pages() -> Environment:
    """Return the environment of ``review/pages``. Everything printed is escaped; nothing in there switches that off."""
    pages = Environment(
        loader=PackageLoader("review", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        # Templates come with the program: none changes while it runs, and asking the disk for each takes its time.
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    pages.filters["visible"] = visible
    pages.filters["inert"] = inert
    pages.filters["inert_parts"] = inert_parts
    pages.filters["peer"] = peer
    pages.filters["defang"] = defang
    pages.filters["moment"] = lambda value: shown(value)[:16] if value else "—"
    pages.filters["second"] = lambda value: shown(value) if value else "—"
    pages.filters["points"] = lambda value: f"{value:.0f}" if value == round(value) else f"{value:.1f}"
    return pages


def language_of(request: Request, known: Mapping[str, Messages]) -> str:
    """Return the language asked for (``?lang=``, then the cookie), if there is a catalogue of it."""
    return wish(request, LANGUAGE, known, DEFAULT)


def page(request: Request, template: str, *, status: int = 200, **values: object) -> HTMLResponse:
    """Return a rendered page. Templates see ``t`` (texts), ``person`` (or None), ``here``, ``kept`` and more."""
    desk = desk_of(request)
    language = language_of(request, desk.messages)
    look = wish(request, LOOK, LOOKS, LOOKS[0])
    person = getattr(request.state, "person", None)
    news = telling(request, desk.messages[language])
    markup = desk.pages.get_template(template).render(
        t=desk.messages[language],
        person=person,
        news=news,
        here=request.url.path,
        ways=ways_for(person.may, request.url.path) if person else [],
        languages=[
            (code, texts("app.tongue"), turned(request, LANGUAGE, code)) for code, texts in desk.messages.items()
        ],
        look=look,
        looks=[(one, turned(request, LOOK, one)) for one in LOOKS],
        **values,
    )
    answer = HTMLResponse(_homeless(markup, desk.settings), status_code=status)
    keep(request, answer, LANGUAGE, language)
    keep(request, answer, LOOK, look)
    if news:
        forget(answer)
    return answer


def _homeless(markup: str, settings: Settings) -> str:
    """Return a page without the paths of this machine: reasons that evidence or a letter gives may name them."""
    own = (settings.data_dir, settings.evidence_dir, settings.letters_dir, settings.watchlist_dir)
    for home in _homes(frozenset(folder for folder in own if folder is not None)):
        markup = markup.replace(home, "")
    return markup


@lru_cache(maxsize=8)
def _homes(folders: frozenset[Path]) -> tuple[str, ...]:
    """Return how pages may spell these folders, the longest first; asked of the disk once."""
    every = {str(path) for folder in folders for path in (folder.absolute(), folder.resolve())}
    return tuple(f"{escape(path)}/" for path in sorted(every, key=len, reverse=True) if len(path) > 1)
