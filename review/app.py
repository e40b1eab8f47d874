"""The application: desk, routes, and what an error looks like."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from review.access import GUARD, ChangeNeeded, LoginNeeded, person
from review.api.app import ROOT, create_api
from review.desk import Desk, Watched
from review.editing.proposals import Proposals
from review.figures.count import Counting
from review.figures.elsewhere import Elsewhere
from review.figures.keeper import Keeper
from review.fragments import Fragments
from review.headers import Headers
from review.making import Makings
from review.messages import load_messages
from review.papers import Previews
from review.provider import Provider
from review.refusing import error_page
from review.render import make_pages
from review.returning import page_of
from review.routers import ROUTERS
from review.secret import app_key
from review.session import Sessions
from review.trail import Trail
from review.unforeseen import Unforeseen
from zhenwei.config import Settings
from zhenwei.errors import NoSuch, ZhenweiError
from zhenwei.store.database import open_store
from zhenwei.store.logins import Terms
from zhenwei.watchlist.clocks import load_clocks

STATIC = Path(__file__).parent / "static"
EXPLAINED = (400, 403, 404, 405, 409)
# What the guard (access.py) says of a refusal, where a text says more than that of the status.
REASONS = ("form", "role")


def create_app(settings: Settings) -> FastAPI:
    """Return the desk over a deployment's store and evidence.

    Opens the store and makes the key file. Raises SettingsError, StoreError or WatchlistError.
    """
    key = app_key(settings.data_dir)
    pages = make_pages()
    desk = Desk(
        settings=settings,
        store=open_store(settings.database),
        sessions=Sessions(key, _terms(settings)),
        messages=load_messages(),
        pages=pages,
        fragments=Fragments(pages),
        clocks=load_clocks(settings.watchlist_dir),
        watched=Watched(settings.watchlist_dir),
        previews=Previews(),
        provider=Provider(settings, key) if settings.oidc_issuer else None,
    )

    counting = Counting(desk.clocks)
    keeper = Keeper(desk.store, counting, Elsewhere(settings.database, counting))

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        app.state.proposals.close()
        app.state.makings.close()
        keeper.close()
        desk.store.close()

    # The pages are for people and have no description; the interface below /api/v1 has its own, for holders of a token.
    # A path with a slash too many is none of ours: Starlette's way to the right one would repeat the Host header.
    app = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan, dependencies=GUARD
    )
    app.state.desk = desk
    app.state.keeper = keeper
    app.state.proposals = Proposals()
    app.state.makings = Makings(settings)
    for router in ROUTERS:
        app.include_router(router)
    app.mount(ROOT, create_api(desk))
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Unforeseen)
    app.add_middleware(Trail)
    app.add_middleware(Headers)
    app.add_exception_handler(LoginNeeded, _to_login)
    app.add_exception_handler(ChangeNeeded, _to_password)
    app.add_exception_handler(HTTPException, _explain)
    app.add_exception_handler(RequestValidationError, _explain)
    app.add_exception_handler(ZhenweiError, _explain)
    return app


def _to_login(request: Request, _error: Exception) -> Response:
    wanted = page_of(request)
    return RedirectResponse("/login" if wanted == "/" else f"/login?next={quote(wanted)}", status_code=303)


def _to_password(_request: Request, _error: Exception) -> Response:
    return RedirectResponse("/password", status_code=303)


def _terms(settings: Settings) -> Terms:
    return Terms(timedelta(minutes=settings.session_idle_minutes), timedelta(hours=settings.session_hours))


def _explain(request: Request, error: Exception) -> Response:
    """Answer with a page that says in one sentence what is wrong, and shows nothing of the inside."""
    if isinstance(error, HTTPException):
        status = error.status_code
    elif isinstance(error, NoSuch):
        status = 404
    else:
        status = 400 if isinstance(error, RequestValidationError) else 503
    if status == 404:
        with suppress(LoginNeeded):  # where no route was found, nobody has asked yet: the page keeps its ways on
            person(request)
    why = error.detail if isinstance(error, HTTPException) and error.detail in REASONS else ""
    return error_page(request, status, why or str(status if status in EXPLAINED else 503))
