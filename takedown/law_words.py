"""Citations as an official writes them: full titles in 《》, a law's articles together, versions told apart by date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from takedown.citations import Citation
from zhenwei.watchlist.law_models import Rank


def sentence(citations: Sequence[Citation], later: str = "") -> str:
    """Return the citations as one enumeration in the order given. Empty if there are none.

    Titles stand in full; ``later`` is the text that follows in the letter: a short form that it uses is announced
    here (以下简称). Where two versions of a law stand side by side, the older one follows as 修正前的该法, each with
    the acts it is for.
    """
    clauses = law_clauses(citations, later)
    return ("，" if any("、" in clause or "（" in clause for clause in clauses) else "、").join(clauses)


def law_clauses(citations: Sequence[Citation], later: str = "") -> tuple[str, ...]:
    """Return one clause a law: 《…》第四十八条、第五十二条（…）. For letters that list them line by line."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.law, citation.scope), []).append(citation)
    cited = {citation.law: citation for citation in citations}
    newer = {citation.follows: citation for citation in cited.values() if citation.follows in cited}
    clauses = []
    for (law, scope), rows in groups.items():
        said = "、".join(_shortened(list(dict.fromkeys(row.article for row in rows))))
        clauses.append(f"{_head(rows[0], newer.get(law), cited, later)}{said}{f'（{scope}）' if scope else ''}")
    return tuple(clauses)


def _shortened(articles: Sequence[str]) -> Iterator[str]:
    """Yield each name without what it shares with the one before: 第六十三条第一项、第三项."""
    before = ""
    for name in articles:
        if any(name.startswith(f"{whole}第") for whole in articles):
            continue  # an item of what is cited as a whole
        shared = next((head for head in _heads(name) if before.startswith(head)), "")
        yield name.removeprefix(shared)
        before = name


def _heads(name: str) -> Iterator[str]:
    """Yield what may be left out before another part: article and paragraph, then the article, if a part follows."""
    for pattern in (r"(第[^第]+条(?:之[^第]+)?第[^第]+款)第", r"(第[^第]+条(?:之[^第]+)?)第"):
        if match := re.match(pattern, name):
            yield match[1]


def _head(citation: Citation, newer: Citation | None, cited: Iterable[str], later: str) -> str:
    """Return how the law is named: as 该法 right after its newer version, else in full with what tells it apart."""
    if newer is not None and newer.title == citation.title and citation.rank is Rank.LAW:
        return f"{_change(newer.version)}前的该法"
    marks = []
    if citation.doc_no and citation.rank is not Rank.LAW:
        marks.append(citation.doc_no)
    if citation.changed_by and not citation.doc_no:
        marks.append(f"{citation.changed_by}前")
    elif citation.follows in cited and citation.version:
        marks.append(citation.version)
    if citation.short in later and citation.short not in (citation.title, citation.doc_no, ""):
        marks.append(f"以下简称{quoted(citation.short)}")
    return f"《{citation.title}》" + (f"（{'，'.join(marks)}）" if marks else "")


def _change(version: str) -> str:
    return "修订" if version.endswith("修订") else "修正"


def quoted(name: str) -> str:
    """Return a title or short form in 《》; a document number (法释〔2019〕15号) stands without."""
    return name if name.endswith("号") else f"《{name}》"
