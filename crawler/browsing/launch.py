"""How the browser is started: Playwright's own switches but for a few, and ours."""

from __future__ import annotations

import os
from typing import Any

from crawler.browser import find_browser
from crawler.gate import Gate
from crawler.middlewares.egress import Refused
from zhenwei.config import Settings
from zhenwei.types import Outcome

# The last --disable-features counts, so what Playwright turns off and we need off is named again.
_FEATURES = (
    "WebRtcHideLocalIpsWithMdns",
    "MediaRouter",
    "OptimizationHints",
    "Translate",
    "HttpsUpgrades",
    "HttpsFirstBalancedModeAutoEnable",
    "PaintHolding",
    # One page with a thousand frames of a thousand hosts would start a thousand processes. Contexts never share
    # one, and a context lives for one page, so there is nothing of another site in a renderer to protect.
    "IsolateOrigins",
    "site-per-process",
)
FLAGS = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-site-isolation-trials",
    # Refuses every new window; where and how often a page tried is still told.
    "--block-new-web-contents",
    "--deny-permission-prompts",
    "--mute-audio",
    # WebRTC would open UDP past the gate.
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    f"--disable-features={','.join(_FEATURES)}",
)
# Playwright lifts limits that trusted pages under test may need; hostile ones are better off with them.
KEPT_LIMITS = ("--disable-popup-blocking", "--disable-ipc-flooding-protection")


def launch_options(settings: Settings, gate: Gate) -> dict[str, Any]:
    """Return Playwright's launch options. Raises Refused if there is no browser."""
    browser = find_browser(settings, os.environ)
    if browser is None:
        raise Refused(Outcome.NOT_RENDERED, "没有可用的浏览器（BROWSER_PATH 或 PATH 中的 Chromium）")
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    heap = [f"--js-flags=--max-old-space-size={settings.render_memory}"] if settings.render_memory else []
    return {
        "executable_path": str(browser.path),
        "headless": True,
        "chromium_sandbox": not root,
        "args": [*FLAGS, *heap, *(["--no-sandbox"] if root else [])],
        "ignore_default_args": list(KEPT_LIMITS),
        "proxy": {"server": gate.url, "bypass": "<-loopback>"},
        "timeout": 30_000,
    }
