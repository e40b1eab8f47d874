"""Small builders of answers."""

from __future__ import annotations

from tests.crawler.hostile.raw_farm import Answer, Talk

SALE = "<html><head><title>办证中心</title></head><body><p>特种作业操作证 包过 联系微信</p>"
PAGE = SALE.encode()
HTML = "Content-Type: text/html; charset=utf-8"


def head(*headers: str, status: str = "200 OK", version: str = "HTTP/1.1") -> bytes:
    return "\r\n".join((f"{version} {status}", *headers, "Connection: close", "", "")).encode("latin-1")


def whole(body: bytes = PAGE, *headers: str, status: str = "200 OK", kind: str = HTML) -> bytes:
    return head(kind, f"Content-Length: {len(body)}", *headers, status=status) + body


def says(*pieces: bytes) -> Answer:
    """Send the pieces and close."""

    async def answer(talk: Talk) -> None:
        await talk.send(*pieces)

    return answer


def says_and_waits(*pieces: bytes) -> Answer:
    """Send the pieces and keep the connection open without another byte."""

    async def answer(talk: Talk) -> None:
        await talk.send(*pieces)
        await talk.silence()

    return answer


def endless(first: bytes, piece: bytes, pause: float = 0.0) -> Answer:
    """Send the first piece, then the other one for ever."""

    async def answer(talk: Talk) -> None:
        await talk.send(first)
        await talk.forever(piece, pause)

    return answer


def resets_after(*pieces: bytes) -> Answer:
    async def answer(talk: Talk) -> None:
        await talk.send(*pieces)
        talk.reset()

    return answer


def page(body: str | bytes, kind: str = HTML, *headers: str) -> Answer:
    return says(whole(body.encode() if isinstance(body, str) else body, *headers, kind=kind))
