"""What a served page may not have, found by reading it: as browsing_strange.js, for answers that no browser opens."""

from __future__ import annotations

import re
from html.parser import HTMLParser

LEADING = ("href", "src", "action", "formaction", "poster", "data", "ping", "srcset", "background", "cite", "manifest")
NEVER = ("iframe", "frame", "object", "embed", "base", "style", "applet", "math", "video", "audio", "portal", "svg")
OURS = re.compile(r"/(?!/)|\?|#|$")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.odd: list[str] = []
        self._script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        for name, value in told.items():
            runs = name.startswith(("on", "hx-on", "data-hx-on")) or name in ("style", "srcdoc")
            leads = name.rpartition(":")[2] in LEADING and not OURS.match(value)
            asks = name.removeprefix("data-").startswith("hx-") and value.startswith(
                ("http", "//", "javascript", "js:")
            )
            if runs or leads or asks:
                self.odd.append(f"{tag}@{name}={value[:80]}")
        self._script = tag == "script"
        if tag in NEVER or (tag == "script" and not told.get("src")) or (tag == "meta" and "http-equiv" in told):
            self.odd.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._script = False

    def handle_data(self, data: str) -> None:
        if self._script and data.strip():
            self.odd.append(f"script: {data[:80]}")


def strange(page: str) -> list[str]:
    """Return what is strange in a page: handlers, styles, scripts in place, ways out, elements that load."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.odd
