"""One captured page, read once for all rules. Costly readings (pictures) happen only if a rule asks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from lxml import etree

from detectors.page.borrowing import host_in, linked_contacts, links, may_link_contacts, official_signs
from detectors.page.claims import Claim, claims_of
from detectors.page.footer import Marks, host_lines, marks_of
from detectors.page.forms import LookupForm, fields_of, labels_of, lookup_forms
from detectors.page.headings import headings_of, lone_lines
from detectors.page.looking import BARE, TOPICS, Reason
from detectors.page.ocr import read_text_in
from detectors.page.pictures import all_pictures, data_pictures, drawn_words, inline_icon, qr_texts
from detectors.page.quoting import InMarkup, Place, Quoted, Words, quoted
from detectors.page.reference import Impression, is_plain
from detectors.text.contacts import find_contacts
from detectors.text.fold import fold
from detectors.text.lexicon import Lexicon
from detectors.text.offers import Reading, read
from detectors.text.visible import Visible, read_html, read_text
from zhenwei.address import host_of, registrable
from zhenwei.errors import BadInput
from zhenwei.types import Contact, Page, Picture
from zhenwei.watchlist import Watchlist

_LONGEST_HIDDEN = 20_000
# No search engine shows more of a title, by far.
_LONGEST_TITLE = 4000


class Document:
    """A page as the rules see it. ``host`` is that of the address finally shown ("" if unknown)."""

    def __init__(self, page: Page, host: str, watchlist: Watchlist, lexicon: Lexicon) -> None:
        self.page = page
        self.host = host
        self._watchlist = watchlist
        self._lexicon = lexicon

    @cached_property
    def visible(self) -> Visible:
        """Text, hidden parts and tree; text/plain is taken as it is."""
        return read_text(self.page.html) if is_plain(self.page) else read_html(self.page.html)

    @cached_property
    def impression(self) -> Impression:
        """What is compared with genuine pages."""
        return Impression(self.visible.text, "" if is_plain(self.page) else self.page.html)

    @cached_property
    def reading(self) -> Reading:
        """The visible text, folded and searched."""
        return read(self.visible.text, self._lexicon, lent=bool(self.head.of("goods_work")))

    @cached_property
    def title(self) -> str:
        """The title element; of plain text its first short line."""
        if self.visible.tree is None:
            first = self.visible.text.split("\n", 1)[0]
            return first if len(first) <= 40 and "\n" in self.visible.text else ""
        element = self.visible.tree.find(".//title")
        return "" if element is None else _said(element)[:_LONGEST_TITLE]

    @cached_property
    def head(self) -> Reading:
        """Title, description and keywords: what search engines show."""
        parts = [self.title]
        if self.visible.tree is not None:
            for meta in self.visible.tree.iter("meta"):
                if str(meta.get("name", "")).lower() in ("keywords", "description"):
                    parts.append(str(meta.get("content") or ""))
        return read("\n".join(parts)[:_LONGEST_HIDDEN], self._lexicon, "head")

    @property
    def led_away(self) -> bool:
        """True if redirects ended at another site: what is shown there belongs to somebody else."""
        try:
            shown, asked = host_of(self.page.final_url or self.page.url), host_of(self.page.url)
        except BadInput:
            return False
        return registrable(shown) != registrable(asked)

    def speaks_of(self, text: str, groups: Iterable[str]) -> bool:
        """True if a short text holds a word of one of the groups."""
        if not text:
            return False
        names = set(groups)
        return any(hit.group in names for hit in self._lexicon.find(fold(text)))

    @cached_property
    def headings(self) -> list[tuple[str, str]]:
        """(where, text) of the title and of what stands as a heading or logo, in order."""
        return headings_of(self.visible.tree, self.title)

    @cached_property
    def claims(self) -> list[Claim]:
        """What the page calls itself; large words in its pictures count as headings where there is little text."""
        headings = [*self.headings, *lone_lines(self.visible.tree, self.visible.text)]
        hosts = host_lines(self.reading.folded.text)
        if self.pictured is not None and self._wants_ocr():
            headings += [("picture", line) for line in self.pictured.folded.text.split("\n")[:12]]
        return claims_of(headings, hosts, self._watchlist)

    @cached_property
    def lowered(self) -> str:
        """The markup in lower case."""
        return self.page.html.lower()

    @cached_property
    def marks(self) -> Marks:
        """Footer marks."""
        return marks_of(self.visible.text, self.page.html, self.lowered)

    @cached_property
    def forms(self) -> tuple[LookupForm, ...]:
        """Look-up forms."""
        return () if self.visible.tree is None else tuple(lookup_forms(self.visible.tree))

    @cached_property
    def reachable(self) -> tuple[Contact, ...]:
        """Ways of contact that stand in links and buttons (tel:, weixin:, text to be copied) and not in the text."""
        said = linked_contacts(self.visible.tree) if may_link_contacts(self.lowered) else ""
        return find_contacts(fold(said), "link") if said else ()

    @cached_property
    def hosts_linked(self) -> tuple[str, ...]:
        """The hosts that links and forms lead to, one for each."""
        return tuple(links(self.visible.tree, self.page.final_url or self.page.url or "http://unknown.invalid/"))

    @cached_property
    def links_out(self) -> tuple[tuple[str, str], ...]:
        """(text, host) of the links to other sites, at most 200."""
        if self.visible.tree is None:
            return ()
        rows = (
            (" ".join("".join(map(str, a.itertext())).split()), host_in(str(a.get("href"))))
            for a in _absolute(self.visible.tree)
        )
        own = registrable(self.host) if self.host else ""
        return tuple((text, host) for text, host in rows if host and registrable(host) != own)[:200]

    @cached_property
    def handlers(self) -> tuple[str, ...]:
        """What buttons, links and forms do when used, as written in the markup; at most 40."""
        if self.visible.tree is None:
            return ()
        keys = ("onclick", "onsubmit", "href", "ontouchend", "@click")
        said = (
            str(e.get(k) or "") for e in self.visible.tree.iter("a", "button", "input", "form", "div") for k in keys
        )
        return tuple(s[:500] for s in said if "(" in s or "=" in s)[:40]

    @cached_property
    def names_officials(self) -> bool:
        """False only if no host of an organ or below gov.cn can stand in the page or its address."""
        said = (self.lowered, (self.page.final_url or self.page.url).lower())
        if "&#" in self.lowered or "\x00" in self.lowered:  # letters may be written as numbers
            return True
        return any(sign in text for sign in official_signs(self._watchlist) for text in said)

    @cached_property
    def asked(self) -> str:
        """The words of the page's input fields and the labels right before them; "" on a page without fields."""
        return "" if self.visible.tree is None else fields_of(self.visible.tree)

    @property
    def labels(self) -> tuple[str, ...]:
        """The same as readers see it: without the names that only the markup gives to fields."""
        return () if self.visible.tree is None else labels_of(self.visible.tree)

    @cached_property
    def hidden(self) -> tuple[tuple[str, Reading], ...]:
        """(how, reading) of the hidden parts that hold Chinese, up to 20 000 characters in all."""
        budget, found = _LONGEST_HIDDEN, []
        for part in self.visible.hidden:
            if len(part.text) >= 6 and budget > 0:
                found.append((part.how, read(part.text[:budget], self._lexicon, "hidden")))
                budget -= len(part.text)
        return tuple(found)

    @cached_property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures that came with the capture and those within the markup, each once."""
        tree = self.visible.tree if "data:" in self.page.html else None
        if tree is None and not self.page.pictures:
            return ()
        return all_pictures(self.page.pictures, data_pictures(tree, self.visible.styles))

    @cached_property
    def why_look(self) -> Reason:
        """Whether and how far the pictures are to be looked at."""
        return Reason(
            length=len(self.reading.folded.text),
            certificates=bool(self.reading.of("goods_work") or self.head.of("goods_work")),
            promises=any(self.reading.offered[g] for g in ("skip_exam", "forging", "pay_later")),
            topical=any(self.reading.of(g) or self.head.of(g) for g in TOPICS),
        )

    @cached_property
    def shown(self) -> tuple[Picture, ...]:
        """The pictures of the page; of a page without them and without words its screenshot."""
        if self.pictures or not self.page.screenshot or not self.why_look.screenshot:
            return self.pictures
        return self._screen

    @property
    def _screen(self) -> tuple[Picture, ...]:
        return (Picture("screenshot:", "image/png", self.page.screenshot),)

    @cached_property
    def icon(self) -> bytes:
        """The icon of the site as captured, or as the markup carries it."""
        return self.page.favicon or (inline_icon(self.visible.tree) if "data:" in self.page.html else b"")

    @cached_property
    def pictured(self) -> Reading | None:
        """What the pictures say; None where there is no reason to look (enough text, or no picture)."""
        alternative = self._alternative_texts()
        if not self.shown and not alternative:
            return None
        said = (*drawn_words(self.shown), *read_text_in(self.shown, self.why_look.text)) if self.shown else ()
        lines = (*alternative, *said)
        return read("\n".join(lines), self._lexicon, "picture") if lines else None

    @property
    def is_picture(self) -> bool:
        """True if next to all that the page says stands in its pictures."""
        return bool(self.shown) and len(self.reading.folded.text) <= BARE

    def _wants_ocr(self) -> bool:
        """True if pictures may say what the text does not."""
        return bool(self.shown) and not self.why_look.text.empty

    def _alternative_texts(self) -> tuple[str, ...]:
        """What pictures are said to show (alt), where it is more than a name."""
        if self.visible.tree is None:
            return ()
        texts = (str(e.get("alt") or "").strip() for e in self.visible.tree.iter("img"))
        return tuple(t for t in texts if len(t) >= 8)[:20]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The contents of QR codes, where the page gives a reason to read them; else those of the screenshot."""
        if not (self.shown or self.page.screenshot) or not self.why_look.codes:
            return ()
        found = [text for text, _ in qr_texts(self.shown)]
        if not found and self.page.screenshot and self.shown != self._screen:
            found = [text for text, _ in qr_texts(self._screen)]
        return tuple(dict.fromkeys(found))

    @property
    def readings(self) -> list[tuple[str, Reading]]:
        """Everything the page says, with where: visible, head, picture, then hidden parts."""
        found = [("visible", self.reading), ("head", self.head)]
        if self.pictured is not None:
            found.append(("picture", self.pictured))
        return found + [("hidden", reading) for _, reading in self.hidden]

    def quoted(self, words: Words, where: str = "") -> Quoted:
        """Return the original of words that a rule saw, with its offsets in the visible text; see ``quoting``.

        ``where``: the place to look into first.
        """
        return quoted(words, self._places, where)

    @cached_property
    def _places(self) -> tuple[Place, ...]:
        read = (Place(where, reading) for where, reading in self.readings)
        return (*read, Place("markup", InMarkup(self.visible.tree)))


def _said(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _absolute(tree: etree._Element) -> Iterator[etree._Element]:
    return (a for a in tree.iter("a") if str(a.get("href") or "").startswith(("http:", "https:", "//")))
