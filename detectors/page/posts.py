"""What visitors write on other people's pages: comments, replies, guestbooks, forum posts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from detectors.page.document import Document
from detectors.page.identity import about_papers
from detectors.page.offering import core, offer_lines
from detectors.text.lexicon import Hit

# How the markup of common forums, blogs, shops and guestbooks names what visitors wrote.
_NAMED = re.compile(
    r"(?:^|[\s_-])(?:comments?|cmt|reply|replies|replay|guestbook|gbook|msgboard|message-?(?:list|board)|liuyan|pinglun|"
    r"huifu|reviews?|feedback|disqus|post-?list|postlist|plhin|t_fsz|floor|lzl|answer-?list|gentie|tiezi)(?:$|[\s_\d-])",
    re.I,
)
# How a page says so in words, right before what was written.
_SAID = re.compile(
    r"网友(?:评论|留言|回复|跟帖)|(?:最新|全部|热门|精彩|用户|读者|访客)(?:评论|留言|回复|跟帖)|评论\s*[（(]\s*\d+|发表(?:于|评论)|回复于|"
    r"楼主|沙发|板凳|\d+\s*(?:楼|#|F\b)|条(?:评论|回复|留言)|游客\s*[\[【(（:：]|匿名(?:用户|网友)|留言板|留言内容|说道?[:：]"
)
_REACH = 120
_MOST_BLOCKS = 60
_MOST = 0.5


def posted_offer(doc: Document) -> Hit | None:
    """Return the first offered word if all that the page offers was written by visitors, else None."""
    offered = core(doc.reading)
    if not offered or about_papers(doc):
        return None
    spans = offer_lines(doc.reading)
    total = len(doc.reading.folded.text)
    if sum(end - start for start, end in spans) > _MOST * total or core(doc.head):
        return None
    texts = [text for text in _blocks(doc) if text]
    return offered[0] if all(_is_posted(doc, hit, texts) for hit in offered) else None


def _is_posted(doc: Document, hit: Hit, texts: list[str]) -> bool:
    quote = doc.reading.quote(hit)[0]
    flat = "".join(quote.split())
    if any(flat in text for text in texts):
        return True
    before = doc.reading.folded.text[max(0, hit.start - _REACH) : hit.start]
    return bool(_SAID.search(before))


def _blocks(doc: Document) -> Iterator[str]:
    """Yield the texts, without blanks, of the elements whose class or id says that visitors wrote them."""
    tree = doc.visible.tree
    if tree is None:
        return
    count = 0
    for element in tree.iter("div", "li", "ul", "ol", "dl", "section", "table", "td", "article", "p"):
        if not element.attrib or element.tag == "body":
            continue
        if _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}") and not _is_page(element):
            yield "".join("".join(str(t) for t in element.itertext()).split())
            count += 1
            if count >= _MOST_BLOCKS:
                return


def _is_page(element: etree._Element) -> bool:
    """True if the element holds the heading of the page: then it is the page and no part of it."""
    return element.find(".//h1") is not None
