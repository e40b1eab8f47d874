"""Whether an offer was planted into a site that lives from something else, or the site is the seller's own.

What tells them apart is whom the site says it is. A victim keeps its own name, its own text and its own pages beside
the offer; a seller who shows a decoy to some visitors keeps nothing of it where the offer stands.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from urllib.parse import urlsplit

from detectors.page.document import Document
from detectors.page.identity import about_papers, main_heading, names_of, own_lines
from detectors.page.offering import core, offer_lines, shows_any, shows_offer
from detectors.page.ownership import in_closed_zone, is_institution, is_owned, one_hand, signs_of_owner
from detectors.page.posts import posted_offer
from detectors.text.lexicon import Hit
from detectors.text.offers import Reading
from zhenwei.address import registrable
from zhenwei.types import Profile

# What must be left of a page without its offer for it to have a life of its own, in folded characters.
OWN_LIFE = 60
# Under the name of a school, hospital, newspaper or association the name is enough: their home pages are often bare.
_NAMED_LIFE = 4
_MOST = 0.45
_PARKED = re.compile(r"域名(?:出售|转让|可能)|正在建设|建设中|维护|此域名|for sale|parked", re.I)
_SEARCH = (Profile.SPIDER, Profile.FROM_SEARCH)
_YOUNG = 365
_LITTLE = 0.2
_FEW = 3
_DEALT = re.compile(r"代办|直办|包办|快办|办理|出售|购买|买卖|代考|办证|多少钱|价格|快速")
# How many signs of an owner make one believe in a victim; more where a seller would do the same.
_SURE, _VERY_SURE = 2, 4


def speaks_lawfully(doc: Document) -> bool:
    """True if the page speaks as news, school or authority, or simply in running text."""
    reading = doc.reading
    if len(reading.words("strong_reported")) >= 2 or len(reading.words("lawful_school")) >= 3:
        return True
    return reading.folded.text.count("。") >= 3


def hides_offer(doc: Document) -> bool:
    """True if an offer stands in what the markup hides, and in no more than a part of what it shows."""
    if not any(core(reading) for _, reading in doc.hidden):
        return False
    spans = offer_lines(doc.reading) if core(doc.reading) else []
    return sum(end - start for start, end in spans) <= _MOST * len(doc.reading.folded.text)


def is_planted(documents: Sequence[Document], registered: date | None = None, today: date | None = None) -> bool:
    """True if the site is the victim of whoever planted the offer.

    ``registered``: the first day of the domain; one younger than a year has no old life that could be abused.
    """
    if not any(shows_any(d) or hidden_links(d) for d in documents):
        return False
    age = (today - registered).days if registered is not None and today is not None else None
    own = [d for d in documents if not d.led_away]
    if (age is not None and age < _YOUNG) or one_hand(own):
        return False
    if any(spliced(d) or (hides_offer(d) and _keeps_life(d)) for d in own):
        return True
    if any(is_owned(d, age) and (alien_head(d) or posted_offer(d)) for d in own):
        return True
    if any(_is_list_with_offer(d) and signs_of_owner(d, age) > _SURE for d in own):
        return True
    if any(hidden_links(d) for d in own):
        return True
    if any(in_closed_zone(d.host) and shows_offer(d) for d in own):
        return True  # no university sells certificates, whatever else of it was captured
    return _beside_life(own, [d for d in documents if d.led_away], age)


def _beside_life(own: Sequence[Document], led: Sequence[Document], age: int | None) -> bool:
    """True if the offer stands beside pages that live from something else and belong to somebody else."""
    known = any(is_institution(name) for d in own if not shows_offer(d) for name in names_of(d))
    living = [d for d in own if _lives(d, _NAMED_LIFE if known else OWN_LIFE)]
    if not living:
        return False
    sure = max(signs_of_owner(d, age) for d in living)
    # Sellers hide from inspectors by sending phones away, intruders from the owner by choosing whoever searched.
    enough = _SURE if all(d.page.profile in _SEARCH for d in led) else _VERY_SURE
    if sure >= enough and any(shows_offer(d) for d in led):
        return True
    selling = [d for d in own if shows_offer(d)]
    names = {name for d in living for name in names_of(d)}
    if any(_borrows(d, living, names) for d in selling):
        return True
    return sure >= _SURE and any(_is_foreign_page(d, own, living) for d in selling)


def alien_head(doc: Document) -> bool:
    """True if the head offers certificates on a page whose own text speaks of something else and of none of them."""
    if not core(doc.head) or about_papers(doc) or core(doc.reading) or doc.reading.of("goods_work"):
        return False
    return sum(map(len, own_lines(doc))) >= OWN_LIFE


def hidden_links(doc: Document) -> list[tuple[tuple[Reading, Hit], str]]:
    """Return (where in which hidden part, host) of the hidden links that deal in certificates; [] if they are few, lead
    to one site, or stand on a page that is about certificates or bears no sign of an owner."""
    goods = [(reading, hit) for _, reading in doc.hidden for hit in reading.of("goods_work")]
    if len(goods) < _FEW or about_papers(doc):
        return []
    links = [(_flat(text), host) for text, host in doc.links_out if text]
    found = []
    for reading, hit in goods:
        words = _flat(reading.folded.text[max(0, hit.start - 4) : hit.end + 6])
        host = next((host for text, host in links if _flat(hit.word) in text and _DEALT.search(text)), "")
        if host and _DEALT.search(words):
            found.append(((reading, hit), host))
            links.remove(next(link for link in links if link[1] == host and _flat(hit.word) in link[0]))
    apart = {registrable(host) for _, host in found}
    return found if len(found) >= _FEW and len(apart) >= 2 and is_owned(doc) else []


def _flat(text: str) -> str:
    return "".join(text.split()).lower()


def _lives(doc: Document, least: int) -> bool:
    """True for a page that neither offers nor speaks of certificates, and says something of its own."""
    if about_papers(doc) or doc.page.status >= 400 or (shows_offer(doc) and not _hardly_offers(doc)):
        return False
    return len(doc.reading.folded.text) >= least and not _PARKED.search(doc.reading.folded.text)


def _is_list_with_offer(doc: Document) -> bool:
    """True for a list of other things that holds a line or two of offers and is titled for neither."""
    return bool(core(doc.reading)) and not about_papers(doc) and not doc.head.of("goods_work") and _hardly_offers(doc)


def _hardly_offers(doc: Document) -> bool:
    """True if offers are a line or two in a long list of other things: a forum's or a directory's home page."""
    if core(doc.head):
        return False
    lines, spans = own_lines(doc), offer_lines(doc.reading)
    share = sum(end - start for start, end in spans) / max(len(doc.reading.folded.text), 1)
    return len(lines) >= 12 and sum(map(len, lines)) >= 3 * OWN_LIFE and share <= _LITTLE


def _keeps_life(doc: Document) -> bool:
    """True if the visible part of a page with a hidden offer is about something else."""
    least = OWN_LIFE // 3 if main_heading(doc) else OWN_LIFE // 2
    return not about_papers(doc) and sum(map(len, own_lines(doc))) >= least


def _borrows(doc: Document, living: Sequence[Document], names: set[str]) -> bool:
    """True if a page sells to search engines at an address that people know otherwise, under the site's own name."""
    same = [d for d in living if d.page.url == doc.page.url]
    if not same or doc.page.profile not in _SEARCH:
        return False
    said = f"{doc.title}\n{doc.visible.text}"
    return any(name in said for name in names) or any(is_institution(n) for d in same for n in names_of(d))


