"""Real visitors: Chromium and Scrapy go through the proxy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from tests.lab.lab_worlds import Visitor, page, visited

SCRIPTED = page("空壳", "x").replace("</body>", '<script src="/a.js"></script></body>')
SITES: dict[str, dict[str, str | bytes]] = {
    "plain.example": {"index.html": SCRIPTED, "a.js": "document.body.append('由脚本写出')"},
    "secure.example": {
        "index.html": SCRIPTED,
        "a.js": "document.body.append(location.protocol)",
        "site.toml": "https = true",
    },
    "reset.example": {"index.html": page("断")},
}
SPIDER = """
import json, sys
import scrapy
from scrapy.crawler import CrawlerProcess

class One(scrapy.Spider):
    name = "one"
    async def start(self):
        for url in sys.argv[2:]:
            yield scrapy.Request(url, meta={"proxy": sys.argv[1]}, callback=self.seen, errback=self.failed)
    def seen(self, response):
        print(json.dumps([response.request.url, response.status, response.css("title::text").get("")]))
    def failed(self, failure):
        print(json.dumps([failure.request.url, 0, failure.type.__name__]))

process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False, "RETRY_ENABLED": False,
                          "HTTPERROR_ALLOW_ALL": True})
process.crawl(One)
process.start()
"""


@pytest.fixture
def visitor(tmp_path: Path) -> Iterator[Visitor]:
    with visited(tmp_path, SITES, '[failures]\n"reset.example" = { kind = "reset" }') as visitor:
        yield visitor


@pytest.fixture
def browser(visitor: Visitor) -> Iterator[Browser]:
    found = os.environ.get("BROWSER_PATH") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if not found:
        pytest.skip("no Chromium: set BROWSER_PATH")
    folder = Path("/usr/lib/chromium") / Path(found).name  # Debian's command is a wrapper that adds switches
    program = folder if folder.is_file() else Path(found)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            args=["--no-sandbox"],
            proxy={"server": visitor.lab.settings["ZHENWEI_EGRESS_PROXY"]},
        )
        yield browser
        browser.close()


@pytest.mark.browser
def test_chromium_renders_through_the_proxy(browser: Browser) -> None:
    tab = browser.new_page(ignore_https_errors=True)
    tab.goto("http://plain.example/")
    assert "由脚本写出" in tab.inner_text("body")
    reply = tab.goto("http://secure.example/")
    assert reply is not None
    assert reply.url == "https://secure.example/"
    assert "https:" in tab.inner_text("body")
    details = reply.security_details()
    assert details is not None
    assert details["issuer"] == "Zhenwei lab"
    for address in ("https://plain.example/", "https://unknown.example/", "http://reset.example/"):
        with pytest.raises(Error, match="net::ERR_"):
            tab.goto(address)


def test_scrapy_crawls_through_the_proxy(visitor: Visitor, tmp_path: Path) -> None:
    script = tmp_path / "one.py"
    script.write_text(SPIDER, "utf-8")
    urls = [f"http://{host}.example/" for host in ("plain", "secure", "unknown", "reset")] + ["https://plain.example/"]
    command = [sys.executable, str(script), visitor.lab.settings["ZHENWEI_EGRESS_PROXY"], *urls]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    told = {url: (status, what) for url, status, what in map(json.loads, done.stdout.splitlines())}
    assert told["http://plain.example/"] == (200, "空壳")
    assert told["https://secure.example/"] == (200, "空壳")
    assert told["http://unknown.example/"][0] == 502
    assert told["http://reset.example/"][0] == 0
    assert told["https://plain.example/"] == (0, "TunnelError")
