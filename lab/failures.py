"""How a host misbehaves on purpose, on a real connection."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from aiohttp import web

from lab.answers import Answer, plain
from lab.schema import Failure

_CHUNK = b"<p>" + b"0123456789abcdef" * 1023 + b"</p>"


class Failures:
    """The failures of a world, with what they remember (how often a host was asked)."""

    def __init__(self, failures: Mapping[str, Failure]) -> None:
        self._failures = failures
        self._asked: Counter[str] = Counter()

    def of(self, host: str) -> Failure | None:
        """Return how the host misbehaves at this request, if it does; counts the request."""
        failure = self._failures.get(host)
        if failure is None:
            return None
        self._asked[host] += 1
        spent = failure.kind == "status-first" and self._asked[host] > failure.times
        return None if spent else failure


def instead(failure: Failure, request: web.BaseRequest) -> Answer | None:
    """Return what is answered in place of the site's own answer, if the failure replaces it."""
    if failure.kind == "redirect-loop":
        step = request.query.get("step", "")
        following = int(step) + 1 if step.isdecimal() and len(step) < 6 else 1
        return Answer(302, {"Location": f"{request.path}?step={following}"})
    if failure.kind == "status-first":
        return plain(failure.status, f"<!DOCTYPE html><title>{failure.status}</title>")
    return None


def mislabelled(given: Answer) -> Answer:
    """Return the answer with a charset in its header that is not the one of its bytes."""
    headers = dict(given.headers)
    for key, value in given.headers.items():
        if key.lower() == "content-type" and "charset=" in value:
            kind, _, charset = value.partition("charset=")
            headers[key] = f"{kind}charset={'gb2312' if charset.lower() in ('utf-8', 'utf8') else 'utf-8'}"
    return replace(given, headers=headers)


async def on_the_wire(failure: Failure, request: web.BaseRequest, given: Answer) -> web.StreamResponse:
    """Send (or never send) an answer the way the failure says."""
    if failure.kind == "hang":
        await asyncio.Event().wait()  # until the visitor gives up or the lab closes
    if failure.kind == "reset":
        reset(request)
        return web.Response()  # goes nowhere: the connection is gone
    response = web.StreamResponse(status=given.status, headers=given.headers)
    if failure.kind == "large-body":
        response.headers["Content-Type"] = "text/html; charset=utf-8"
    await response.prepare(request)
    if request.method != "HEAD":
        await (_pour(response, failure.bytes) if failure.kind == "large-body" else _drip(response, given, failure))
    await response.write_eof()
    return response


def reset(request: web.BaseRequest) -> None:
    """Break the connection with a TCP RST, as a firewall would."""
    if request.transport is not None:
        connection: socket.socket = request.transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()


async def _pour(response: web.StreamResponse, size: int) -> None:
    while size > 0:
        await response.write(_CHUNK[:size])
        size -= len(_CHUNK)


async def _drip(response: web.StreamResponse, given: Answer, failure: Failure) -> None:
    """Four pieces a second, so that a timeout between bytes never fires and only one for the whole can."""
    piece = max(1, failure.bytes_per_s // 4)
    for start in range(0, len(given.body), piece):
        await response.write(given.body[start : start + piece])
        await asyncio.sleep(piece / failure.bytes_per_s)
