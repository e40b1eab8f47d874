"""Whether the law table holds what letters rest on: an overlay replaces whole files, so an article can get lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from takedown.basis import ALL, load_basis
from zhenwei.watchlist import Law
from zhenwei.watchlist.law_refs import split
from zhenwei.watchlist.law_views import LawDoubt


def basis_doubts(laws: Mapping[str, Law]) -> Iterator[LawDoubt]:
    """Yield each reference of ``templates/basis.toml`` without its article, and each ``cite`` of an unknown letter."""
    basis = load_basis()
    seen: set[tuple[str, str]] = set()
    for kind, findings in basis.rows.items():
        for rows in findings.values():
            for slug, refs in rows.items():
                for ref in refs or ("",):
                    if ref != ALL and (slug, ref) not in seen and not _holds(laws.get(slug), ref):
                        seen.add((slug, ref))
                        yield LawDoubt(slug, ref, f"函件 {kind} 以此为依据，表中没有")
    known = set(basis.rows) | {f"{kind}.{finding}" for kind in basis.rows for finding in basis.rows[kind]}
    for law in laws.values():
        for row in law.article:
            for kind in row.cite:
                if kind not in known:
                    yield LawDoubt(law.slug, row.number, f"cite 所写的 {kind} 不是函件种类")


def letters_of(law: Law) -> dict[str, tuple[str, ...]]:
    """Return by article the kinds of letters that may cite it once it is verified and its days fit."""
    basis = load_basis()
    found: dict[str, dict[str, None]] = {row.number: {} for row in law.article}
    for kind, findings in basis.rows.items():
        for rows in findings.values():
            for ref in rows.get(law.slug, ()):
                for number in found if ref == ALL else ((split(ref) or ("", ""))[0],):
                    found.get(number, {})[kind] = None
    for row in law.article:
        found[row.number] |= dict.fromkeys(kind.partition(".")[0] for kind in row.cite)
        if not basis.knows(law.slug) and row.use:
            found[row.number] |= {ALL: None}  # by its tags alone
    return {row.number: () if row.caution else tuple(found[row.number]) for row in law.article}


def _holds(law: Law | None, ref: str) -> bool:
    number, part = split(ref) or ("", "")
    if law is None or not ref:
        return law is not None
    row = law.articles.get(number)
    return row is not None and (not part or part in row.parts)
