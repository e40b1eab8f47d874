"""The advertisement mark that readers see: a small word beside the entry, whatever the class names of the year are."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.page.tree import elements

# Whole texts of labels (广告法 14, 互联网广告管理办法 9 demand the word 广告; older pages said 推广).
LABELS = frozenset(
    {
        "广告", "推广", "推广链接", "商业推广", "品牌广告", "赞助商链接", "百度推广", "搜狗推广", "360推广", "广告链接",
        "ad", "ads", "sponsored", "anzeige", "annonce", "anuncio", "annuncio",
    }
)  # fmt: skip
_SMALL = ("span", "i", "a", "font", "label", "small", "sup", "div", "p", "cite")
# The word may be what was searched for: in headings and highlighted words it marks nothing.
_PLACES = (
    ".//*[not(*) and not(ancestor-or-self::em or ancestor-or-self::strong or ancestor-or-self::mark"
    " or ancestor-or-self::h2 or ancestor-or-self::h3 or ancestor-or-self::h4)]"
)
_PICTURES = ".//img[@alt='广告' or @alt='推广' or @title='广告']"


def labelled(entry: HtmlElement) -> bool:
    """True if an entry carries the label of an advertisement."""
    for one in elements(entry, _PLACES):
        words = "".join((one.text or "").split()).strip("·-—[]【】()（）|").lower()
        if one.tag in _SMALL and words in LABELS:
            return True
    return bool(elements(entry, _PICTURES))
