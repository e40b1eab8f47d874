"""The small decisions of the stages, as tables."""

from __future__ import annotations

import pytest

from zhenwei.clock import now
from zhenwei.stages.planning import addresses, front_pages
from zhenwei.store.models import LeadRow, SiteRow
from zhenwei.watchlist import Organ


def _site(*urls: str) -> SiteRow:
    moment = now()
    leads = [LeadRow(source="s", url=url, why="", first_seen=moment, last_seen=moment) for url in urls]
    return SiteRow(host="a.example.com", registrable="example.com", first_seen=moment, leads=leads)


@pytest.mark.parametrize(
    ("urls", "looked_at"),
    [
        ([], ["http://a.example.com/"]),
        (["http://a.example.com", "https://a.example.com/"], ["http://a.example.com/"]),
        (["http://A.example.com/x#y"], ["http://a.example.com/", "http://a.example.com/x"]),
        ([f"http://a.example.com/{n}" for n in range(9)], 5),
    ],
)
def test_what_is_looked_at_on_a_site(urls: list[str], looked_at: list[str] | int) -> None:
    found = addresses(_site(*urls))
    assert (len(found) if isinstance(looked_at, int) else found) == looked_at


def test_front_pages_of_an_organ() -> None:
    organ = Organ(slug="x", name="某局", domains=("x.gov.cn",), lookups=("https://cx.x.gov.cn/",))
    assert front_pages(organ) == ["https://cx.x.gov.cn/", "http://x.gov.cn/", "http://www.x.gov.cn/"]
