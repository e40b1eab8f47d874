"""What the address of a case's page asks to see, and the links that change one thing of it."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import urlencode


@dataclass(frozen=True, slots=True)
class Asked:
    """``face`` and ``genuine``: the visits whose screenshots stand side by side; ``opinion``: whose reasons are shown.

    0 is what the machine chooses. ``marks``: differences are framed.
    """

    face: int = 0
    genuine: int = 0
    opinion: int = 0
    marks: bool = True

    def but(self, **changed: Any) -> str:
        """Return the query of a link to the same page with something changed; "" if that asks for nothing."""
        new = replace(self, **changed)
        said = {f.name: int(getattr(new, f.name)) for f in fields(self) if getattr(new, f.name) != f.default}
        return f"?{urlencode(said)}" if said else ""


NOTHING = Asked()
