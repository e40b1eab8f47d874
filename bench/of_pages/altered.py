"""What forgers do to a page that they have saved, by rule: each makes another copy of the same genuine page.

The changes are written anew here and share nothing with the detectors. Plain text has no markup to change: only pages
with markup are altered.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from lxml import etree, html

SEED = 20261122
_LEAST = 12  # characters of a text that is worth replacing
_COMMON = "我们将继续做好相关工作为广大用户提供更加优质的服务内容如有问题请及时与工作人员联系谢谢您的支持和理解"


def as_saved(page: str) -> str:
    """The page as it is."""
    return page


def hosted(page: str) -> str:
    """Links and files lead to the forger's own host, and a counter of visitors is added."""
    own = re.sub(r"https?://[a-z0-9.-]+", "http://files.example.net", page, flags=re.IGNORECASE)
    return own + '<script src="http://count.example.net/c.js?id=190000"></script>'


def one_line(page: str) -> str:
    """All white space between tags is gone, as minifiers leave it."""
    return re.sub(r">\s+<", "><", re.sub(r"\s+", " ", page))


def shortened(page: str) -> str:
    """Every third block of text is left out."""
    tree, count = _tree(page), 0
    for element in list(tree.iter("p", "li", "td", "div")):
        if len(element) or len((element.text or "").strip()) < _LEAST:
            continue
        count += 1
        if count % 3 == 0:
            element.text = ""
    return _text(tree)


def reworded(page: str) -> str:
    """One sentence in four is another one."""
    rng = random.Random(SEED)

    def other(match: re.Match[str]) -> str:
        if rng.random() >= 0.25:
            return match[0]
        return "".join(rng.sample(_COMMON, min(len(match[0]), len(_COMMON))))

    return re.sub(r"[\u4e00-\u9fff，、]{8,}(?=[。；！])", other, page)


def refilled(page: str) -> str:
    """The template with another article: long texts are replaced, menus and foot stay."""
    rng, tree = random.Random(SEED), _tree(page)
    for element in tree.iter("p", "td", "span", "div"):
        for part in ("text", "tail"):
            said = getattr(element, part) or ""
            if len(said.strip()) >= 2 * _LEAST:
                setattr(element, part, "".join(rng.choice(_COMMON) for _ in said))
    return _text(tree)


def rebuilt(page: str) -> str:
    """The words of the page in markup of the forger's own: no class, no id, no script of the genuine page."""
    tree = _tree(page)
    for element in list(tree.iter("script", "style", etree.Comment)):
        element.drop_tree()
    title = tree.findtext(".//title") or ""
    lines = [line.strip() for line in tree.text_content().split("\n") if line.strip()]
    body = "".join(f"<section><b>{html_escape(line)}</b></section>" for line in lines)
    return f"<html><head><title>{html_escape(title)}</title></head><body><main>{body}</main></body></html>"


def reprinted(page: str) -> str:
    """No copy: a lawful portal reprints the article in its own frame, signed by itself, and says where it is from."""
    tree = _tree(page)
    for element in list(tree.iter("script", "style", "title", etree.Comment)):
        element.drop_tree()
    blocks = [
        e for e in tree.iter("p", "td", "div", "span") if all(e.find(f".//{b}") is None for b in ("p", "td", "div"))
    ]
    texts = [" ".join(block.text_content().split()) for block in blocks]
    lines = [line for line in dict.fromkeys(texts) if len(line) >= 2 * _LEAST and "。" in line]
    title = html_escape(lines[0][:40] if lines else "要闻")
    said = "".join(f"<p>{html_escape(line)}</p>" for line in lines)
    return _PORTAL.format(title=title, said=said)


_PORTAL = """<html><head><title>{title} - 晨光资讯网</title></head><body>
<div class="top"><a href="/">晨光资讯网</a><a href="/sports/">体育</a><a href="/life/">生活</a></div>
<h1>{title}</h1><p class="from">来源：中国政府网 2026-10-12 责任编辑：晨光</p><article>{said}</article>
<ul class="more"><li><a href="/a/1">本周天气</a></li><li><a href="/a/2">球队赛程公布</a></li></ul>
<div class="foot">晨光资讯网版权所有 某某晨光网络科技有限公司主办</div></body></html>"""


def html_escape(text: str) -> str:
    """Return text as it stands in markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


CHANGES: dict[str, Callable[[str], str]] = {
    "as_saved": as_saved,
    "hosted": hosted,
    "one_line": one_line,
    "shortened": shortened,
    "reworded": reworded,
    "refilled": refilled,
    "rebuilt": rebuilt,
}
# What looks like a copy and is none.
LAWFUL = {"reprinted": reprinted}


def _tree(page: str) -> html.HtmlElement:
    return html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))


def _text(tree: html.HtmlElement) -> str:
    return str(html.tostring(tree, encoding="unicode"))
