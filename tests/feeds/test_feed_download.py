"""Fetching lists from a real server: in pieces, on condition, going on where it stopped, and whole or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import aiohttp
import pytest
from scrapy.http import Response

from crawler.feeds import download
from crawler.feeds.download import Download, Validators
from tests.crawler.crawler_farm import Farm
from tests.feeds.list_server import ListServer
from zhenwei.errors import BadInput

BODY = b"".join(b"n%05d.example\n" % number for number in range(1000))
NOTHING = Validators()


@pytest.fixture(scope="module")
def farm() -> Iterator[Farm]:
    with Farm() as farm:
        yield farm


@pytest.fixture(autouse=True)
def _small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(download, "PIECE", 4000)


async def _fetch(url: str, headers: dict[str, str], **_: object) -> Response:
    """What the spider's own fetch does, without a crawler around it."""
    async with (
        aiohttp.ClientSession(auto_decompress=False) as client,
        client.get(url, headers=headers, allow_redirects=False) as answer,
    ):
        flags, body = [], b""
        try:
            body = await answer.read()
        except aiohttp.ClientPayloadError:
            flags = ["dataloss"]
        return Response(url, answer.status, dict(answer.headers), body, flags)


def get(server: ListServer, farm: Farm, target: Path, known: Validators = NOTHING) -> Validators | None:
    farm.serve("127.0.0.1", "/list", server)
    url = farm.url("127.0.0.1", "/list")
    return asyncio.run(Download(_fetch, url, {}, target, url).run(known))


@pytest.mark.parametrize(("ranges", "tags"), [(True, True), (False, True), (True, False), (False, False)])
def test_whole_whatever_the_server_knows(farm: Farm, tmp_path: Path, *, ranges: bool, tags: bool) -> None:
    server = ListServer(BODY, ranges=ranges, tags=tags)
    assert get(server, farm, tmp_path / "x") is not None
    assert (tmp_path / "x").read_bytes() == BODY
    assert ({status for status, _, _ in server.given} == {206}) is (ranges and tags)


def test_what_is_there_is_not_fetched_again(farm: Farm, tmp_path: Path) -> None:
    server = ListServer(BODY)
    seen = get(server, farm, tmp_path / "x")
    assert seen is not None
    count = len(server.given)
    assert get(server, farm, tmp_path / "x") == seen
    assert len(server.given) == count
    assert get(server, farm, tmp_path / "y", seen) is None
    assert server.given[-1][0] == 304
    assert not (tmp_path / "y").exists()
    server.body = BODY + b"more.example\n"
    assert get(server, farm, tmp_path / "y", seen) is not None
    assert (tmp_path / "y").read_bytes() == server.body


def test_a_download_that_broke_off_goes_on(farm: Farm, tmp_path: Path) -> None:
    server = ListServer(BODY)

    def fails_after(count: int) -> Callable[..., object]:
        calls = iter(range(count))

        async def fetch(url: str, headers: dict[str, str], **meta: object) -> Response:
            if next(calls, None) is None:
                raise ConnectionError("killed")
            return await _fetch(url, headers, **meta)

        return fetch

    farm.serve("127.0.0.1", "/list", server)
    url = farm.url("127.0.0.1", "/list")
    with pytest.raises(ConnectionError):
        asyncio.run(Download(fails_after(2), url, {}, tmp_path / "x", url).run(NOTHING))  # type: ignore[arg-type]
    assert get(server, farm, tmp_path / "x") is not None
    assert (tmp_path / "x").read_bytes() == BODY
    assert [start for _, start, _ in server.given] == [0, 4000, 8000, 12000]


def test_a_list_that_is_replaced_on_the_way_is_fetched_anew(farm: Farm, tmp_path: Path) -> None:
    server = ListServer(BODY)
    other = b"".join(b"m%05d.example\n" % number for number in range(1000))
    calls = iter(range(2))

    async def fetch(url: str, headers: dict[str, str], **meta: object) -> Response:
        if next(calls, None) is None:
            server.body = other
        return await _fetch(url, headers, **meta)

    farm.serve("127.0.0.1", "/list", server)
    url = farm.url("127.0.0.1", "/list")
    assert asyncio.run(Download(fetch, url, {}, tmp_path / "x", url).run(NOTHING)) is not None
    assert (tmp_path / "x").read_bytes() == other


@pytest.mark.parametrize("ranges", [True, False])
def test_an_empty_list_is_a_list(farm: Farm, tmp_path: Path, *, ranges: bool) -> None:
    assert get(ListServer(b"", ranges=ranges), farm, tmp_path / "x") is not None
    assert (tmp_path / "x").read_bytes() == b""


def test_a_body_shorter_than_it_was_said_to_be_is_refused(farm: Farm, tmp_path: Path) -> None:
    server = ListServer(BODY, ranges=False)
    server.cut = 5000
    with pytest.raises(BadInput, match="下载不完整"):
        get(server, farm, tmp_path / "x")
    assert not (tmp_path / "x").exists()


def test_refusals_are_words_without_the_address(farm: Farm, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="HTTP 401（需要令牌，或令牌已失效）") as caught:
        get(ListServer(BODY, token="t0p-s3cret"), farm, tmp_path / "x")
    assert "127.0.0.1" not in str(caught.value)


def test_a_secret_does_not_follow_to_another_host(farm: Farm, tmp_path: Path) -> None:
    target = ListServer(BODY)
    farm.serve("localhost", "/real", target)

    async def away(_request: object) -> object:
        from aiohttp import web

        return web.Response(status=302, headers={"Location": farm.url("localhost", "/real")})

    farm.serve("127.0.0.1", "/list", away)  # type: ignore[arg-type]
    url = farm.url("127.0.0.1", "/list")
    headers = {"User-Agent": "zhenwei", "Authorization": "Bearer t0p-s3cret"}
    assert asyncio.run(Download(_fetch, url, headers, tmp_path / "x", url).run(NOTHING)) is not None
    assert (tmp_path / "x").read_bytes() == BODY
    assert all("Authorization" not in seen for seen in target.seen)
    assert all(seen["User-Agent"] == "zhenwei" for seen in target.seen)