def _is_foreign_page(doc: Document, own: Sequence[Document], living: Sequence[Document]) -> bool:
    """True if a page below the site sells while the home page lives from something else and leads nowhere near it."""
    if _is_home(doc):
        return False
    home = [d for d in own if _is_home(d) and d.page.status < 400]
    if not home or not all(d in living for d in home):
        return False
    linked = any(_path(doc) in d.page.html for d in home)
    return not linked or sum(map(len, own_lines(doc))) >= OWN_LIFE


def _is_home(doc: Document) -> bool:
    return urlsplit(doc.page.url).path in ("", "/", "/index.html", "/index.htm", "/index.php", "/index.asp")


def _path(doc: Document) -> str:
    return urlsplit(doc.page.url).path


def spliced(doc: Document) -> float:
    """Return the share of the visible text that the offer takes if it looks planted, else 0."""
    reading = doc.reading
    if not core(reading) or about_papers(doc):
        return 0.0
    total = len(reading.folded.text)
    spans = offer_lines(reading)
    share = sum(end - start for start, end in spans) / max(total, 1)
    known = in_closed_zone(doc.host) or any(is_institution(name) for name in names_of(doc))
    if not known and doc.head.of("goods_work") and signs_of_owner(doc) < _SURE + 1:
        return 0.0  # what the title names is what the page is for, unless its owner is well known
    least = OWN_LIFE // 2 if known else OWN_LIFE  # a school or hospital is believed with less text of its own
    if total < least + 40 or share > (0.6 if known else _MOST) or len(spans) > 3:
        return 0.0
    at_edge = spans[0][1] < total * 0.4 or spans[-1][0] > total * 0.6
    lawful = known or speaks_lawfully(doc)
    return share if (at_edge or known) and lawful and sum(map(len, own_lines(doc))) >= least else 0.0
