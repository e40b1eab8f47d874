"""Keeps each exchange as it went over the wire, before Scrapy decodes anything."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus

from scrapy.http import Request, Response

from zhenwei.clock import now
from zhenwei.evidence.exchange import Exchange

# Belong to the way to the proxy, not to the exchange with the site.
_HOP_HEADERS = {"proxy-authorization"}


class WireMiddleware:
    """Appends to ``request.meta["exchanges"]`` where a spider has put a list there."""

    def process_request(self, request: Request) -> None:
        request.meta["started_at"] = now()

    def process_response(self, request: Request, response: Response) -> Response:
        kept = request.meta.get("exchanges")
        if isinstance(kept, list):
            kept.append(exchange_of(request, response))
        return response


def exchange_of(request: Request, response: Response) -> Exchange:
    """Build the record of one exchange."""
    return Exchange(
        url=response.url,
        method=request.method,
        request_headers=tuple(_pairs(request.headers.items())),
        status=response.status,
        reason=_reason(response.status),
        response_headers=tuple(_pairs(response.headers.items())),
        body=response.body,
        started_at=request.meta.get("started_at") or now(),
        address=str(request.meta.get("address") or response.ip_address or ""),
    )


def _pairs(items: Iterable[tuple[bytes, list[bytes]]]) -> Iterable[tuple[str, str]]:
    for name, values in items:
        text = name.decode("latin-1")
        if text.lower() not in _HOP_HEADERS:
            yield from ((text, value.decode("latin-1")) for value in values)


def _reason(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
