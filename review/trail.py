"""The audit trail of requests: ASGI middleware that writes who saw, exported, unmasked or changed something.

What was changed, exported or unmasked stands in the log before the answer leaves: without its row nothing goes out.
What was only seen is written right after the answer, so that reading never waits for a night that writes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass

from fastapi.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.desk import Desk
from review.refusing import refusal
from review.rights import SAFE, TOLD_BY_ROUTE, TRACED, TRACED_IF_NOTED, Right, right_of
from zhenwei.clock import now
from zhenwei.errors import StoreError
from zhenwei.store.audit import record
from zhenwei.store.logins import touch_session

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Entry:
    """A row to be written."""

    kind: str
    who: str
    act: str
    about: str
    detail: str
    address: str


class Trail:
    """Writes at most one row a request, and when the session was last used."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        later: list[Entry] = []
        stopped = False

        async def told(message: Message) -> None:
            nonlocal stopped
            if message["type"] == "http.response.start" and (entry := entry_of(scope, message["status"])):
                if entry.kind == "seen":
                    later.append(entry)
                elif not await run_in_threadpool(_write, _desk(scope), entry):
                    stopped = True
                    await refusal(scope, 503, "audit")(scope, receive, send)
            if not stopped:
                await send(message)

        await self.app(scope, receive, told)
        state = scope.get("state", {})
        if later or state.get("used"):
            await run_in_threadpool(_after, _desk(scope), later, state.get("used", ""))


def entry_of(scope: Scope, status: int) -> Entry | None:
    """Return the row that a request deserves, from its route, its right and what became of it."""
    state = scope.get("state", {})
    # Below a mounted application (/api/v1) the route knows the rest of its path only.
    path = scope.get("root_path", "") + getattr(scope.get("route"), "path", "")
    name, right = f"{scope['method']} {path}", right_of(scope["method"], path)
    if right is None or name in TOLD_BY_ROUTE:
        return None
    kind = _kind(name, right, status) or ("seen" if name in TRACED_IF_NOTED and state.get("noted") else "")
    person = state.get("person")
    # ``caller`` is the name of a token, set by the interface for programs.
    who = person.name if person else state.get("caller", "")
    if not kind or not who:
        return None
    client = scope.get("client")
    query = scope.get("query_string", b"").decode("latin-1") if scope["method"] in SAFE else ""
    # ``noted``: what a route has to say beside its path, set by it.
    detail = " ".join(part for part in (state.get("noted", ""), query) if part)
    return Entry(kind, who, name, scope["path"], detail, client[0] if client else "")


def _kind(name: str, right: Right, status: int) -> str:
    if status in (401, 403):
        return "refused"
    if status >= 400:
        return ""
    if right is Right.EXPORT:
        return "exported"
    if right is Right.UNMASK and not name.startswith(SAFE):
        return "unmasked"
    if not name.startswith(SAFE):
        return "admin" if right is Right.ADMIN else "changed"
    if right is Right.TOKEN:
        return "exported"
    return "seen" if right is Right.ADMIN else TRACED.get(name, "")


def _desk(scope: Scope) -> Desk:
    desk: Desk = scope["app"].state.desk
    return desk


def _write(desk: Desk, entry: Entry) -> bool:
    try:
        with desk.store.transaction() as session:
            record(session, entry.kind, entry.who, entry.act, entry.about, detail=entry.detail, address=entry.address)
    except StoreError as error:
        log.error("audit row not written: %s", error)
        return False
    return True


def _after(desk: Desk, entries: list[Entry], used: str) -> None:
    for entry in entries:
        _write(desk, entry)
    if used:
        try:
            with desk.store.transaction() as session:
                touch_session(session, used, now())
        except StoreError as error:
            log.warning("last use of a session not written: %s", error)
