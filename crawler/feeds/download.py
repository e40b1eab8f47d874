"""Fetching a list over HTTP in pieces: what is there already is not fetched again, tonight or after a kill.

Ranges, conditions and validators as in RFC 9110 (sections 13 and 14). A server that knows no ranges sends all at
once, which is then held in memory: bounded by LARGEST_WHOLE.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from scrapy.http import Response

from zhenwei.errors import BadInput

PIECE = 32 << 20
LARGEST = 12_000_000_000  # the largest zone, packed
LARGEST_WHOLE = 1_000_000_000
SECONDS = 600.0
MOST_HOPS = 5
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_WORDS = {
    401: "需要令牌，或令牌已失效", 403: "没有权限，或令牌已失效", 404: "没有这份名单", 410: "名单已撤下",
    429: "请求过多，被限流",
}  # fmt: skip

Fetch = Callable[..., Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Validators:
    """By what a server tells whether a list has changed. ``address`` holds no secret."""

    address: str = ""
    etag: str = ""
    modified: str = ""

    def condition(self) -> dict[str, str]:
        """Return the headers that ask for the list only if it has changed."""
        found = {"If-None-Match": self.etag} if self.etag else {}
        return found | ({"If-Modified-Since": self.modified} if self.modified else {})

    def same_as(self) -> str:
        """Return what ``If-Range`` may hold: a strong tag, else the date; empty if the rest cannot be asked for."""
        return self.etag if self.etag and not self.etag.startswith("W/") else self.modified


class Download:
    """One list on its way to ``target``. Raises BadInput in one sentence without the address (it may hold a secret)."""

    def __init__(self, fetch: Fetch, url: str, headers: Mapping[str, str], target: Path, address: str) -> None:
        self._fetch, self._url, self._headers, self._target, self._address = fetch, url, dict(headers), target, address
        self._part = target.with_name(target.name + ".part")
        self._about = target.with_name(target.name + ".json")
        self._in_pieces = True

    async def run(self, known: Validators) -> Validators | None:
        """Fetch the list, or return None if the server says that it is still the ``known`` one."""
        self._target.parent.mkdir(parents=True, exist_ok=True)
        seen = self._seen()
        if self._target.exists() and seen is not None:
            return seen
        if seen is None or not seen.same_as():
            self._forget()
            seen = None
        hops = 0
        while True:
            response = await self._ask(seen, known)
            if response.status == 304 and seen is None:
                return None
            if response.status in (301, 302, 303, 307, 308):
                hops += 1
                self._follow(response, hops)
            elif response.status == 200:
                return await self._whole(response)
            elif response.status == 206:
                seen, done = await self._piece(response, seen)
                if done:
                    self._part.replace(self._target)
                    return seen
            elif response.status == 416 and self._in_pieces:
                self._forget()
                seen, self._in_pieces = None, False
            else:
                words = _WORDS.get(response.status, "")
                raise BadInput(f"答复 HTTP {response.status}" + (f"（{words}）" if words else ""))

    async def _ask(self, seen: Validators | None, known: Validators) -> Response:
        # Packing for the way would make ranges and lengths those of something else.
        headers = self._headers | {"Accept-Encoding": "identity"}
        have = self._part.stat().st_size if seen is not None else 0
        if self._in_pieces:
            headers["Range"] = f"bytes={have}-{have + PIECE - 1}"
        if seen is not None:
            headers["If-Range"] = seen.same_as()
        elif known.address == self._address:
            headers |= known.condition()
        return await self._fetch(self._url, headers, download_maxsize=LARGEST_WHOLE, download_timeout=SECONDS)

    def _follow(self, response: Response, hops: int) -> None:
        place = (response.headers.get("Location") or b"").decode("latin-1")
        if not place or hops > MOST_HOPS:
            raise BadInput(f"答复 HTTP {response.status}，跳转次数过多或没有去处")
        before, after = urlsplit(self._url), urlsplit(urljoin(self._url, place))
        if (before.scheme, before.netloc) != (after.scheme, after.netloc):
            self._headers = {k: v for k, v in self._headers.items() if k in ("User-Agent", "Accept")}
        self._url = after.geturl()

    async def _whole(self, response: Response) -> Validators:
        _check_length(response)
        seen = _validators(response, self._address)
        await asyncio.to_thread(self._store, response.body, seen, first=True)
        self._part.replace(self._target)
        return seen

    async def _piece(self, response: Response, before: Validators | None) -> tuple[Validators | None, bool]:
        """Add one piece. Returns what the next one must belong to (None: begin again), and whether it was the last."""
        match = _RANGE.fullmatch((response.headers.get("Content-Range") or b"").decode("latin-1").strip())
        seen = _validators(response, self._address)
        have = self._part.stat().st_size if before is not None else 0
        if (
            match is None
            or int(match[1]) != have
            or int(match[2]) - have + 1 != len(response.body)
            or not response.body
        ):
            self._forget()
            if not self._in_pieces:
                raise BadInput("服务器的分段答复前后不符")
            self._in_pieces = False
            return None, False
        if before is not None and seen != before:
            self._forget()  # the list was replaced on the way
            return None, False
        total = int(match[3]) if match[3] != "*" else -1
        if total > LARGEST:
            raise BadInput(f"名单有 {total} 字节，超过 {LARGEST} 字节")
        await asyncio.to_thread(self._store, response.body, seen, first=before is None)
        have += len(response.body)
        if have < total and not seen.same_as():
            # Nothing says that the next piece would belong to the same list.
            self._forget()
            self._in_pieces = False
            return None, False
        return seen, have >= total

    def _store(self, body: bytes, seen: Validators, *, first: bool) -> None:
        if first:
            aside = self._about.with_name(self._about.name + ".part")
            aside.write_text(json.dumps(asdict(seen)), "utf-8")
            self._part.unlink(missing_ok=True)
            aside.replace(self._about)
        with self._part.open("ab") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())

    def _seen(self) -> Validators | None:
        """Return what the pieces on the disk belong to, or None if there are none for this address."""
        try:
            seen = Validators(**json.loads(self._about.read_text("utf-8")))
        except (OSError, ValueError, TypeError):
            return None
        there = self._part.exists() or self._target.exists()
        return seen if there and seen.address == self._address else None

    def _forget(self) -> None:
        for path in (self._about, self._part, self._target):
            path.unlink(missing_ok=True)

    def finish(self) -> None:
        """Remove the downloaded list once it has been read."""
        self._forget()


def _validators(response: Response, address: str) -> Validators:
    etag, modified = (response.headers.get(name) or b"" for name in ("ETag", "Last-Modified"))
    return replace(Validators(address), etag=etag.decode("latin-1")[:200], modified=modified.decode("latin-1")[:100])


def _check_length(response: Response) -> None:
    if "dataloss" in response.flags:
        said = (response.headers.get("Content-Length") or b"?").decode("latin-1")
        raise BadInput(f"下载不完整：应有 {said} 字节，只收到 {len(response.body)} 字节")
