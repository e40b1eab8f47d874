"""Where an answer sends its visitor on: Location, Refresh (header or meta), and scripts that do so while loading."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from crawler.page.address import location, same_page, web
from crawler.page.parts import Sheet, sheet_of
from crawler.page.script import NOBODY, Effects, Visitor, effects_of

__all__ = ["NOBODY", "Acts", "Step", "Visitor", "acts_of", "location", "next_step", "refresh", "refresh_step"]

MAX_REFRESH = 30.0  # seconds; a page that reloads itself after minutes is a page, not a step
# A script in a nearly empty page is there to send on; a page with more than this has something of its own to say.
EMPTY = 300
# A page that says something and stays this long has been read before it sends on.
READ_SECONDS = 3.0
Kind = Literal["http", "refresh", "meta", "script"]
# HTML standard, "shared declarative refresh steps": seconds, a separator, `url=` or not, quotes or not.
_REFRESH = re.compile(
    r"\s*(?P<seconds>\d*)(?:\.[\d.]*)?\s*(?:[;,]|(?<=[\d\s.])(?=\s*\S))\s*(?:url\s*=\s*)?"
    r"(?:(?P<quote>['\"])(?P<quoted>.*?)(?:(?P=quote)|$)|(?P<bare>.*))",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step on; ``kind`` as in ``Hop.kind``. ``follow`` is false where the page in hand has its own say, which would
    be lost: search spiders read it, and visitors do until it sends them on."""

    kind: Kind
    url: str
    follow: bool = True


@dataclass(frozen=True, slots=True)
class Acts:
    """What loading a page does: the step on, if any, and the markup that its scripts write."""

    step: Step | None = None
    written: str = ""


def refresh(value: str) -> tuple[float, str] | None:
    """Read the value of a Refresh header or meta tag: (seconds, address as written); None if it names none."""
    match = _REFRESH.match(value[:5000])
    if match is None or not (match["seconds"] or value.strip()[:1] == "."):
        return None
    target = (match["quoted"] if match["quote"] else match["bare"]).strip()
    return (float(match["seconds"] or 0), target) if target else None


def refresh_step(sheet: Sheet, value: str, kind: Kind) -> Step | None:
    """Return the step that a Refresh value asks for, if it leads to another page soon enough."""
    found = refresh(value)
    if found is None or found[0] > MAX_REFRESH:
        return None
    target = web(sheet.base, found[1])
    if not target or same_page(sheet.url, target):
        return None
    return Step(kind, target, follow=sheet.shown <= EMPTY or found[0] < READ_SECONDS)


def acts_of(sheet: Sheet, visitor: Visitor = NOBODY) -> Acts:
    """Return what loading the page does to its visitor, without running anything."""
    for content in sheet.refreshes:
        if step := refresh_step(sheet, content, "meta"):
            return Acts(step)
    if not sheet.scripts:
        return Acts()
    effects = effects_of(sheet.scripts, sheet.url, visitor, thorough=sheet.shown <= EMPTY)
    return Acts(_goal(sheet, effects) or _written_step(sheet, effects.written, visitor), effects.written)


def _written_step(sheet: Sheet, written: str, visitor: Visitor) -> Step | None:
    """What a script writes acts as if it stood in the page; what that writes in turn is not looked at."""
    if not written:
        return None
    inner = sheet_of(sheet.url, written)
    for content in inner.refreshes:
        if step := refresh_step(sheet, content, "script"):
            return step
    return _goal(sheet, effects_of(inner.scripts, sheet.url, visitor)) if inner.scripts else None


def _goal(sheet: Sheet, effects: Effects) -> Step | None:
    empty = sheet.shown <= EMPTY
    for goal in effects.goals:
        target = web(sheet.base, goal.target)
        if target and not same_page(sheet.url, target) and (goal.sure or empty):
            return Step("script", target, follow=empty or goal.asked)
    return None


def next_step(url: str, html: str, visitor: Visitor = NOBODY) -> tuple[str, str] | None:
    """Return (kind, address) of the step that the markup asks for; kinds as in ``Hop.kind``. None: it stays here."""
    step = acts_of(sheet_of(url, html), visitor).step
    return (step.kind, step.url) if step and step.follow else None
