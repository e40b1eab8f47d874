"""What of a page only a browser can see: text that scripts, pictures, canvases, styles or fonts put there.

``shell``: shows next to nothing, and its scripts write or send the visitor on (spared: enough text, mere counters)
``data``: shows little, and carries its text in a script for a framework to lay out (spared: state beside its text)
``swapped``: text in private-use code points, or under a font that stands in the markup itself (spared: icon fonts)
``drawn``: shows little, and has a canvas, or pictures in place of text (spared: pictures beside text)
``styled``: shows little, and its own style sheet writes text with ``content:`` (spared: marks of lists, icons)
"""

from __future__ import annotations

import re
from functools import partial

from lxml.html import HtmlElement

from crawler.page.tree import elements, texts, tree_of
from zhenwei.types import Page

_SHELL_TEXT = 120  # characters; the notice "please enable JavaScript" and a title are shorter
_LITTLE_TEXT = 200  # a page made of pictures has a footer line all the same
_HIDDEN = "not(ancestor::script or ancestor::style or ancestor::noscript or ancestor::template or ancestor::head)"
_ROOTS = re.compile(
    r"""<(?:div|main|section)[^>]+id=["']?(?:app|root|__next|__nuxt|main|container|wrapper)\b""", re.IGNORECASE
)
_WRITES = (
    "document.write",
    "innerHTML",
    "createElement",
    "appendChild",
    "atob(",
    "eval(",
    "unescape(",
    "fromCharCode",
    "fetch(",
    "XMLHttpRequest",
    # A script that sends the visitor on, in a way that only running it tells.
    "location.href",
    "location.replace",
    "location.assign",
    "window.location",
)
_CONTENT = re.compile(r"""content\s*:\s*(["'])((?:\\.|(?!\1).){4,})\1""", re.DOTALL)
_ESCAPED = re.compile(r"\\[0-9a-fA-F]{2,6}\s?")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_OWN_FONT = re.compile(r"@font-face\s*\{([^}]{0,300}?)url\(\s*[\"']?data:", re.IGNORECASE)
_ICONS = re.compile(r"icon|awesome|swiper|glyph", re.IGNORECASE)
_CHINESE_IN_SCRIPT = re.compile(r"[\u4e00-\u9fff]|\\u[4-9][0-9a-fA-F]{3}")
_MANY_SIGNS = 12  # private-use code points; an icon font rarely needs as many in text
_MUCH_DATA = 60  # Chinese characters in scripts


def is_shell(page: Page) -> bool:
    """True if the markup shows next to nothing before its scripts have run."""
    return needs_browser(page) in ("shell", "data")


def needs_browser(page: Page) -> str:
    """Return why only a browser sees what visitors see, in one of the words above, or nothing."""
    if page.rendered or not page.html.strip():
        return ""
    tree = tree_of(page.html)
    if tree is None:
        return ""
    text = "".join("".join(texts(tree, f"//body//text()[{_HIDDEN}]")).split())
    signs = {
        "shell": partial(_shell, tree, text, page.html),
        "data": partial(_data, tree, text),
        "swapped": partial(_swapped, tree, text),
        "drawn": partial(_drawn, tree, text),
        "styled": partial(_styled, tree, text),
    }
    return next((name for name, seen in signs.items() if seen()), "")


def _shell(tree: HtmlElement, text: str, html: str) -> bool:
    scripts = elements(tree, "//script")
    if not scripts or len(text) >= _SHELL_TEXT:
        return False
    if _ROOTS.search(html) or any(word in (s.text or "") for s in scripts for word in _WRITES):
        return True
    return len(text) < 20 and any(s.get("src") for s in scripts)


def _data(tree: HtmlElement, text: str) -> bool:
    if len(text) >= _LITTLE_TEXT:
        return False
    scripts = texts(tree, "//script[not(@src)]/text()")
    return sum(len(_CHINESE_IN_SCRIPT.findall(script[:200_000])) for script in scripts) >= max(_MUCH_DATA, len(text))


def _swapped(tree: HtmlElement, text: str) -> bool:
    if len(_PRIVATE.findall(text)) >= _MANY_SIGNS:
        return True
    fonts = [font for style in texts(tree, "//style/text()") for font in _OWN_FONT.findall(style)]
    return len(text) >= 20 and any(not _ICONS.search(font) for font in fonts)


def _drawn(tree: HtmlElement, text: str) -> bool:
    if len(text) >= _LITTLE_TEXT:
        return False
    if elements(tree, "//canvas"):
        return True
    # Large or few and nothing beside them: a page that is one poster, or slices of one.
    return len(elements(tree, "//body//img | //body//object | //body//embed")) * 40 > len(text)


def _styled(tree: HtmlElement, text: str) -> bool:
    if len(text) >= _LITTLE_TEXT:
        return False
    return any(
        len(_ESCAPED.sub("字", found[1])) >= 4 and (_CHINESE_IN_SCRIPT.search(found[1]) or _ESCAPED.search(found[1]))
        for style in texts(tree, "//style/text()")
        for found in _CONTENT.findall(style)
    )
