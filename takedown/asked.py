"""By when a letter asks for a reply, as its own text says it: an official may have changed the number of days."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ASKED = re.compile(r"收到(?:本函|此函|本报告|本件|本通知)?之日起\s*([0-9]{1,3})\s*(个工作日|日|天)(?:之?内)")


@dataclass(frozen=True, slots=True)
class Asked:
    """A term from the day of receipt. ``working``: working days, else days."""

    days: int
    working: bool


def asked(text: str) -> Asked | None:
    """Return the term that a marked text asks for, the first one if it names several; None if it names none."""
    found = _ASKED.search(text)
    if found is None or not int(found[1]):
        return None
    return Asked(int(found[1]), found[2] == "个工作日")
