"""What is missing in the fingerprints of genuine pages, and what contradicts the organ's file or another organ's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detectors.page.footer import filing
from detectors.page.reference import Reference
from zhenwei.cli.organ_pages import is_own
from zhenwei.errors import BadInput
from zhenwei.watchlist import Organ, Watchlist
from zhenwei.watchlist.check import Doubt


def doubts_of_pages(watchlist: Watchlist, known: Mapping[str, tuple[Reference, ...]]) -> Iterator[Doubt]:
    """Yield the open points of the recorded pages in the order of the organs' files."""
    owner: dict[tuple[int, ...], str] = {}
    for organ in watchlist.protected:
        pages = known.get(organ.slug, ())
        if not pages:
            yield Doubt(organ.slug, "pages", f"尚无官方页面指纹（zhenwei organ learn {organ.slug} 文件… 或 --fetch）")
        for page in pages:
            yield from _of(organ, page)
            text = tuple(page.text.values)
            if text and owner.setdefault(text, organ.slug) != organ.slug:
                yield Doubt(organ.slug, "pages", f"页面“{page.title or page.url}”同时记在 {owner[text]} 名下")


def _of(organ: Organ, page: Reference) -> Iterator[Doubt]:
    name = page.title or page.url
    try:
        own = is_own(organ, page.url)
    except BadInput:
        own = False
    if not own:
        yield Doubt(organ.slug, "pages", f"页面“{name}”的地址 {page.url or '（空）'} 不在该机构的域名之下")
    codes = [m for m in page.marks if m.startswith("bm") or (m.isdigit() and len(m) == 10)]
    if codes and organ.site_code and organ.site_code not in codes:
        yield Doubt(
            organ.slug, "site_code", f"页面“{name}”上的网站标识码是 {codes[0]}，机构文件写的是 {organ.site_code}"
        )
    numbers = [m for m in page.marks if "ICP备" in m]
    if numbers and organ.icp and filing(organ.icp) not in numbers:
        yield Doubt(organ.slug, "icp", f"页面“{name}”上的备案号是 {numbers[0]}，机构文件写的是 {organ.icp}")
