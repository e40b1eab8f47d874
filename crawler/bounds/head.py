"""The head of an answer, bounded: bytes, length of a line, number of lines, number of interim answers (1xx).

Twisted has a limit of 16 KB for one line and none for their number, and it drops the connection without a word at a
line that is longer. The sizes here are a browser's (Chromium reads 256 KB of headers), so that what visitors see is
captured; beyond them the answer fails with a name.
"""

from __future__ import annotations

from contextlib import suppress

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
)
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, STATUS, ParseError, Request
from twisted.web.client import _HTTP11ClientFactory
from twisted.web.http_headers import InvalidHeaderName
from twisted.web.iweb import IResponse

from zhenwei.sentences import said

MAX_HEAD = 256 * 1024
MAX_LINES = 5_000  # thousands of cookies are a page of a kind, millions are an attack
MAX_INTERIM = 20


class HeadTooLarge(Exception):
    """The head of an answer goes beyond a bound. Travels inside Twisted's ResponseFailed."""


class BoundedParser(_LenientHTTPClientParser):
    """Counts the head of one answer, interim answers included. State of its own stands on the class as zeros."""

    MAX_LENGTH = MAX_HEAD
    _head = 0
    _lines = 0
    _interim = 0

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's interface)
        if self.state != BODY:
            self._head += len(data)
            # The last piece may hold the whole head and much of the body already.
            if self._head > MAX_HEAD + 65_536:
                raise HeadTooLarge(said("答复头超过 {most} KB", most=MAX_HEAD // 1024))
        super().dataReceived(data)  # type: ignore[no-untyped-call]

    def lineReceived(self, line: bytes) -> None:  # noqa: N802 (Twisted's interface)
        self._lines += 1
        if self._lines > MAX_LINES:
            raise HeadTooLarge(said("答复头超过 {most} 行", most=MAX_LINES))
        super().lineReceived(line)

    def headerReceived(self, name: bytes, value: bytes) -> None:  # noqa: N802 (Twisted's interface)
        with suppress(InvalidHeaderName):  # browsers skip such a line and show the page
            super().headerReceived(name, value)  # type: ignore[no-untyped-call]

    def lineLengthExceeded(self, line: bytes) -> None:  # noqa: N802 (Twisted's interface)
        raise HeadTooLarge(said("答复头中有一行超过 {most} KB", most=MAX_HEAD // 1024))

    def connectionLost(self, reason: Failure | None = None) -> None:  # noqa: N802 (Twisted's interface)
        if self.state == STATUS and self._buffer:  # something came, and no line of it (HTTP/0.9, say)
            error = ParseError("no status line", self._buffer[:80])  # type: ignore[no-untyped-call]
            reason = Failure(error)  # type: ignore[no-untyped-call]
        super().connectionLost(reason)

    def allHeadersReceived(self) -> None:  # noqa: N802 (Twisted's interface)
        if 100 <= self.response.code < 200:
            self._interim += 1
            if self._interim > MAX_INTERIM:
                raise HeadTooLarge(said("临时答复（1xx）超过 {most} 次", most=MAX_INTERIM))
        coding = self.connHeaders.getRawHeaders(b"transfer-encoding") or ()
        if coding and all(value.strip().lower() in (b"identity", b"") for value in coding):
            # "identity" was a coding of RFC 2616; servers of that age still say it, and browsers take no notice.
            self.connHeaders.removeHeader(b"transfer-encoding")
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class BoundedProtocol(_LenientHTTP11ClientProtocol):
    """Reads its answers with BoundedParser, put in its place the way Scrapy puts its own (see its ``request``)."""

    def request(self, request: Request) -> Deferred[IResponse]:
        answer = super().request(request)
        if self._parser is not None:  # None if writing failed at once
            self._parser.__class__ = BoundedParser
        return answer


class BoundedFactory(_HTTP11ClientFactory):
    """Makes the connections of the pool."""

    noisy = False

    def buildProtocol(self, addr: IAddress | None) -> BoundedProtocol:  # noqa: N802 (Twisted's interface)
        return BoundedProtocol(self._quiescentCallback)  # type: ignore[no-untyped-call]
