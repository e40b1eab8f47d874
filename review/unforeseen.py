"""What nobody foresaw: its trace goes to the log of the desk, one sentence to the reader."""

from __future__ import annotations

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.refusing import refusal

log = logging.getLogger(__name__)


class Unforeseen:
    """ASGI middleware below those that seal answers and keep the audit log, so that this answer is no exception."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception:
            if begun:
                raise  # the server logs it, and breaks off what can no longer be made good
            log.exception("an error that was not foreseen")
            await refusal(scope, 500)(scope, receive, send)
