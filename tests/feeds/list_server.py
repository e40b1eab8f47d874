"""A list on a server that knows ranges, tags and conditions (RFC 9110), or not; it counts what it gives out."""

from __future__ import annotations

import asyncio
import hashlib
import re

from aiohttp import web


class ListServer:
    """Answers for one list. ``cut``: the connection ends after so many bytes of a body, once."""

    def __init__(self, body: bytes, *, ranges: bool = True, tags: bool = True, token: str = "") -> None:
        self.body, self.ranges, self.tags, self.token = body, ranges, tags, token
        self.cut = -1
        self.slow = 0.0
        self.given: list[tuple[int, int, int]] = []  # status, from, length
        self.seen: list[dict[str, str]] = []

    async def __call__(self, request: web.BaseRequest) -> web.StreamResponse:
        if self.slow:
            await asyncio.sleep(self.slow)
        self.seen.append(dict(request.headers) | {"path": request.path_qs})
        if self.token and self.token not in (request.headers.get("Authorization", "") + request.path_qs):
            return web.Response(status=401, text="no")
        tag = f'"{hashlib.sha256(self.body).hexdigest()[:12]}"' if self.tags else ""
        headers = {"ETag": tag} if tag else {}
        if tag and request.headers.get("If-None-Match") == tag:
            self.given.append((304, 0, 0))
            return web.Response(status=304, headers=headers)
        match = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("Range", ""))
        same = request.headers.get("If-Range", tag) == tag
        if match is None or not self.ranges or not same:
            return await self._send(request, 200, 0, self.body, headers)
        start, end = int(match[1]), min(int(match[2]) + 1, len(self.body))
        if start >= len(self.body):
            return web.Response(status=416, headers={"Content-Range": f"bytes */{len(self.body)}"})
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{len(self.body)}"
        return await self._send(request, 206, start, self.body[start:end], headers)

    async def _send(
        self, request: web.BaseRequest, status: int, start: int, body: bytes, headers: dict[str, str]
    ) -> web.StreamResponse:
        self.given.append((status, start, len(body)))
        answer = web.StreamResponse(status=status, headers=headers | {"Content-Length": str(len(body))})
        await answer.prepare(request)
        if 0 <= self.cut < len(body):
            await answer.write(body[: self.cut])
            self.cut = -1
            assert request.transport is not None
            request.transport.abort()
            return answer
        await answer.write(body)
        return answer
