"""The bounds one by one, without a network."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Sequence

import brotli
import pytest

from crawler.bounds.allowance import MAX_EXCHANGES, Allowance
from crawler.bounds.body import CUT_SIZE, CUT_TIME, DATALOSS
from crawler.bounds.cut import cut_of
from crawler.bounds.unpack import CannotUnpack, unpack
from crawler.middlewares.egress import Refused
from crawler.page.parts import parts_of
from crawler.page.tree import MAX_MARKS, elements, flat, texts, tree_of
from tests.crawler.hostile.zstandard import zstd
from zhenwei.types import Outcome

TEXT = "特种作业操作证".encode() * 200
NINE_MB = b"<p>" + b"x" * 9_000_000


@pytest.mark.parametrize(
    ("body", "codings"),
    [
        (gzip.compress(TEXT), ["gzip"]),
        (gzip.compress(TEXT), ["x-gzip"]),
        (gzip.compress(TEXT) + b"\0\0garbage", ["gzip"]),
        (gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]), ["gzip"]),
        (zlib.compress(TEXT), ["deflate"]),
        (zlib.compress(TEXT)[2:-4], ["deflate"]),
        (brotli.compress(TEXT), ["br"]),
        (zstd.compress(TEXT), ["zstd"]),
        (gzip.compress(brotli.compress(TEXT)), ["br", "gzip"]),
        (TEXT, ["identity"]),
        (TEXT, [""]),
    ],
    ids=range(11),  # packed bytes hold the time of day
)
def test_what_is_packed_comes_out_whole(body: bytes, codings: Sequence[str]) -> None:
    assert unpack(body, codings, 100_000) == (TEXT, False)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_bomb_is_cut_and_costs_no_more_than_its_bound(coding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
    body = pack[coding](NINE_MB)
    tracemalloc.start()
    try:
        found, cut = unpack(body, [coding], 200_000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert (found, cut) == (NINE_MB[:200_000], True)
    assert peak < 2_000_000


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
def test_a_body_that_breaks_off_gives_what_can_be_read(coding: str) -> None:
    pack = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress, "zstd": zstd.compress}
    words = b"".join(b"%d " % (n * 7919 % 100_003) for n in range(40_000))
    found, cut = unpack(pack[coding](words)[:-2_000], [coding], 1_000_000)
    assert not cut
    assert len(found) > 50_000
    assert words.startswith(found)


@pytest.mark.parametrize(
    ("body", "codings"),
    [(b"<html>", ["gzip"]), (b"\xff" * 50, ["deflate"]), (b"\xff" * 50, ["br"]), (b"\x01" * 50, ["zstd"]),
     (b"x", ["compress"]), (b"x", ["gzip"] * 4)],
)  # fmt: skip
def test_what_is_not_packed_says_so(body: bytes, codings: Sequence[str]) -> None:
    with pytest.raises(CannotUnpack):
        unpack(body, codings, 1000)


def test_an_empty_body_is_empty_in_any_coding() -> None:
    assert unpack(b"", ["gzip", "br"], 1000) == (b"", False)


@pytest.mark.parametrize(
    ("flags", "outcome"),
    [
        ([], None), (["partial"], None), ([CUT_SIZE], Outcome.TOO_LARGE), ([CUT_TIME], Outcome.TIMEOUT),
        ([DATALOSS], Outcome.OK), ([CUT_TIME, CUT_SIZE], Outcome.TIMEOUT),
    ],
)  # fmt: skip
def test_why_an_answer_is_not_whole(flags: list[str], outcome: Outcome | None) -> None:
    found = cut_of(flags, 1234)
    assert (found and found[0]) is outcome
    assert found is None or "1234" in found[1]


def test_an_allowance_ends_with_time_size_and_number() -> None:
    own = Allowance(seconds=10, size=1000)
    own.take()
    own.spend(29.0, 2999)
    own.take()
    own.spend(1.1)
    with pytest.raises(Refused) as late:
        own.take()
    assert late.value.outcome is Outcome.TIMEOUT
    own = Allowance(seconds=10, size=1000)
    own.spend(0.1, 3000)
    with pytest.raises(Refused) as large:
        own.take()
    assert large.value.outcome is Outcome.TOO_LARGE
    own = Allowance(seconds=10, size=1000)
    for _ in range(MAX_EXCHANGES):
        own.take()
    with pytest.raises(Refused):
        own.take()


@pytest.mark.parametrize("levels", [10, 300, 3_000, 60_000])
def test_what_stands_deep_is_seen(levels: int) -> None:
    html = "<div>" * levels + "<p>特种作业操作证</p><img src=/qr.png>" + "</div>" * levels
    tree = tree_of(html)
    assert tree is not None
    assert "特种作业操作证" in "".join(texts(tree, "//text()"))
    assert parts_of("http://a.example/", html).pictures == ("http://a.example/qr.png",)


def test_flattening_leaves_what_is_not_deep_alone() -> None:
    html = "<!-- <b> --><title><b></title><p>一<br><img src=x><script>if (a<b) {}</script></p>" * 50
    assert flat(html) == html
    assert flat("<!-- never closed <b>") == "<!-- never closed <b>"


def test_a_tree_is_bounded_in_its_elements() -> None:
    tree = tree_of("<p>前</p>" + "<a href=x>a" * (MAX_MARKS + 5_000) + "<p>后</p>")
    assert tree is not None
    assert len(elements(tree, "//a")) <= MAX_MARKS
