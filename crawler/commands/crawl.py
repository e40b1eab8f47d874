"""``scrapy crawl``, with an exit code that tells whether the crawl reached its end, and one line if it did not."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from scrapy.commands import crawl

from crawler.deployment import KEY, Deployment
from crawler.stop import REASON
from zhenwei.config import load_settings
from zhenwei.errors import ZhenweiError


class Command(crawl.Command):
    """Adds to Scrapy's command: deployment checked first, exit code 1 where the crawl was stopped."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        assert self.crawler_process is not None
        try:
            deployment = Deployment(load_settings(os.environ, Path.cwd()))
            _ = deployment.store
        except ZhenweiError as error:
            self._fail(str(error))
            return
        self.crawler_process.settings.set(KEY, deployment, priority="cmdline")
        crawler = self.crawler_process.create_crawler(args[0]) if len(args) == 1 else None
        if crawler is None:
            super().run(args, opts)  # says what is wrong with the usage
            return
        self.crawler_process.crawl(crawler, **opts.spargs)
        self.crawler_process.start()
        if why := crawler.stats.get_value(REASON):
            self._fail(str(why))
        elif self.crawler_process.bootstrap_failed:
            self._fail("抓取程序未能启动，原因见上文")

    def _fail(self, why: str) -> None:
        self.exitcode = 1
        sys.stderr.write(f"zhenwei: {why}\n")
