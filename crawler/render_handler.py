"""Rendered requests, by scrapy-playwright.

scrapy-playwright keeps the browser, its contexts and their limits; this class decides what is done with a page, gives
every look a fresh context, sends the browser through the gate, and bounds all of it in time. A page that is open while
the browser dies is looked at once more, alone: so the one that kills browsers costs itself and no other.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from contextlib import suppress

from playwright.async_api import Browser as PlaywrightBrowser
from playwright.async_api import Error
from playwright.async_api import Page as Tab
from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Request, Response
from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler
from scrapy_playwright.provider import PlaywrightBrowserProvider

from crawler.browsing.failures import BrowserGone, explained, no_page
from crawler.browsing.launch import launch_options
from crawler.browsing.memory import Guard
from crawler.browsing.slots import Slots
from crawler.deployment import deployment_of
from crawler.gate import Gate
from crawler.middlewares.egress import Refused
from crawler.onlyget import only_get
from crawler.render import Flooded, Rendered, TabCrashed, capture_tab, silence
from crawler.rendered import complete
from zhenwei.sentences import said
from zhenwei.types import Outcome

# A browser that has shown many pages holds memory that it no longer gives back.
PAGES_A_BROWSER = 500


class RenderHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # it ships no types
    """Made by crawler/download.py with the first page to render. Begins the browser by itself, and ends it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._deployment = deployment_of(crawler)
        settings = self._deployment.settings
        self._gate: Gate | None = None
        self._guard: Guard | None = None
        self._seconds = settings.render_timeout
        self._slots = Slots(settings.render_tabs)
        self._shown = 0
        self.config.navigation_timeout_ms = settings.render_timeout * 1000

    async def _launch(self) -> None:
        """Nothing yet: most crawls render no page, and the first one that does starts the browser."""

    async def _maybe_launch_browser(self) -> None:
        async with self.browser_launch_lock:
            browser: PlaywrightBrowser | None = getattr(self, "browser", None)
            if browser is not None and browser.is_connected():
                return
            await self._drop()
            if self._gate is None:
                self._gate = Gate(self._deployment)
                await self._gate.start()
            self.config.launch_options = launch_options(self._deployment.settings, self._gate)
            provider = PlaywrightBrowserProvider(self.config)
            try:
                await provider.start()
            except Exception as error:  # the driver is a program of its own and may end in any way
                raise Refused(
                    Outcome.NOT_RENDERED, said("渲染驱动不能启动：{error}", error=str(error)[:200])
                ) from error
            try:
                browser = await provider.launch_browser()
                self._guard = Guard(browser, self._deployment.settings.render_memory)
                await self._guard.start()
            except Error as error:
                await self._closed(provider.close())
                raise Refused(
                    Outcome.NOT_RENDERED, said("浏览器不能启动：{error}", error=error.message.splitlines()[0][:200])
                ) from error
            self.browser, self.browser_provider = browser, provider
            self.stats.inc_value("playwright/browser_count")

    async def download_request(self, request: Request) -> Response:
        self._shown += 1
        if self._shown % PAGES_A_BROWSER == 0:
            async with self._slots.alone():
                await self._drop()
        with suppress(BrowserGone):
            async with self._slots.shared():
                return await self._look(request)
        self.stats.inc_value("zhenwei/browser_lost")
        async with self._slots.alone():
            try:
                return await self._look(request)
            except BrowserGone as error:
                raise Refused(Outcome.NOT_RENDERED, said("打开该页时浏览器退出（单独重试后仍然如此）")) from error

    async def _look(self, request: Request) -> Response:
        """One look in a fresh context. Raises Refused with an outcome, BrowserGone if the browser has ended."""
        await self._maybe_launch_browser()
        browser: PlaywrightBrowser = self.browser
        try:
            try:
                return await self._attempt(request)
            except Flooded:
                await self._close_context(request)
                request.meta["silenced"] = request.meta["rendered"].seen
                return await self._attempt(request)
        except TabCrashed as error:
            raise Refused(Outcome.NOT_RENDERED, self._why_crashed()) from error
        except (TimeoutError, Error, Flooded) as error:
            if not await self._alive(browser):
                await self._drop(browser)
                raise BrowserGone from error
            if isinstance(error, Error):
                raise explained(request.url, request.meta.get("rendered"), self._gate, error) from error
            raise Refused(Outcome.NOT_RENDERED, said("页面在规定时间内没有显示完")) from error
        finally:
            await self._close_context(request)

    async def _attempt(self, request: Request) -> Response:
        spider = self._crawler.spider
        assert spider is not None
        work = self._download_request_with_retry(request=request, spider=spider)
        return await asyncio.wait_for(work, 2 * self._seconds + 15)

    async def _download_request_with_retry(self, request: Request, spider: Spider) -> Response:
        """Without the interception of the original: the gate guards, and it would only slow every request."""
        page = await self._create_page(request=request, spider=spider)
        return await self._download_request_with_page(request, page, spider)

    async def _download_request_with_page(self, request: Request, page: Tab, spider: Spider) -> Response:
        assert self._gate is not None
        into = Rendered()
        request.meta["rendered"] = into
        await only_get(page, into.notes)
        if (before := request.meta.get("silenced")) is not None:
            into.seen.notes.update(before.notes)
            into.seen.counts.update(before.counts)
            await silence(page)
        await capture_tab(page, request.url, request.meta.get("referer", ""), self._seconds, into)
        last = into.seen.documents[-1] if into.seen.documents else None
        headers = dict(last.headers) if last is not None else {}
        no_page(headers, self._gate)
        await complete(into, self._gate.reached, self._deployment.settings.max_bytes)
        headers.pop("content-encoding", None)
        request.meta["browser"] = f"Chromium {self.browser.version}"
        body = into.html.encode("utf-8", "replace")
        status = last.status if last is not None else 200
        return HtmlResponse(into.url, status=status, headers=headers, body=body, encoding="utf-8", request=request)

    async def _alive(self, browser: PlaywrightBrowser) -> bool:
        """True if the browser is still in use and answers."""
        if browser is not getattr(self, "browser", None):
            return False
        try:
            session = await asyncio.wait_for(browser.new_browser_cdp_session(), 5)
            await asyncio.wait_for(session.detach(), 5)
        except (Error, TimeoutError):
            return False
        return bool(browser.is_connected())

    def _why_crashed(self) -> str:
        if self._guard is not None and self._guard.ended:
            self._guard.ended -= 1
            return said("页面占用内存超过 {most} MB，标签页被终止", most=self._deployment.settings.render_memory)
        return said("页面使浏览器标签页崩溃")

    async def _close_context(self, request: Request) -> None:
        wrapper = self.context_wrappers.pop(request.meta.get("playwright_context", ""), None)
        if wrapper is None:
            return
        try:
            await asyncio.wait_for(wrapper.context.close(), 10)
        except TimeoutError:
            await self._drop()
        except Error:
            pass  # it went with its browser

    async def _drop(self, only: PlaywrightBrowser | None = None) -> None:
        """Let go of a browser that has ended or no longer answers; the next page starts another."""
        browser: PlaywrightBrowser | None = getattr(self, "browser", None)
        if browser is None or (only is not None and only is not browser):
            return
        provider: PlaywrightBrowserProvider = self.browser_provider
        del self.browser, self.browser_provider
        self.context_wrappers.clear()
        answers = await self._closed(browser.close())
        if self._guard is not None:
            self._guard.stop(kill=not answers)
            self._guard = None
        await self._closed(provider.close())

    async def _closed(self, work: Awaitable[None]) -> bool:
        try:
            await asyncio.wait_for(work, 5)
        except Exception:  # noqa: BLE001 (a browser or driver that was killed fails in ways of its own; it is gone)
            return False
        return True

    async def close(self) -> None:
        await self._drop()
        await super().close()
        if self._gate is not None:
            await self._gate.close()
