"""What a page's own scripts hide as soon as they run: blocks named by their id, blocks written around others."""

from __future__ import annotations

import re
from collections.abc import Sequence

_BY_ID = re.compile(
    r"getElementById\(\s*['\"]([\w-]{1,60})['\"]\s*\)\s*\.\s*style\s*\.\s*"
    r"(?:display\s*=\s*['\"]none|visibility\s*=\s*['\"]hidden|(?:left|top|textIndent)\s*=\s*['\"]-\d{3,})"
)
_WRITTEN = re.compile(r"document\.write(?:ln)?\s*\(([^;]{0,600})")
_JOINT = re.compile(r"['\"]\s*\+\s*['\"]")
_CODE = re.compile(r"\\x([0-9a-fA-F]{2})|\\u00([0-9a-fA-F]{2})|%([0-7][0-9a-fA-F])")
_HIDES = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|(?:left|top|text-indent)\s*:\s*-\d{3,}")
_LONGEST = 20_000


def hidden_ids(scripts: Sequence[str]) -> frozenset[str]:
    """Return the ids of elements that scripts hide at once (not within a function that waits for a click)."""
    found = set()
    for script in scripts:
        if "getElementById" not in script:
            continue
        said = script[:_LONGEST]
        for match in _BY_ID.finditer(said):
            if said.count("{", 0, match.start()) <= said.count("}", 0, match.start()):
                found.add(match[1])
    return frozenset(found)


def writes_hidden(scripts: Sequence[str]) -> bool:
    """True if one script writes the begin of a hidden block and a later one its end."""
    opened = False
    for script in scripts:
        if "write" not in script:
            continue
        if opened and closes_hidden(script):
            return True
        opened = opened or opens_hidden(script)
    return False


def opens_hidden(script: str) -> bool:
    """True if the script writes an element that hides and does not close it."""
    said = _written(script).lower()
    return bool(_HIDES.search(said)) and "</" not in said


def closes_hidden(script: str) -> bool:
    """True if all that the script writes is the end of an element."""
    said = _written(script).strip()
    return said.startswith("</") and said.count("<") == said.count("</")


def plain_script(script: str) -> str:
    """Return a script with its escaped characters and divided strings put together."""
    return _JOINT.sub("", _CODE.sub(lambda m: chr(int(m[1] or m[2] or m[3], 16)), script))


def _written(script: str) -> str:
    """Return what a script writes into the page, put together from its pieces."""
    found = " ".join(match[1] for match in _WRITTEN.finditer(script[:_LONGEST]))
    return plain_script(found).strip().strip("'\"").lstrip()
