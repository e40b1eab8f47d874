"""Verification pages by what they are made of: a picture to read, a slider, a form for a code, in any language."""

from __future__ import annotations

from lxml.html import HtmlElement

from crawler.page.tree import elements

_NAMES = ("captcha", "seccode", "vcode", "cf-turnstile", "antispider")
_PLACES = ("id", "class", "name")
_SOURCES = ("antispider", "wappass.", "captcha", "seccode", "challenges.cloudflare.com", "/challenge")


def _named(attributes: tuple[str, ...], words: tuple[str, ...]) -> str:
    return " or ".join(f"contains(@{attribute}, '{word}')" for attribute in attributes for word in words)


_PARTS = (
    f"//*[self::form or self::input or self::div or self::section][{_named(_PLACES, _NAMES)}]"
    f" | //form[{_named(('action',), _SOURCES)}]"
    f" | //*[self::script or self::iframe or self::img][{_named(('src',), _SOURCES)}]"
    " | //a[contains(@href, 'wappass.') or contains(@href, '/antispider') or contains(@href, 'qcaptcha.')]"
)


def asks_for_a_captcha(tree: HtmlElement) -> bool:
    """True for a page that is made for a verification and holds no title of a result."""
    return bool(elements(tree, _PARTS)) and not elements(tree, "//h3//a[@href] | //h2//a[@href]")


def is_hidden(element: HtmlElement) -> bool:
    """True if an element, or what it stands in, is not shown: templates lie in many pages."""
    around = elements(element, "ancestor-or-self::*")
    styles = ((one.get("style") or "").replace(" ", "").lower() for one in around)
    return any("display:none" in style for style in styles) or any(
        one.get("hidden") is not None or one.tag in ("template", "script", "noscript") for one in around
    )
