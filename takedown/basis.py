"""``templates/basis.toml``: which few of the fitting articles a letter rests on."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from takedown.citations import Citation, LeftOut
from takedown.laws import Days, Wanted, chinese_span, judge, named, out_of_date, uncovered
from takedown.render import templates_folder
from zhenwei.watchlist import Law
from zhenwei.watchlist.law_refs import WHOLE

Rows = dict[str, tuple[str, ...]]
ALL = "*"  # every article whose tags fit; a law without articles is told to the drafter
NOTHING_ELSE = "hijacked"  # the finding of letters about neither a counterfeit nor a sale


@dataclass(frozen=True, slots=True)
class Basis:
    """``rows``: kind → finding (``counterfeit``, ``sale``, ``hijacked``) → law slug → references in our spelling."""

    background: frozenset[str]
    rows: dict[str, dict[str, Rows]]

    def refs(self, kind: str, findings: Iterable[str]) -> Rows:
        """Return what a letter of this kind rests on for these findings together, in the order of the file."""
        found: dict[str, list[str]] = {}
        for finding in tuple(findings) or (NOTHING_ELSE,):
            for slug, refs in self.rows.get(kind, {}).get(finding, {}).items():
                found.setdefault(slug, []).extend(ref for ref in refs if ref not in found.get(slug, ()))
        return {slug: tuple(refs) for slug, refs in found.items()}

    def knows(self, slug: str) -> bool:
        """True if the file speaks of the law; the others are cited by their articles' own tags."""
        return slug in self.background or any(slug in rows for kind in self.rows.values() for rows in kind.values())

    def wants(self, kind: str, findings: Iterable[str], law: str, number: str) -> bool:
        """True if a letter of this kind rests on the reference; laws that the file does not know are wanted."""
        return not self.knows(law) or number in self.refs(kind, findings).get(law, ())

    def wanted(self, kind: str, findings: Sequence[str], laws: Mapping[str, Law], uses: Sequence[str]) -> list[Wanted]:
        """Return every reference that a letter of this kind would rest on, whatever its dates and its verification."""
        refs = self.refs(kind, findings)
        families = list(dict.fromkeys(family(slug, laws) for slug in refs if slug in laws))
        asked: list[Wanted] = []
        for law in laws.values():
            own = family(law.slug, laws)
            place = families.index(own) if own in families else len(families)
            asked += [Wanted(law, ref, place) for ref in _refs_of(law, refs.get(law.slug), kind, findings, uses)]
            if not self.knows(law.slug):
                asked += [Wanted(law, row.number, place) for row in law.article if set(row.use) & set(uses)]
        return list({(one.law.slug, one.ref): one for one in reversed(asked)}.values())[::-1]


def _refs_of(
    law: Law, refs: Sequence[str] | None, kind: str, findings: Sequence[str], uses: Sequence[str]
) -> Iterable[str]:
    """Yield the references of one law: the basis's, those that the law's own file adds, and what to be wary of."""
    for ref in refs or ():
        if ref != ALL:
            yield ref
        elif not law.article:
            yield WHOLE
        else:
            yield from (row.number for row in law.article if set(row.use) & set(uses))
    asked = {kind, *(f"{kind}.{finding}" for finding in findings)}
    yield from (row.number for row in law.article if set(row.cite) & asked)
    if refs is not None:
        yield from (row.number for row in law.article if row.verified and row.caution and set(row.use) & set(uses))


def family(slug: str, laws: Mapping[str, Law]) -> str:
    """Return the slug of the oldest version of a law that the table holds, over new titles too."""
    seen = {slug}
    while (before := laws[slug].replaces) and before in laws and before not in seen:
        seen.add(slug := before)
    return min((law.valid_from, law.slug) for law in laws.values() if law.title == laws[slug].title)[1]


def choose_for(
    kind: str,
    findings: Sequence[str],
    laws: Iterable[Law],
    uses: Sequence[str],
    alive: Sequence[Days],
    more: Mapping[str, Sequence[str]] | None = None,
) -> tuple[tuple[Citation, ...], tuple[LeftOut, ...]]:
    """Return (citations in print order, what was left out) of a letter of this kind.

    ``findings``: what it is about (words.findings_of); ``uses``: the law tags of the kind; ``alive``: the first and
    last day of each site, in the order of the letter. A version whose days are over is not worth a note where
    another version covers the act; days that no version covers are. ``more``: law slug → references that the facts of
    this letter call for beside the basis (an item whose threshold is met).
    """
    table = {law.slug: law for law in laws}
    alive = [(min(days), max(days)) for days in alive]
    asked = load_basis().wanted(kind, findings, table, uses)
    known = {(one.law.slug, one.ref) for one in asked}
    places = {family(one.law.slug, table): one.place for one in asked}
    for slug, refs in (more or {}).items():
        if slug not in table:
            continue  # zhenwei laws check names what the basis lacks
        place = places.get(family(slug, table), len(places))
        asked += [Wanted(table[slug], ref, place) for ref in refs if (slug, ref) not in known]
    families: dict[str, list[Law]] = {}
    for law in dict.fromkeys(one.law.slug for one in asked):
        families.setdefault(family(law, table), []).append(table[law])
    in_date = {slug for slug, row in table.items() if not out_of_date(row, alive)}
    covered = {own for own, members in families.items() if any(law.slug in in_date for law in members)}
    kept = [one for one in asked if one.law.slug in in_date or family(one.law.slug, table) not in covered]
    cited, left_out = judge(kept, alive, table.values())
    named_already = {citation.law for citation in cited}
    gaps = [
        LeftOut(named(members[-1]), chinese_span(span), "待核实：法律表中没有这一期间施行的文本，须由人员另行核对")
        for members in families.values()
        if any(law.slug in named_already for law in members)
        for span in uncovered(members, alive)
    ]
    return cited, (*left_out, *dict.fromkeys(gaps))


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
