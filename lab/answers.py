"""What a site answers: a pure function of site, path and profile."""

from __future__ import annotations

import codecs
import html
import mimetypes
from dataclasses import dataclass, field
from urllib.parse import quote

from lab.schema import Route
from lab.world import SITE_FILE, LabSite, inside
from zhenwei.types import Profile

# mimetypes asks the machine's tables; the types that worlds are made of shall not differ between machines.
TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".txt": "text/plain",
    ".xml": "text/xml",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer before it goes on the wire. ``delay`` in seconds."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    delay: float = 0.0

    @property
    def is_html(self) -> bool:
        """True if the answer says that it is HTML."""
        return next((v for k, v in self.headers.items() if k.lower() == "content-type"), "").startswith("text/html")


def plain(status: int, text: str, kind: str = "text/html; charset=utf-8") -> Answer:
    """Return a small answer in UTF-8."""
    return Answer(status, {"Content-Type": kind}, text.encode())


def answer(site: LabSite, path: str, profile: Profile) -> Answer:
    """Return what the site answers at a decoded path (no query) to a visitor of that profile."""
    route = chosen(site, path, profile)
    if route is None:
        return _linked(site, path, _file(site, "index.html" if path == "/" else path))
    if route.redirect:
        base = Answer(route.status or 302, {"Location": quote(route.redirect, safe="%/:=&?~#+!$,;'@()*[]")})
    elif route.file:
        base = _file(site, route.file, route.status or 200)
    elif route.status is not None:
        base = plain(route.status, "" if route.status < 300 else _page(route.status))
    else:
        base = _file(site, "index.html" if path == "/" else path)
    mine = {key.lower() for key in route.headers}
    headers = {key: value for key, value in base.headers.items() if key.lower() not in mine} | route.headers
    return _linked(site, path, Answer(base.status, headers, base.body, route.delay))


def chosen(site: LabSite, path: str, profile: Profile) -> Route | None:
    """Return the first route of the path for this very profile, else the first for everybody."""
    routes = [route for route in site.about.route if route.path == path]
    mine = [route for route in routes if route.when is profile]
    return next(iter(mine + [route for route in routes if route.when is None]), None)


def _file(site: LabSite, relative: str, status: int = 200) -> Answer:
    path = inside(site.folder, relative)
    # site.toml holds the truth; a visitor never gets it, not even by a route.
    if path is None or path == (site.folder / SITE_FILE).resolve():
        return plain(404, _page(404))
    suffix = path.suffix.lower()
    kind = TYPES.get(suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    body = path.read_bytes()
    if kind.startswith("text/") or kind == "application/json":
        body = recoded(body, site.about.charset, markup=kind == "text/html")
        kind = f"{kind}; charset={site.about.charset}"
    return Answer(status, {"Content-Type": kind}, body)


def recoded(body: bytes, charset: str, *, markup: bool) -> bytes:
    """Return UTF-8 text in another charset; what is no UTF-8 goes out as it lies on the disk."""
    if codecs.lookup(charset).name == "utf-8":
        return body
    try:
        return body.decode("utf-8-sig").encode(charset, "xmlcharrefreplace" if markup else "replace")
    except UnicodeDecodeError:
        return body


def _linked(site: LabSite, path: str, given: Answer) -> Answer:
    """Keep the promise of ``links_to``: the home page links to each address that it does not already name."""
    wanted = {link.partition("://")[2].strip("/"): link for link in site.about.links_to}
    missing = {name: link for name, link in wanted.items() if name.encode() not in given.body}
    if path != "/" or given.status != 200 or not given.is_html or not missing:
        return given
    links = "".join(f'<a href="{html.escape(link)}">{html.escape(name)}</a> ' for name, link in missing.items())
    at = given.body.lower().rfind(b"</body>")
    at = at if at >= 0 else len(given.body)
    body = given.body[:at] + f"<div>{links}</div>".encode() + given.body[at:]
    return Answer(given.status, given.headers, body, given.delay)


def _page(status: int) -> str:
    return f"<!DOCTYPE html><html><head><title>{status}</title></head><body><h1>{status}</h1></body></html>"
