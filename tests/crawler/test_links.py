"""Which addresses of a page are worth following."""

from __future__ import annotations

import pytest

from crawler.page.links import MAX_LINKS, leads_to
from zhenwei.clock import now
from zhenwei.types import Page, Profile


def _page(html: str, final: str = "http://shop.example.com/a/") -> Page:
    return Page("http://shop.example.com/a/", final, Profile.DESKTOP, 200, html, now())


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="http://cx.example.net/q">证书 <b>查询</b></a>', [("http://cx.example.net/q", "证书 查询")]),
        ('<a href="//example.net/">甲</a>', [("http://example.net/", "甲")]),
        ('<a href="b.html">本站</a><a href="http://www.example.com/">本站</a>', []),
        ('<a href="javascript:alert(1)">x</a><a href="mailto:a@b.example">y</a><a href="tel:1">z</a>', []),
        ('<a href="http://[bad">x</a><a href="http://a b/">y</a>', []),
        (
            '<a href="http://example.org/1">一</a><a href="http://example.org/2">二</a>',
            [("http://example.org/1", "一")],
        ),
        ("", []),
    ],
)
def test_links(html: str, found: list[tuple[str, str]]) -> None:
    assert list(leads_to(_page(html))) == found


def test_the_end_of_the_redirects_comes_first() -> None:
    page = _page('<a href="http://example.org/">三</a>', final="https://example.net/p/")
    assert [url for url, _ in leads_to(page)] == ["https://example.net/p/", "http://example.org/"]


def test_a_page_of_thousands_of_links_is_no_flood() -> None:
    html = "".join(f'<a href="http://example{number}.com/">x</a>' for number in range(5000))
    assert len(list(leads_to(_page(html)))) == MAX_LINKS
