"""The middleware that unpacks: a visit gets the beginning of a bomb, a reader of whole files an error."""

from __future__ import annotations

import gzip

import pytest
from scrapy.http import HtmlResponse, Request, Response

from crawler.bounds.allowance import Allowance
from crawler.bounds.body import CUT_SIZE
from crawler.middlewares.egress import Refused
from crawler.middlewares.unpack import ACCEPTED, UnpackMiddleware
from zhenwei.types import Outcome

MOST = 1_000
URL = "http://a.example/"


def answer(body: bytes, coding: str) -> Response:
    return Response(URL, headers={"Content-Encoding": coding, "Content-Type": "text/html"}, body=body)


def test_an_ordinary_answer_comes_out_as_a_page() -> None:
    own = UnpackMiddleware(MOST)
    asked = Request(URL)
    own.process_request(asked)
    assert asked.headers["Accept-Encoding"] == ACCEPTED
    found = own.process_response(asked, answer(gzip.compress(b"<p>x"), "GZip"))
    assert isinstance(found, HtmlResponse)
    assert (found.body, found.flags, found.headers.get("Content-Encoding")) == (b"<p>x", [], None)


def test_a_bomb_is_the_beginning_for_a_visit_and_an_error_for_others() -> None:
    own, bomb = UnpackMiddleware(MOST), gzip.compress(b"<p>" + b"x" * 9_999)
    found = own.process_response(Request(URL, meta={"exchanges": Allowance(1, 1)}), answer(bomb, "gzip"))
    assert (len(found.body), found.flags) == (MOST, [CUT_SIZE])
    with pytest.raises(Refused) as refused:
        own.process_response(Request(URL), answer(bomb, "gzip"))
    assert refused.value.outcome is Outcome.TOO_LARGE


@pytest.mark.parametrize("body", [b"\x00\x01", b"not packed"])
def test_what_is_neither_packed_nor_markup_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(Refused) as refused:
        UnpackMiddleware(MOST).process_response(Request(URL), answer(body, "gzip"))
    assert refused.value.outcome is Outcome.BAD_ANSWER


def test_markup_that_says_it_is_packed_is_shown() -> None:
    found = UnpackMiddleware(MOST).process_response(Request(URL), answer(b" <p>plain", "gzip"))
    assert found.body == b" <p>plain"


@pytest.mark.parametrize(("method", "body"), [("HEAD", b"x"), ("GET", b"")])
def test_nothing_to_unpack(method: str, body: bytes) -> None:
    given = answer(body, "gzip")
    assert UnpackMiddleware(MOST).process_response(Request(URL, method=method), given) is given
