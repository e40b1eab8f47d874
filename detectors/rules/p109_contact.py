"""P109: A way to reach the seller stands with the offer.

Why: who only reports on sellers leaves no number of theirs; who sells must.
Catches: a mobile number, WeChat or QQ within reach of the promise, or the only contact of a short page;
a message that is nothing but an offer (whoever answers it has reached the seller); a priced listing at a market
place; a form on the page that takes the visitor's number.
Spares: hot lines of authorities and newsrooms (named as such before the number), notices that mask numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.page.document import Document
from detectors.page.offering import CORE, shows_any
from detectors.page.quoting import Words
from detectors.rules.base import Rule, View
from detectors.rules.deals import deals
from detectors.rules.sale import core
from detectors.text.characters import simplified
from detectors.text.contacts import find_contacts
from detectors.text.dealing import Dealing
from detectors.text.fold import fold
from detectors.text.offers import LEAST, Reading
from zhenwei.sentences import said
from zhenwei.types import Finding, Side

# Of a market place's own page around the goods; two of them beside a price make a shelf.
_SHELF = re.compile(r"已售|拍下|立即购买|加入购物车|我想要|卖家[:：]|宝贝详情|商品详情|联系卖家")

# What a text says besides naming papers; a message without a number needs so many kinds of it.
_OF_PAPERS = frozenset(("papers", "trades", "named", "list", "offices", "brief", "bent", "proof", "bare"))
_LEAST_SPOKEN = 2

_WRITE_TO_ME = re.compile(r"加\s*(?:我|v|微|好友|q|群)|私(?:聊|信|我|戳)|滴滴|回复|留言|评论|主页|签名|头像|简介", re.I)

# A landing page names no number: it takes the visitor's.
_NUMBER_WANTED = re.compile(r"手机|电话|联系方式|微信|(?<![a-z])(?:phone|mobile|tel|weixin|wechat)(?![a-z])", re.I)


def _on_a_shelf(reading: Reading) -> bool:
    """True if the offer is put up for sale at a market place, which itself is the way to the seller."""
    kinds = {hit.group for hit in core(reading)}
    if len(kinds) < 2 or not reading.prices or not reading.of("goods_work"):
        return False
    return len(set(_SHELF.findall(reading.folded.text))) >= 2


def _led_out(doc: Document) -> tuple[str, str]:
    """Return the words of an offer that link to another site, and that site; ("", "") if there are none."""
    if not shows_any(doc):
        return "", ""
    return next(((text, host) for text, host in doc.links_out if doc.speaks_of(text, CORE)), ("", ""))


def _without_contact(text: str) -> str:
    """Return words that may be quoted, or "": where the contact stands in them people are shown it masked."""
    return "" if find_contacts(fold(text)) else text


def _wanted(doc: Document) -> list[str]:
    """Return the words beside and within fields by which the page asks for a visitor's number."""
    return [label for label in doc.labels if _NUMBER_WANTED.search(simplified(label))]


def _answerable(reading: Reading, deal: Dealing) -> bool:
    """True if a text without any number is plainly a seller's message: to whoever names papers only, nobody writes."""
    if not deal.message or not (deal.weight > LEAST or "proof" in deal.signs):
        return False
    promised = any(reading.offered[group] for group in ("skip_exam", "pay_later", "fast_issue"))
    called = _WRITE_TO_ME.search(reading.folded.text) is not None
    return promised or called or len(deal.signs - _OF_PAPERS) >= _LEAST_SPOKEN or bool(reading.words("contact_word"))


def _way_without_number(
    doc: Document, where: str, reading: Reading, deal: Dealing | None
) -> tuple[str, str, Words] | None:
    """Return how the seller is reached where no number stands: the level, what is said of it, and the page's words."""
    if core(reading) and where == "visible" and _NUMBER_WANTED.search(doc.asked):
        return "form", said("招徕页要求访客留下电话或微信，由卖家回联"), _wanted(doc)
    if where == "visible" and _on_a_shelf(reading):
        return "shelf", said("在交易平台上标价，由平台下单联系"), _SHELF.findall(reading.folded.text)
    if deal is not None and _answerable(reading, deal):
        return "message", said("整段文字即一条招徕信息，回复即可联系"), deal.hit.word
    return None


class Contacted(Rule):
    """A way to reach the seller stands with the offer."""

    id, side = "P109", Side.SALE
    about = "招徕旁留有联系方式"
    levels = ("number", "link", "form", "shelf", "message", "words", "word")

    def look(self, view: View) -> Iterator[Finding]:
        for doc in view.documents:
            text, led = _led_out(doc)
            if led:
                detail = said("招徕文字链接到外站（{led}）", led=led)
                yield self.find(doc, self.worth("link"), detail, against=led, key="link", words=_without_contact(text))
            own = next((r for w, r in doc.readings if w == "visible"), None)
            for where, reading in doc.readings:
                deal = reading.deal if where != "hidden" else None
                hinted = reading.offered["forging_hint"] or reading.offered["verifiable"]
                offered = core(reading) or hinted or deal is not None or any(deals(doc))
                if not offered:
                    continue  # whatever way there is, it leads to no seller
                contacts = reading.contacts or doc.reachable
                contacts = contacts or (own.contacts if own and where in ("picture", "head") else ())
                if contacts:
                    first = contacts[0]
                    detail = said("招徕旁留有联系方式（{kind}：{masked}）", kind=first.kind, masked=first.masked)
                    yield self.find(doc, self.worth("number"), detail, key=first.kind)
                    break
                if way := _way_without_number(doc, where, reading, deal):
                    level, offer, words = way
                    yield self.find(doc, self.worth(level), offer, key=level, words=words, where=where)
                    break
                asked = reading.words("contact_word")
                if asked and where != "head":
                    often = len(asked) >= 2 or "二维码" in reading.folded.text
                    points = self.worth("words" if often else "word")
                    detail = said("招徕旁请人联系，但未见具体号码")
                    yield self.find(doc, points, detail, key="word", words=reading.ordered(asked), where=where)
