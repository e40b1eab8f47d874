"""Pieces of pages that come out alike for the same values: rendered once, kept as markup.

What they are made of is the whole key, so nothing has to be thrown away when something changes; what is not asked for
any more falls out at the far end.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from review.messages import Messages

KEPT = 4096  # pieces


class Fragments:
    """Call it as templates do: ``kept(t, "macros.html", "state", line.state)`` is that macro's markup.

    Every template knows it by that name, those of pieces too: a row is made of cells that other rows have as well.
    """

    def __init__(self, pages: Environment) -> None:
        self._pages = pages
        pages.globals["kept"] = self
        self._rendered = lru_cache(maxsize=KEPT)(self._render)

    def __call__(self, t: Messages, template: str, macro: str, *values: Hashable) -> Markup:
        """Return what a macro says to the texts of a language and some values, which must be all that it reads."""
        return self._rendered(t, template, macro, *values)

    def _render(self, t: Messages, template: str, macro: str, *values: Hashable) -> Markup:
        made = getattr(self._pages.get_template(template).module, macro)(t, *values)
        assert isinstance(made, Markup)
        return made
