"""What a robots.txt says to us (RFC 9309): the group of our name, else of everybody. Pure; all it keeps is bounded."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from protego import Protego

from zhenwei.address import registrable

# RFC 9309, 2.5: at least 500 kibibytes are read.
LARGEST = 500 * 1024
MOST_RULES = 2_000
LONGEST_RULE = 2_000
MOST_HOPS = 5  # RFC 9309, 2.3.1.2
_LINE = re.compile(r"\s*([a-z-]{1,40})\s*:[ \t]*([^\r\n#]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that are for us. ``delay``: seconds between two requests, as asked for; 0 if nothing is."""

    parser: Protego | None = None
    delay: float = 0.0
    size: int = 0

    def allowed(self, url: str) -> bool:
        """True if the address may be fetched."""
        return self.parser is None or bool(self.parser.can_fetch(url, "*"))


NO_RULES = Rules()


def read_rules(body: bytes, agent: str) -> Rules:
    """Read the rules for a product name, else those for everybody. What is no robots.txt has no rules."""
    text = body[:LARGEST].decode("utf-8-sig", "ignore")
    if text.lstrip()[:1] == "<":
        return NO_RULES  # a page: many sites answer every address with one
    own: list[tuple[str, str]] = []
    for_all: list[tuple[str, str]] = []
    named = False
    for mine, everybody, key, value in _rules(text, agent):
        named = named or mine
        if mine and value and len(own) < MOST_RULES:
            own.append((key, value))
        elif everybody and value and len(for_all) < MOST_RULES:
            for_all.append((key, value))
    rules = own if named else for_all
    delay = max((_seconds(value) for key, value in rules if key == "crawl-delay"), default=0.0)
    lines = [f"{key}: {value}" for key, value in rules if key != "crawl-delay"]
    if not lines:
        return Rules(delay=delay)
    return Rules(Protego.parse("User-agent: *\n" + "\n".join(lines)), delay, len(lines))


def next_robots(url: str, place: str, hops: int) -> str:
    """Return where a robots.txt that was moved is to be fetched, or nothing: a few steps, within one registrable name.

    A redirect elsewhere is not followed: it would let one site send us to any address of another.
    """
    try:
        target = urljoin(url, place.strip())
        before, after = urlsplit(url).hostname or "", urlsplit(target).hostname or ""
    except ValueError:
        return ""
    near = after == before or registrable(after) == registrable(before)
    return target if place and near and hops < MOST_HOPS else ""


def _rules(text: str, agent: str) -> Iterator[tuple[bool, bool, str, str]]:
    """Yield (for us, for everybody, key, value) for each rule. A group that names us may hold no rule at all."""
    mine = everybody = naming = False
    for line in text.splitlines():
        match = _LINE.match(line[: LONGEST_RULE + 60])
        if match is None:
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            if not naming:
                mine = everybody = False
            name = re.split(r"[/\s]", value.lower(), maxsplit=1)[0]
            mine, everybody, naming = mine or name == agent, everybody or name == "*", True
            yield mine, everybody, "disallow", ""
        elif key in ("allow", "disallow", "crawl-delay"):
            naming = False
            if len(value) <= LONGEST_RULE:
                yield mine, everybody, key, value


def _seconds(value: str) -> float:
    try:
        found = float(value)
    except ValueError:
        return 0.0
    return found if math.isfinite(found) and found > 0 else 0.0
