"""The deployment's settings, laid over Scrapy's when a crawler is built (Scrapy add-on)."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from scrapy.settings import Settings as ScrapySettings

from crawler.ct.pace import slots
from crawler.deployment import KEY, Deployment
from crawler.manner import identity
from crawler.tether import tie_to_parent
from zhenwei.config import Settings, load_settings

# Stronger than the project's constants, weaker than ``scrapy crawl -s``.
PRIORITY = "addon"


class DeploymentAddon:
    """Reads ``zhenwei.toml`` and the environment once, when the crawler is built."""

    def update_settings(self, settings: ScrapySettings) -> None:
        tie_to_parent(os.environ)
        if not isinstance(settings.get(KEY), Deployment):
            settings.set(KEY, Deployment(load_settings(os.environ, Path.cwd())), priority="cmdline")
        deployment: Deployment = settings[KEY]
        for name, value in scrapy_settings(deployment.settings).items():
            settings.set(name, value, priority="project")
        # Below the level that is written down, a record would be made for every request and thrown away.
        for busy in ("scrapy.core.engine", "scrapy.core.scraper", "scrapy.middleware"):
            logging.getLogger(busy).setLevel(settings.get("LOG_LEVEL"))
        logging.getLogger("scrapy.core.downloader.tls").setLevel(logging.ERROR)
        logging.getLogger("scrapy.core.downloader.handlers.http11").setLevel(logging.ERROR)
        logging.getLogger("scrapy-playwright").setLevel(logging.ERROR)


def scrapy_settings(own: Settings) -> dict[str, object]:
    """Translate a deployment's settings into Scrapy's. Pure."""
    return {
        "DOWNLOAD_DELAY": own.delay,
        "DOWNLOAD_SLOTS": slots(own),
        "CONCURRENT_REQUESTS": own.concurrency,
        "DOWNLOAD_TIMEOUT": own.timeout,
        "DOWNLOAD_MAXSIZE": own.max_bytes,
        "DOWNLOAD_WARNSIZE": 0,
        "ROBOTSTXT_OBEY": own.robots,
        "USER_AGENT": identity(own),
        "HTTPPROXY_ENABLED": bool(own.egress_proxy),
    }
