"""Scrapy's download handler of this project: plain requests by Scrapy, rendered ones by scrapy-playwright.

scrapy-playwright keeps the browser, its contexts and their limits; this class decides what is done with a page, gives
every look a fresh context, sends the browser through the gate, and bounds all of it in time.
"""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from typing import Any, ClassVar, Self, cast
from weakref import WeakKeyDictionary

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import Error
from playwright.async_api import Page as Tab
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.provider import PlaywrightBrowserProvider
from twisted.web.iweb import IPolicyForHTTPS

from crawler.bounds.handler import BoundedHandler
from crawler.browser import find_browser
from crawler.deployment import deployment_of
from crawler.gate import Gate
from crawler.middlewares.egress import Refused
from crawler.onlyget import only_get
from crawler.render import Rendered, capture_tab
from crawler.rendered import exchanges_of, hops_of
from zhenwei.types import Outcome

FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # WebRTC would open UDP past the gate.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-features=WebRtcHideLocalIpsWithMdns,MediaRouter,OptimizationHints",
)


class RenderHandler(ScrapyPlaywrightDownloadHandler, BoundedHandler):  # type: ignore[misc]  # it ships no types
    """One for http and https together: two would start two browsers."""

    _of_crawler: ClassVar[WeakKeyDictionary[Crawler, RenderHandler]] = WeakKeyDictionary()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        if crawler not in cls._of_crawler:
            cls._of_crawler[crawler] = cls(crawler)
        found = cls._of_crawler[crawler]
        assert isinstance(found, cls)
        return found

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._deployment = deployment_of(crawler)
        settings = self._deployment.settings
        self._contextFactory = cast("IPolicyForHTTPS", self._deployment.tls)
        self._gate: Gate | None = None
        self._seconds = settings.render_timeout
        self._tabs = asyncio.Semaphore(settings.render_tabs)
        self.config.target_closed_max_retries = 2
        self.config.navigation_timeout_ms = settings.render_timeout * 1000

    async def _launch(self) -> None:
        """Nothing yet: most crawls render no page, and the first one that does starts the browser."""

    async def _maybe_launch_browser(self) -> None:
        if self._gate is None:
            self._gate = Gate(self._deployment)
            await self._gate.start()
        if not hasattr(self, "browser_provider"):
            self.config.launch_options = self._launch_options(self._gate)
            provider = PlaywrightBrowserProvider(self.config)
            try:
                await provider.start()
            except Exception as error:  # the driver is a program of its own and may end in any way
                raise Refused(Outcome.NOT_RENDERED, f"渲染驱动不能启动：{str(error)[:200]}") from error
            self.browser_provider = provider
        try:
            await super()._maybe_launch_browser()
        except Error as error:
            raise Refused(Outcome.NOT_RENDERED, f"浏览器不能启动：{error.message.splitlines()[0][:200]}") from error

    def _launch_options(self, gate: Gate) -> dict[str, Any]:
        browser = find_browser(self._deployment.settings, os.environ)
        if browser is None:
            raise Refused(Outcome.NOT_RENDERED, "没有可用的浏览器（BROWSER_PATH 或 PATH 中的 Chromium）")
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        return {
            "executable_path": str(browser.path),
            "headless": True,
            "chromium_sandbox": not root,
            "args": [*FLAGS, *(["--no-sandbox"] if root else [])],
            "proxy": {"server": gate.url, "bypass": "<-loopback>"},
            "timeout": 30_000,
        }

    async def download_request(self, request: Request) -> Response:
        if not request.meta.get("playwright"):
            return await super().download_request(request)
        async with self._tabs:
            try:
                limit = 3 * self._seconds + 30
                return await asyncio.wait_for(super().download_request(request), limit)
            except TimeoutError as error:
                await self._restart()
                raise Refused(Outcome.NOT_RENDERED, "浏览器没有反应，已重新启动") from error
            except Error as error:
                raise self._explained(request, error) from error
            finally:
                await self._close_context(request.meta.get("playwright_context", ""))

    async def _download_request_with_page(self, request: Request, page: Tab, spider: Spider) -> Response:
        await page.unroute("**")  # the gate guards; interception in the browser would only slow every request
        seen = Rendered()
        request.meta["rendered"] = seen
        await only_get(page, seen.notes)
        try:
            await asyncio.wait_for(
                capture_tab(page, request.url, request.meta.get("referer", ""), self._seconds, seen),
                2 * self._seconds + 10,
            )
        except TimeoutError as error:
            raise Refused(Outcome.NOT_RENDERED, "页面在规定时间内没有显示完") from error
        address = str(request.meta.get("address", ""))
        seen.hops = hops_of(seen.documents, address)
        seen.exchanges = await exchanges_of(seen.documents, address, self._deployment.settings.max_bytes)
        last = seen.documents[-1] if seen.documents else None
        headers = dict(last.headers) if last is not None else {}
        self._check_gate(headers)
        headers.pop("content-encoding", None)
        status = last.status if last is not None else 200
        body = seen.html.encode("utf-8", "replace")
        return HtmlResponse(seen.url, status=status, headers=headers, body=body, encoding="utf-8", request=request)

    def _check_gate(self, headers: dict[str, str]) -> None:
        token, _, outcome = headers.get("x-zhenwei-gate", "").partition(" ")
        if self._gate is not None and token == self._gate.token:
            raise Refused(Outcome(outcome), "页面转到了不允许访问或不存在的地址")

    def _explained(self, request: Request, error: Error) -> Refused:
        first = error.message.splitlines()[0] if error.message else type(error).__name__
        if self._gate is not None and "ERR_TUNNEL_CONNECTION_FAILED" in first and self._gate.refused:
            seen = request.meta.get("rendered")
            hosts = [d.headers.get("location", "") for d in seen.documents] if isinstance(seen, Rendered) else []
            for host, (outcome, why) in self._gate.refused.items():
                if any(host in target for target in (*hosts, request.url)):
                    return Refused(outcome, why)
        if "Timeout" in first or "ERR_TIMED_OUT" in first:
            return Refused(Outcome.TIMEOUT, "浏览器在规定时间内没有收到答复")
        if "ERR_TOO_MANY_REDIRECTS" in first:
            return Refused(Outcome.REDIRECT_LOOP, "浏览器：跳转次数过多")
        if "net::ERR_" in first:
            return Refused(Outcome.UNREACHABLE, "浏览器：" + first[first.index("net::") :][:120])
        return Refused(Outcome.NOT_RENDERED, f"浏览器未能显示该页：{first[:200]}")

    async def _close_context(self, name: str) -> None:
        wrapper = self.context_wrappers.get(name)
        if wrapper is None:
            return
        try:
            await asyncio.wait_for(wrapper.context.close(), 10)
        except TimeoutError:
            await self._restart()
        except Error:
            self.context_wrappers.pop(name, None)

    async def _restart(self) -> None:
        """Drop a browser that no longer answers; the next page starts another."""
        self.context_wrappers.clear()
        browser: PlaywrightBrowser | None = getattr(self, "browser", None)
        if browser is not None:
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(browser.close(), 5)
        if hasattr(self, "browser"):
            del self.browser
        provider, self.browser_provider = getattr(self, "browser_provider", None), None
        if hasattr(self, "browser_provider"):
            del self.browser_provider
        if provider is not None:
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(provider.close(), 5)

    async def close(self) -> None:
        """Called once a scheme; the second time there is nothing left to do."""
        if self._of_crawler.pop(self._crawler, None) is None:
            return
        await super().close()
        if self._gate is not None:
            await self._gate.close()
