"""Scrapy's settings: constants only. What a deployment may change is laid over them by crawler/addon.py."""

BOT_NAME = "zhenwei"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
SPIDER_LOADER_CLASS = "crawler.loader.FileLoader"
COMMANDS_MODULE = "crawler.commands"
ADDONS = {"crawler.addon.DeploymentAddon": 0}

TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"
TWISTED_DNS_RESOLVER = "crawler.pinned.PinnedResolver"
DOWNLOAD_HANDLERS = {
    "http": "crawler.download.DownloadHandler",
    "https": "crawler.download.DownloadHandler",
    "data": None,
    "file": None,
    "s3": None,
    "ftp": None,
}

# The floor of politeness; the addon sets the deployment's own delay.
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.3
ROBOTSTXT_OBEY = True
# One name for every profile, so that robots.txt is read the same way whatever the page is looked at as.
ROBOTSTXT_USER_AGENT = "zhenwei"

# With the default of 100, Scrapy starts 100 tasks for every answer.
CONCURRENT_ITEMS = 1
RETRY_TIMES = 2
RETRY_HTTP_CODES = [502, 503, 504, 522, 524]
# A name that does not resolve and a host that hangs are findings, not accidents: they are not tried again.
RETRY_EXCEPTIONS = [
    "scrapy.exceptions.DownloadConnectionRefusedError",
    "scrapy.exceptions.DownloadFailedError",
    "scrapy.exceptions.ResponseDataLossError",
]
# At home a lost connection after the last try is an outcome of a visit, not an error of the program.
RETRY_GIVE_UP_LOG_LEVEL = "INFO"
DOWNLOAD_FAIL_ON_DATALOSS = False
URLLENGTH_LIMIT = 4000
# Enough that a host that hangs does not hold up its own other pages, few enough for a small server.
CONCURRENT_REQUESTS_PER_DOMAIN = 4

# Every step of a chain is looked at by crawler/look.py, which records it; cookies would carry one visit into the next.
REDIRECT_ENABLED = False
METAREFRESH_ENABLED = False
COOKIES_ENABLED = False
REFERER_ENABLED = False
HTTPERROR_ALLOW_ALL = True
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
STATS_DUMP = False
LOG_LEVEL = "WARNING"

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": None,
    "crawler.middlewares.egress.EgressMiddleware": 50,
    "crawler.middlewares.giveup.GiveUpMiddleware": 60,
    "crawler.middlewares.robots.RobotsMiddleware": 100,
    "crawler.middlewares.budget.BudgetMiddleware": 110,
    "crawler.middlewares.unpack.UnpackMiddleware": 590,
    "crawler.middlewares.wire.WireMiddleware": 900,
}
# What has nothing to do here still costs each request a few microseconds in every direction.
for _idle in (
    "httpcompression.HttpCompressionMiddleware", "redirect.RedirectMiddleware", "redirect.MetaRefreshMiddleware",
    "cookies.CookiesMiddleware", "stats.DownloaderStats",
    "httpcache.HttpCacheMiddleware", "defaultheaders.DefaultHeadersMiddleware",
):  # fmt: skip
    DOWNLOADER_MIDDLEWARES[f"scrapy.downloadermiddlewares.{_idle}"] = None
SPIDER_MIDDLEWARES = {
    f"scrapy.spidermiddlewares.{name}": None
    for name in (
        "start.StartSpiderMiddleware", "httperror.HttpErrorMiddleware", "referer.RefererMiddleware",
        "urllength.UrlLengthMiddleware", "depth.DepthMiddleware", "metacopy.MetaCopyDetectionMiddleware",
    )
}  # fmt: skip
EXTENSIONS = {
    f"scrapy.extensions.{name}": None
    for name in (
        "corestats.CoreStats", "logcount.LogCount", "telnet.TelnetConsole", "memusage.MemoryUsage",
        "feedexport.FeedExporter", "logstats.LogStats", "spiderstate.SpiderState", "throttle.AutoThrottle",
        "remote_control.RemoteControl", "memdebug.MemoryDebugger", "closespider.CloseSpider",
    )
}  # fmt: skip
WARN_ON_GENERATOR_RETURN_VALUE = False
ITEM_PIPELINES = {
    "crawler.pipelines.evidence.EvidencePipeline": 100,
    "crawler.pipelines.store.StorePipeline": 200,
}
