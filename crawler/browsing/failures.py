"""Why there is no rendered page, as an Outcome and a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.async_api import Error

from crawler.gate import Gate
from crawler.middlewares.egress import Refused
from crawler.render import Rendered
from zhenwei.sentences import said
from zhenwei.types import Outcome


class BrowserGone(Exception):
    """The browser ended while a page was open. Raised and caught by the handler."""


def no_page(headers: Mapping[str, str], gate: Gate) -> None:
    """Raise Refused if the answer is the gate's own: what the browser shows then is no page of the site."""
    token, _, outcome = headers.get("x-zhenwei-gate", "").partition(" ")
    if token == gate.token:
        raise Refused(Outcome(outcome), said("页面转到了不允许访问或不存在的地址"))


def explained(url: str, into: Rendered | None, gate: Gate | None, error: Error) -> Refused:
    """Turn an error of the browser into an outcome."""
    first = error.message.splitlines()[0] if error.message else type(error).__name__
    documents = into.seen.documents if into is not None else []
    if gate is not None and "ERR_TUNNEL_CONNECTION_FAILED" in first:
        targets = (*(d.headers.get("location", "") for d in documents), url)
        for host, (outcome, why) in gate.refused.items():
            if any(host in target for target in targets):
                return Refused(outcome, why)
    if into is not None and (into.seen.counts["downloads"] or "Download is starting" in first):
        return Refused(Outcome.NOT_A_PAGE, said("该地址给出的是下载文件，不是网页"))
    if "ERR_ABORTED" in first and documents and documents[-1].status in (204, 205):
        return Refused(Outcome.NOT_A_PAGE, said("该地址没有内容（HTTP {status}）", status=documents[-1].status))
    if "Timeout" in first or "ERR_TIMED_OUT" in first:
        return Refused(Outcome.TIMEOUT, said("浏览器在规定时间内没有收到答复"))
    if "ERR_TOO_MANY_REDIRECTS" in first:
        return Refused(Outcome.REDIRECT_LOOP, said("浏览器：跳转次数过多"))
    if "net::ERR_" in first:
        return Refused(Outcome.UNREACHABLE, said("浏览器：{error}", error=first[first.index("net::") :][:120]))
    return Refused(Outcome.NOT_RENDERED, said("浏览器未能显示该页：{error}", error=first[:200]))
