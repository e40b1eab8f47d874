"""What every answer says to the browser, whoever made the answer: run nothing, load nothing from elsewhere."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from review.refusing import for_programs, refuse

POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
# For every answer that is no page of ours: should a browser show it after all, nothing in it runs, asks or navigates.
SANDBOX = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
# What pages load, or scripts of ours read; everything else that is no page is saved.
PARTS = (
    "text/css",
    "text/javascript",
    "application/javascript",
    "image/svg+xml",
    "image/webp",
    "image/png",
    "application/json",
    "text/plain",
)
FIXED = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "x-permitted-cross-domain-policies": "none",
    "x-dns-prefetch-control": "off",
}
LONGEST_FORM = 65_536  # bytes; a reason is a few hundred
LONGEST_TEXT = 1_000_000  # bytes; the whole text of a letter
TEXTS = "/letters/"
LONGEST_DELIVERY = 2_000_000  # of a program: two hundred reports


class Headers:
    """ASGI middleware: sets headers and policy, keeps pages out of caches, refuses bodies that no form of ours has."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in FIXED.items():
                    headers[name] = value
                _seal(headers)
                # Our own scripts and sheets are kept and asked about (ETag); whatever else there is, is never kept.
                headers.setdefault("cache-control", "no-cache" if _is_static(scope) else "no-store")
            await send(message)

        if _body_is_wrong(scope):
            await refuse(scope, receive, sealed, 413)
            return
        await self.app(scope, receive, sealed)


def _seal(headers: MutableHeaders) -> None:
    """Give a page its policy and all else the sandbox; what no page loads is saved, never shown."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    headers["content-security-policy"] = POLICY if kind == "text/html" else SANDBOX
    if kind and kind != "text/html" and kind not in PARTS:
        headers.setdefault("content-disposition", "attachment")


def _body_is_wrong(scope: Scope) -> bool:
    """True for a body that is too long or hides its length."""
    headers = dict(scope["headers"])
    if b"transfer-encoding" in headers:
        return True
    length = headers.get(b"content-length", b"0")
    return not length.isdigit() or int(length) > _longest(scope)


def _longest(scope: Scope) -> int:
    if for_programs(scope):
        return LONGEST_DELIVERY
    return LONGEST_TEXT if str(scope["path"]).startswith(TEXTS) else LONGEST_FORM


def _is_static(scope: Scope) -> bool:
    return str(scope["path"]).startswith("/static/")
