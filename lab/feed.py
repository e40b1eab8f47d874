"""The feed of newly registered names, and RDAP (RFC 9083) for the registrations behind them."""

from __future__ import annotations

import gzip
import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

from aiohttp import web

from lab.answers import Answer, plain
from lab.world import World
from zhenwei.address import ascii_host, unicode_host
from zhenwei.errors import BadInput

FEED_HOST = "nrd.feeds.test"
RDAP_HOST = "rdap.lab.test"
_RDAP_TYPE = "application/rdap+json"


def feed_names(world: World) -> list[str]:
    """Return the names of the feed, sorted: sites with ``in_feed`` and ``feed.names``."""
    return sorted({host for host, site in world.sites.items() if site.about.in_feed} | set(world.about.feed.names))


class Feed:
    """Serves ``/names.txt.gz`` and ``/names.txt``, one name a line."""

    def __init__(self, world: World) -> None:
        self._lines = "".join(f"{name}\n" for name in feed_names(world)).encode()

    def __call__(self, request: web.BaseRequest) -> Answer:
        if request.path == "/names.txt.gz":
            return Answer(200, {"Content-Type": "application/gzip"}, gzip.compress(self._lines, mtime=0))
        if request.path == "/names.txt":
            return Answer(200, {"Content-Type": "text/plain; charset=utf-8"}, self._lines)
        return plain(404, "")


class Rdap:
    """Answers ``/domain/<name>`` for the registrable domains of the world's sites that are not gone."""

    def __init__(self, world: World) -> None:
        self._registered = world.registered()

    def __call__(self, request: web.BaseRequest) -> Answer:
        kind, _, rest = request.path.lstrip("/").partition("/")
        try:
            name = ascii_host(unquote(rest))
        except BadInput:
            return _problem(400, "Bad Request")
        if kind != "domain" or name not in self._registered:
            return _problem(404, "Not Found")
        return _json(200, _domain(name, self._registered[name]))


def _domain(name: str, since: date | None) -> dict[str, Any]:
    events = []
    if since is not None:
        ends = since + timedelta(days=365 * 2)
        events = [
            {"eventAction": "registration", "eventDate": f"{since.isoformat()}T02:00:00Z"},
            {"eventAction": "expiration", "eventDate": f"{ends.isoformat()}T02:00:00Z"},
        ]
    card = ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", "Lab Registrar"]]]
    mail = ["vcard", [["version", {}, "text", "4.0"], ["email", {}, "text", "abuse@registrar.test"]]]
    return {
        "rdapConformance": ["rdap_level_0"],
        "objectClassName": "domain",
        "handle": f"LAB-{name}".upper(),
        "ldhName": name,
        "unicodeName": unicode_host(name),
        "status": ["active"],
        "events": events,
        "nameservers": [{"objectClassName": "nameserver", "ldhName": f"ns{n}.{name}"} for n in (1, 2)],
        "entities": [
            {
                "objectClassName": "entity",
                "roles": ["registrar"],
                "vcardArray": card,
                "entities": [{"objectClassName": "entity", "roles": ["abuse"], "vcardArray": mail}],
            }
        ],
    }


def _problem(status: int, title: str) -> Answer:
    return _json(status, {"rdapConformance": ["rdap_level_0"], "errorCode": status, "title": title})


def _json(status: int, value: dict[str, Any]) -> Answer:
    return Answer(status, {"Content-Type": _RDAP_TYPE}, json.dumps(value, ensure_ascii=False).encode())
