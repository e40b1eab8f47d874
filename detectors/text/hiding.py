"""When markup hides an element from readers: styles, class and id rules, zero size, text in its background's colour."""

from __future__ import annotations

import re

from lxml import etree

_RULE = re.compile(r"([^{}]{1,400})\{([^{}]{0,2000})\}")
_SIMPLE = re.compile(r"^(?:[a-z][a-z0-9]*)?([.#])([\w-]+)$", re.I)
_END = r"\s*(?:;|$|!)"
_FLAT = rf"(?:^|[;\s])(?:max-)?(?:height|width)\s*:\s*[01](?:px|em|%)?{_END}"
_CHECKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("display:none", re.compile(r"display\s*:\s*none")),
    ("visibility:hidden", re.compile(r"visibility\s*:\s*hidden")),
    ("移出屏幕", re.compile(r"(?:left|top|right|text-indent)\s*:\s*-\s*\d{3,}|translate[xy]?\(\s*-\s*\d{3,}")),
    ("零尺寸", re.compile(rf"font-size\s*:\s*[01](?:px|pt|em|%)?{_END}", re.S)),
    ("零尺寸", re.compile(rf"{_FLAT}(?=.*overflow\s*:\s*hidden)|overflow\s*:\s*hidden.*{_FLAT}", re.S)),
    ("零尺寸", re.compile(r"clip\s*:\s*rect\(\s*[01](?:px)?[ ,]+[01]|clip-path\s*:\s*inset\(\s*(?:50|100)%")),
    ("透明", re.compile(rf"opacity\s*:\s*0(?:\.0\d*)?{_END}|(?:^|[;\s])color\s*:\s*transparent")),
)
_COLOUR = re.compile(r"(?:^|[;\s])color\s*:\s*([#\w(),. %]+)")
_GROUND = re.compile(r"background(?:-color)?\s*:\s*([#\w(),. %]+)")
_WHITE = {"white", "#fff", "#ffffff", "rgb(255,255,255)"}


def way_of(style: str) -> str:
    """Return how a declaration block hides its element, or ""."""
    low = style.lower()
    for how, pattern in _CHECKS:
        if pattern.search(low):
            return how
    front, ground = _COLOUR.search(low), _GROUND.search(low)
    if front and ground and _colour(front[1]) == _colour(ground[1]):
        return "同色文字"
    return ""


def _colour(value: str) -> str:
    text = re.sub(r"\s|!important", "", value.split(";")[0])
    if text in _WHITE:
        return "#ffffff"
    if re.fullmatch(r"#[0-9a-f]{3}", text):
        return "#" + "".join(2 * c for c in text[1:])
    return {"black": "#000000", "red": "#ff0000"}.get(text, text)


class Hiding:
    """The class and id rules of a page's own style sheet that hide (media queries are not looked into)."""

    def __init__(self, styles: str) -> None:
        self.by_class: dict[str, str] = {}
        self.by_id: dict[str, str] = {}
        text = re.sub(r"/\*.*?\*/", "", styles, flags=re.S)
        for match in _RULE.finditer(text):
            how = way_of(match[2])
            if not how:
                continue
            for selector in match[1].split(","):
                if simple := _SIMPLE.match(selector.strip()):
                    (self.by_class if simple[1] == "." else self.by_id)[simple[2]] = how


def hides(element: etree._Element, hiding: Hiding) -> str:
    """Return how an element is hidden by itself (not by what it stands in), or ""."""
    attributes = element.attrib
    if not attributes:
        return ""
    if "hidden" in attributes:
        return "hidden 属性"
    style = attributes.get("style")
    if style and (how := way_of(str(style))):
        return how
    by_id = hiding.by_id.get(str(attributes.get("id", "")), "")
    if by_id:
        return by_id
    if hiding.by_class and "class" in attributes:
        for name in str(attributes["class"]).split():
            if by_class := hiding.by_class.get(name):
                return by_class
    return ""
