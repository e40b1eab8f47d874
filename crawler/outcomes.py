"""What went wrong with a visit, as one Outcome and one sentence for a person."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet.error import ConnectError, ConnectionLost
from twisted.web.client import ResponseFailed

from crawler.middlewares.egress import Refused
from zhenwei.sentences import said
from zhenwei.types import Outcome

_Kinds = tuple[type[BaseException], ...]
# The order matters: some of Scrapy's classes are kinds of others.
_KNOWN: tuple[tuple[_Kinds, Outcome, str], ...] = (
    ((DownloadTimeoutError,), Outcome.TIMEOUT, said("在规定时间内没有收到完整答复")),
    ((DownloadCancelledError,), Outcome.TOO_LARGE, said("答复超过允许的大小")),
    # Only Scrapy's decompression raises it here: redirects are followed by ourselves.
    ((IgnoreRequest,), Outcome.TOO_LARGE, said("解压后超过允许的大小")),
    ((CannotResolveHostError,), Outcome.DNS_FAILED, said("域名解析失败")),
    ((DownloadConnectionRefusedError,), Outcome.UNREACHABLE, said("连接被拒绝")),
    ((UnsupportedURLSchemeError,), Outcome.EGRESS, said("不支持的协议")),
    ((TunnelError,), Outcome.UNREACHABLE, said("代理无法连到该主机")),
    (
        (DownloadFailedError, ResponseDataLossError, ConnectError, ConnectionLost, ResponseFailed),
        Outcome.UNREACHABLE,
        said("连接中断或对方不按 HTTP 答复"),
    ),
)


def outcome_of(error: BaseException | None) -> tuple[Outcome, str]:
    """Classify an exception of the downloader. What is unknown is FAILED with its name, never silence."""
    if isinstance(error, Refused):
        return error.outcome, str(error)
    if error is None:
        return Outcome.FAILED, said("原因不明")
    if any(isinstance(cause, SSL.Error) for cause in causes(error)):
        return Outcome.TLS_FAILED, said("TLS 握手失败")
    for kinds, outcome, why in _KNOWN:
        if isinstance(error, kinds):
            return outcome, why
    first = str(error).splitlines()[0] if str(error) else ""
    return Outcome.FAILED, f"{type(error).__name__}: {first}"[:300]


def causes(error: BaseException, depth: int = 6) -> Iterator[BaseException]:
    """Yield an exception and what is behind it: chained causes, and the reasons inside Twisted's ResponseFailed."""
    yield error
    if depth == 0:
        return
    for reason in getattr(error, "reasons", None) or ():
        if isinstance(inner := getattr(reason, "value", None), BaseException):
            yield from causes(inner, depth - 1)
    if error.__cause__ is not None:
        yield from causes(error.__cause__, depth - 1)
