"""The body of an answer, bounded: what a visit has received when time or size run out is kept and marked as cut.

A page whose last byte never comes is shown by every browser; a crawler that throws it away is blind to it. So a visit
gets the beginning, with a flag that says why there is no more; whoever reads whole files (feeds, logs) gets an error.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Any

from scrapy.core.downloader.handlers.http11 import _BindAddressAgent, _ResultT, _ScrapyAgent
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Request, Response
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.internet.protocol import Protocol, connectionDone
from twisted.internet.ssl import Certificate
from twisted.python.failure import Failure
from twisted.web.client import URI, Agent, ResponseDone
from twisted.web.client import Response as TxResponse
from twisted.web.http import PotentialDataLoss

# Flags of a response (Scrapy's own for a connection that broke off: "dataloss", "partial").
CUT_SIZE = "cut-size"
CUT_TIME = "cut-time"
DATALOSS = "dataloss"


class Reader(Protocol):
    """Collects one body up to ``most`` bytes."""

    def __init__(self, finished: Deferred[_ResultT], response: TxResponse, most: int, keep: bool) -> None:
        self._finished, self._response, self._most, self._keep = finished, response, most, keep
        self._body = BytesIO()
        self._certificate: Certificate | None = None
        self._address: IPv4Address | IPv6Address | None = None

    def connectionMade(self) -> None:  # noqa: N802 (Twisted's interface)
        producer = self.transport._producer  # type: ignore[union-attr]
        with suppress(AttributeError):
            self._certificate = Certificate(producer.getPeerCertificate())  # type: ignore[no-untyped-call]
        self._address = ip_address(producer.getPeer().host)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802 (Twisted's interface)
        if self._finished.called:
            return
        self._body.write(data)
        if self._body.tell() > self._most:
            if self._keep:
                self.finish(CUT_SIZE)
            else:
                self._finished.errback(DownloadCancelledError(f"more than {self._most} bytes"))
            self.abort()

    def connectionLost(self, reason: Failure = connectionDone) -> None:  # noqa: N802 (Twisted's interface)
        if self._finished.called:
            return
        if reason.check(ResponseDone):  # type: ignore[no-untyped-call]
            self.finish()
        elif reason.check(PotentialDataLoss):  # type: ignore[no-untyped-call]
            self.finish("partial")  # no length was announced: the end of the connection is the end of the body
        elif self._keep and self._body.tell():
            self.finish(DATALOSS)
        else:
            self._finished.errback(reason)

    def cut(self, finished: Deferred[_ResultT]) -> None:
        """Called when time runs out: what has come so far is the answer, if a visit asked and anything came."""
        if self._keep and self._body.tell():
            self.finish(CUT_TIME)
        self.abort()

    def abort(self) -> None:
        """Close the connection now, whatever the other side still sends."""
        self._response._transport._producer.abortConnection()

    def finish(self, flag: str = "") -> None:
        """Hand over what has come."""
        self._finished.callback(
            {
                "txresponse": self._response,
                "body": self._body.getvalue()[: self._most],
                "flags": [flag] if flag else None,
                "certificate": self._certificate,
                "ip_address": self._address,
            }
        )


class Endpoints:
    """Ways to plain http hosts, kept: making one costs as much as asking. Each connection still asks the resolver."""

    def __init__(self, most: int = 4_096) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[bytes, int], IStreamClientEndpoint] = OrderedDict()

    def of(self, uri: URI, make: Callable[[URI], IStreamClientEndpoint]) -> IStreamClientEndpoint:
        """Return the way to an address, made anew where it is not plain http or not known."""
        if uri.scheme != b"http":
            return make(uri)
        key = (uri.host, uri.port)
        if (known := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return known
        made = make(uri)
        self._kept[key] = made
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return made


class BoundedAgent(_ScrapyAgent):
    """Scrapy's agent with the reader above. ``keep``: a cut answer is an answer."""

    def __init__(self, *, most: int, keep: bool, endpoints: Endpoints, **rest: Any) -> None:
        super().__init__(**rest)
        self._most, self._keep, self._endpoints = most, keep, endpoints

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        agent = super()._get_agent(request, timeout)
        if type(agent) is _BindAddressAgent:
            make = agent._getEndpoint
            agent._getEndpoint = lambda uri: self._endpoints.of(uri, make)  # type: ignore[method-assign]
        return agent

    def _cb_bodyready(self, txresponse: TxResponse, request: Request) -> _ResultT | Deferred[_ResultT]:
        length: int | object = txresponse.length
        if length == 0:  # deliverBody hangs for answers without a body
            return {
                "txresponse": txresponse,
                "certificate": getattr(txresponse, "_scrapy_certificate", None),
                "ip_address": getattr(txresponse, "_scrapy_ip_address", None),
            }
        if not self._keep and isinstance(length, int) and length > self._most:
            txresponse._transport._producer.abortConnection()
            raise DownloadCancelledError(f"{length} bytes announced, {self._most} allowed")
        finished: Deferred[_ResultT] = Deferred(lambda d: reader.cut(d))
        reader = Reader(finished, txresponse, self._most, self._keep)
        self._txresponse = txresponse
        txresponse.deliverBody(reader)  # type: ignore[no-untyped-call]
        return finished

    def _cb_timeout(self, result: Any, request: Request, url: str, timeout: float) -> Any:
        if isinstance(result, Response) and CUT_TIME in result.flags:
            return result
        return super()._cb_timeout(result, request, url, timeout)
