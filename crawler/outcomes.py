"""What went wrong with a visit, as one Outcome and one sentence for a person."""

from __future__ import annotations

from collections.abc import Iterator

from OpenSSL import SSL
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
from scrapy.core.downloader.handlers.http11 import TunnelError
from twisted.internet.error import ConnectError, ConnectionLost
from twisted.web.client import ResponseFailed

from crawler.middlewares.egress import Refused
from zhenwei.types import Outcome


def outcome_of(error: BaseException) -> tuple[Outcome, str]:
    """Classify an exception of the downloader. What is unknown is FAILED with its name, never silence."""
    if isinstance(error, Refused):
        return error.outcome, str(error)
    if isinstance(error, DownloadTimeoutError):
        return Outcome.TIMEOUT, "在规定时间内没有收到完整答复"
    if isinstance(error, DownloadCancelledError):
        return Outcome.TOO_LARGE, "答复超过允许的大小"
    if isinstance(error, IgnoreRequest):  # only Scrapy's decompression raises it: redirects are followed by ourselves
        return Outcome.TOO_LARGE, "解压后超过允许的大小"
    if any(isinstance(cause, SSL.Error) for cause in causes(error)):
        return Outcome.TLS_FAILED, "TLS 握手失败"
    if isinstance(error, CannotResolveHostError):
        return Outcome.DNS_FAILED, "域名解析失败"
    if isinstance(error, DownloadConnectionRefusedError):
        return Outcome.UNREACHABLE, "连接被拒绝"
    if isinstance(error, UnsupportedURLSchemeError):
        return Outcome.EGRESS, "不支持的协议"
    if isinstance(error, TunnelError):
        return Outcome.UNREACHABLE, "代理无法连到该主机"
    if isinstance(error, DownloadFailedError | ResponseDataLossError | ConnectError | ConnectionLost | ResponseFailed):
        return Outcome.UNREACHABLE, "连接中断或对方不按 HTTP 答复"
    return Outcome.FAILED, f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"[:300]


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
