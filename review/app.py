"""The application: desk, routes, and what an error looks like."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException

from review.access import LoginNeeded
from review.desk import Desk
from review.headers import Headers
from review.lockout import LockOut
from review.messages import load_messages
from review.render import make_pages, page
from review.routes import case, clocks, front, login, pictures, queue, reports
from review.secret import app_key
from review.session import Sessions
from zhenwei.clock import now
from zhenwei.config import Settings
from zhenwei.errors import ZhenweiError
from zhenwei.store.database import open_store
from zhenwei.watchlist import load_watchlist
from zhenwei.watchlist.clocks import load_clocks

STATIC = Path(__file__).parent / "static"
EXPLAINED = (400, 403, 404, 405, 409)


def create_app(settings: Settings) -> FastAPI:
    """Return the desk over a deployment's store and evidence.

    Opens the store and makes the key file. Raises SettingsError, StoreError or WatchlistError.
    """
    watchlist = load_watchlist(settings.watchlist_dir)
    key = app_key(settings.data_dir)
    desk = Desk(
        settings=settings,
        store=open_store(settings.database),
        organs={slug: organ.name for slug, organ in watchlist.organs.items()},
        sessions=Sessions(key),
        lockout=LockOut(now),
        messages=load_messages(),
        pages=make_pages(),
        clocks=load_clocks(settings.watchlist_dir),
        office=watchlist.sender.name,
    )

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        yield
        desk.store.close()

    # No description of the interface is served: the pages are for people.
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.desk = desk
    for part in (login, front, queue, case, clocks, pictures, reports):
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(Headers)
    app.add_exception_handler(LoginNeeded, _to_login)
    app.add_exception_handler(HTTPException, _explain)
    app.add_exception_handler(RequestValidationError, _explain)
    app.add_exception_handler(ZhenweiError, _explain)
    return app


def _to_login(request: Request, _error: Exception) -> Response:
    wanted = request.url.path if request.method == "GET" else "/"
    return RedirectResponse("/login" if wanted == "/" else f"/login?next={quote(wanted)}", status_code=303)


def _explain(request: Request, error: Exception) -> Response:
    """Answer with a page that says in one sentence what is wrong, and shows nothing of the inside."""
    if isinstance(error, HTTPException):
        status = error.status_code
    else:
        status = 400 if isinstance(error, RequestValidationError) else 503
    return page(request, "error.html", status=status, status_code=status if status in EXPLAINED else 503)
