"""The rules of a page's own style sheet that hide, and those that show again what others hide.

Only rules for a screen count: what a sheet says for printers or for narrow windows is passed over. A rule is kept if
its selector is one compound (``p.a.b``, ``#id``); one with descendants is kept as text for ``Sheet.deep``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from detectors.text.hiding import NO_SIZE, way_of

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_SHOWS = re.compile(
    r"display\s*:\s*(?!none)[a-z]|visibility\s*:\s*visible|opacity\s*:\s*(?:1|0?\.[2-9])|(?<!-)height\s*:\s*auto|"
    r"font-size\s*:\s*(?:[2-9]|1\d|[\d.]+r?em)"
)
_COMPOUND = re.compile(r"(?P<tag>[a-z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)")
# Selectors of descendants and children, without states, attributes and what else a library would have to translate.
_DEEP = re.compile(r"[\w.#-]+(?:(?:\s+|\s*>\s*)[\w.#-]+){1,5}")
_STEP = re.compile(r"(\s*>\s*|\s+|^)([\w.#-]+)")
_PART = re.compile(r"([.#])([\w-]+)")
_FOR_SCREENS = re.compile(r"@media\s*(?:(?:only\s+)?(?:all|screen)\s*)?$|@(?:supports|layer)\b", re.I)
_MOST_RULES = 5000
_MOST_DEEP = 20
_MOST_TOGETHER = 200
_HIGHEST = 60


@dataclass(frozen=True, slots=True)
class Rule:
    """A compound selector and what it does: ``how`` it hides, "" if it shows."""

    tag: str
    ids: frozenset[str]
    classes: frozenset[str]
    how: str
    place: int

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """How strong the rule is among those for one element (CSS Selectors 4, section 17), then its place."""
        return len(self.ids), len(self.classes), int(bool(self.tag)), self.place

    def fits(self, tag: str, key: str, classes: set[str]) -> bool:
        """True if an element of this tag, id and classes is meant."""
        return self.tag in ("", tag) and (not self.ids or self.ids == {key}) and self.classes <= classes


@dataclass(slots=True)
class Sheet:
    """``rules`` by the class, id or tag that an element must have; ``deep``: selectors with descendants that hide."""

    rules: dict[str, list[Rule]] = field(default_factory=dict)
    deep: list[tuple[str, str]] = field(default_factory=list)

    def way(self, tag: str, key: str, classes: set[str]) -> str:
        """Return how the sheet hides an element, or ""."""
        fitting = [
            rule
            for name in (f"#{key}", *(f".{c}" for c in classes), tag)
            for rule in self.rules.get(name, ())
            if rule.fits(tag, key, classes)
        ]
        return max(fitting, key=lambda rule: rule.weight).how if fitting else ""


def sheet_of(styles: str) -> Sheet:
    """Return the rules of a style sheet that hide; those that show are kept only if there is one that hides."""
    sheet = Sheet()
    if "{" not in styles:
        return sheet
    said = list(_blocks(_COMMENT.sub("", styles)))
    resized: frozenset[str] | None = None
    for place, (selectors, body) in enumerate(said):
        if how := way_of(body):
            if how == NO_SIZE and resized is None:
                resized = _resized_below(said)
            _take(sheet, selectors, how, place, resized or frozenset())
    if sheet.rules:
        for place, (selectors, body) in enumerate(said):
            if not way_of(body) and _SHOWS.search(body):
                for selector in selectors.split(",")[:_MOST_TOGETHER]:
                    if rule := _compound(selector.strip(), "", place):
                        _keep(sheet, rule)
    return sheet


def _take(sheet: Sheet, selectors: str, how: str, place: int, resized: frozenset[str]) -> None:
    for selector in (s.strip() for s in selectors.split(",")[:_MOST_TOGETHER]):
        if how == NO_SIZE and selector in resized:
            continue
        if rule := _compound(selector, how, place):
            _keep(sheet, rule)
        elif how != NO_SIZE and _DEEP.fullmatch(selector) and len(sheet.deep) < _MOST_DEEP:
            sheet.deep.append((selector, how))


def _keep(sheet: Sheet, rule: Rule) -> None:
    names = [f"#{i}" for i in rule.ids] or [f".{c}" for c in sorted(rule.classes)[:1]] or [rule.tag]
    sheet.rules.setdefault(names[0], []).append(rule)


def _compound(selector: str, how: str, place: int) -> Rule | None:
    match = _COMPOUND.fullmatch(selector)
    if match is None or not selector or selector in ("*", "html", "body"):
        return None
    parts = _PART.findall(match["rest"])
    tag = (match["tag"] or "").replace("*", "").lower()
    ids = frozenset(name for sign, name in parts if sign == "#")
    return Rule(tag, ids, frozenset(name for sign, name in parts if sign == "."), how, place)


def _resized_below(said: list[tuple[str, str]]) -> frozenset[str]:
    """Return the selectors below which letters get a size: the usual way to close the gaps between blocks in a row."""
    found = set()
    for names, body in said:
        if "font" in body:
            for name in names.split(",")[:_MOST_TOGETHER]:
                parts = name.replace(">", " ").split()[:6]
                found |= {" ".join(parts[:n]) for n in range(1, len(parts))}
    return frozenset(found)


def _blocks(styles: str) -> Iterator[tuple[str, str]]:
    """Yield (selectors, declarations) of the rules for screens."""
    outside = True
    for block in styles.split("}", _MOST_RULES)[:_MOST_RULES]:
        head, brace, body = block.rpartition("{")
        if not brace:
            outside = True  # the end of an at-rule
            continue
        at_rule, nested, selectors = head.rpartition("{")
        if nested:
            outside = bool(_FOR_SCREENS.search(at_rule.strip()))
        if outside and not selectors.lstrip().startswith("@"):
            yield selectors.rpartition(";")[2], body


def found_by(tree: etree._Element, selector: str, most: int) -> list[etree._Element]:
    """Return the elements that a selector of ``Sheet.deep`` means; no more than ``most`` are looked at."""
    steps = [(">" in joint, _compound(part, "", 0)) for joint, part in _STEP.findall(selector)]
    wanted = steps[-1][1] if steps else None
    if most <= 0 or wanted is None or any(rule is None for _, rule in steps):
        return []
    named = f"[contains(@class, '{min(wanted.classes)}')]" if wanted.classes else "[@id]" if wanted.ids else ""
    found = etree.XPath(f"//{wanted.tag or '*'}{named}")(tree)
    candidates = [one for one in found[:most] if isinstance(one, etree._Element)] if isinstance(found, list) else []
    return [one for one in candidates if _matches(one, wanted) and _stands_in(one, steps)]


def _stands_in(element: etree._Element, steps: list[tuple[bool, Rule | None]]) -> bool:
    """True if the steps before the last one are met on the way up, at most 60 levels."""
    at = len(steps) - 2
    for height, above in enumerate(element.iterancestors()):
        rule = steps[at][1] if at >= 0 else None
        if rule is None or height > _HIGHEST:
            break
        if _matches(above, rule):
            at -= 1
        elif steps[at + 1][0]:
            return False  # had to be the parent
    return at < 0


def _matches(element: etree._Element, rule: Rule) -> bool:
    return rule.fits(str(element.tag), element.get("id") or "", set((element.get("class") or "").split()))
