"""What a page's scripts do to their visitor while the page loads, told from their text. Nothing is run.

A bounded reading of straight-line JavaScript (tree-sitter's syntax tree): constants, strings put together, the usual
ways of hiding a word, conditions on who the visitor is, functions that are called while loading. What it cannot tell
stays unknown; where a condition is unknown both ways are read and what they do counts as unsure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

# A script that can neither move its visitor nor write into the page is not read at all.
_ACTS = re.compile(
    r"location(?:\s*\.\s*href|\s*\[\s*['\"]href['\"]\s*\])?\s*=(?!=)|location\s*\.\s*(?:replace|assign)|"
    r"\.\s*write(?:ln)?\s*\(|\beval\s*\(|_self|_top\b|\.navigate\b|\[\s*['\"](?:loca|repl|assi|href|write)|"
    r"fromCharCode|\batob\b|\\x6c\\x6f|\\u006c\\u006f",
    re.IGNORECASE,
)
# Redirects are short; reading longer scripts of full pages would cost more than it finds.
_LONGEST, _LONGEST_THOROUGH = 4_000, 20_000
_MOST, _MOST_THOROUGH = 3, 8
_IN_ALL = 24_000
MAX_WRITTEN = 20_000


@dataclass(frozen=True, slots=True)
class Visitor:
    """As whom the page is looked at, for conditions on it."""

    user_agent: str = ""
    referer: str = ""


NOBODY = Visitor()


@dataclass(frozen=True, slots=True)
class Goal:
    """An address that a script goes to. ``sure``: nothing unknown decides about it; ``asked``: the scripts have asked
    who the visitor is, so that others may be sent elsewhere."""

    target: str
    sure: bool
    asked: bool = False


@dataclass(slots=True)
class Effects:
    """Goals in the order in which they are reached (after a sure one nothing counts), and what was written."""

    goals: list[Goal] = field(default_factory=list)
    written: str = ""


def may_act(script: str) -> bool:
    """True if a script may send its visitor on or write into the page."""
    return _ACTS.search(script) is not None


def effects_of(scripts: Sequence[str], url: str, visitor: Visitor = NOBODY, *, thorough: bool = True) -> Effects:
    """Read the scripts of a page in order. ``thorough``: also long ones, for pages that hold little else."""
    from crawler.page.script_run import Run

    most, longest = (_MOST_THOROUGH, _LONGEST_THOROUGH) if thorough else (_MOST, _LONGEST)
    run = Run(url, visitor, Effects(), parse)
    room = _IN_ALL
    for script in [script for script in scripts if len(script) <= longest][:most]:
        room -= len(script)
        if room < 0 or run.script(script):
            break
    run.afterwards()
    run.effects.written = run.effects.written[:MAX_WRITTEN]
    return run.effects


@cache
def _parser() -> object:
    # Loaded when the first script asks for it: most pages have none that acts.
    import tree_sitter_javascript
    from tree_sitter import Language, Parser

    return Parser(Language(tree_sitter_javascript.language()))


def parse(script: str) -> object:
    """Return the root node of a script's syntax tree; broken scripts have one too."""
    return _parser().parse(script.encode("utf-8", "replace")).root_node  # type: ignore[attr-defined]
