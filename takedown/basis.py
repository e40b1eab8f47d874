"""``templates/basis.toml``: which few of the fitting articles a letter rests on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from takedown.render import templates_folder

Rows = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Basis:
    """``rows``: kind → finding (``counterfeit``, ``sale``) → law slug → article numbers."""

    background: frozenset[str]
    rows: dict[str, dict[str, Rows]]

    def wants(self, kind: str, findings: Iterable[str], law: str, number: str) -> bool:
        """True if a letter of this kind rests on the article; laws that the file does not know are wanted."""
        named = [rows for by_finding in self.rows.values() for rows in by_finding.values() if law in rows]
        if not named and law not in self.background:
            return True
        by_finding = self.rows.get(kind, {})
        return any(number in by_finding.get(finding, {}).get(law, ()) for finding in findings)


@cache
def load_basis() -> Basis:
    """Read the file that ships beside the templates."""
    raw = tomllib.loads((templates_folder() / "basis.toml").read_text("utf-8"))
    background = frozenset(raw.pop("background"))
    rows = {
        kind: {finding: {law: tuple(numbers) for law, numbers in laws.items()} for finding, laws in findings.items()}
        for kind, findings in raw.items()
    }
    return Basis(background, rows)
