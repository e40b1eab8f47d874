"""What the drafter is told of the laws that a letter cites: changes, milder rules, doubts of date, limitation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from takedown.citations import Citation
from takedown.excerpts import numbers
from takedown.laws import Days
from takedown.limits import limit_lines
from takedown.numerals import article as article_name
from zhenwei.watchlist import Law
from zhenwei.watchlist.law_models import Change, Renumbered
from zhenwei.watchlist.law_refs import split
from zhenwei.watchlist.law_views import STALE_DAYS

SHIPPED_BY = "项目核读"  # who verified the built-in table; an office looks again before it signs
CHANGES = {
    Change.HEAVIER: "新规定处罚加重，此前的行为适用原规定",
    Change.LIGHTER: "新规定处罚较轻，此前的行为可以适用新规定",
    Change.MIXED: "新规定有轻有重，须逐项比较",
    Change.SAME: "处罚未变",
}


def law_notes(laws: Iterable[Law], citations: Sequence[Citation], alive: Sequence[Days], day: date) -> tuple[str, ...]:
    """Return the notes for the drafter, Chinese. ``day``: of drafting; ``alive``: as for the citations."""
    table = {law.slug: law for law in laws}
    cited = {slug: table[slug] for slug in dict.fromkeys(c.law for c in citations) if slug in table}
    notes = [*_straddling(citations), *_milder(table, citations, alive, day), *_doubtful(cited.values(), alive, day)]
    if any(c.verified_by == SHIPPED_BY for c in citations):
        notes.append("部分条款由项目核读，发文前请对照官方公布文本复核并登记（zhenwei laws verify）")
    stale = [c for c in citations if c.verified_on is not None and (day - c.verified_on).days > STALE_DAYS]
    if stale:
        named = "、".join(dict.fromkeys(f"{c.short}{article_name((split(c.number) or ('', ''))[0])}" for c in stale))
        notes.append(f"下列条款核实已逾一年，请复核：{named}")
    if any(c.accuses for c in citations):
        notes += limit_lines(table.values(), alive, day, {c.short for c in citations})
    return tuple(notes)


def _straddling(citations: Sequence[Citation]) -> Iterator[str]:
    """Say of each law that both versions are cited, and for which sites each stands."""
    first = {citation.law: citation for citation in citations}
    for citation in first.values():
        before = first.get(citation.follows)
        if before is not None:
            old, new = _sites(before), _sites(citation)
            whose = f"{old}可访问期间跨越该日" if old == new else f"{old}涉及此前的文本，{new}涉及此后的文本"
            yield f"{citation.short}以{citation.valid_from.isoformat()}为界分别引用：{whose}"


def _sites(citation: Citation) -> str:
    return f"第{numbers(covered.site for covered in citation.covers)}个网站"


def _milder(table: dict[str, Law], citations: Sequence[Citation], alive: Sequence[Days], day: date) -> Iterator[str]:
    """Compare the penalties (行政处罚法 37) wherever part of the acts was before a change that has come by now."""
    for law in table.values():
        before = table.get(law.replaces)
        if before is None or day < law.valid_from or not any(first < law.valid_from for first, _ in alive):
            continue
        for row in law.renumbered:
            if row.penalty not in (None, Change.SAME) and _concerns(row, law, before, citations):
                change = CHANGES[row.penalty or Change.SAME] + (f"（{row.said}）" if row.said else "")
                yield (
                    f"{law.short}{article_name(row.new)}（原{article_name(row.old)}）：{change}；"
                    f"{law.valid_from.isoformat()}以前的行为按行政处罚法第三十七条比较后适用"
                )


def _concerns(row: Renumbered, law: Law, before: Law, citations: Sequence[Citation]) -> bool:
    """True if the letter cites the penalty in either version, or what it punishes: conduct, or a provider's duty."""
    penalty = before.articles.get(row.old)
    for citation in citations:
        article = (split(citation.number) or ("", ""))[0]
        if (citation.law, article) in ((law.slug, row.new), (before.slug, row.old)):
            return True
        if (
            citation.law == before.slug
            and penalty is not None
            and not citation.penalty
            and citation.duty == penalty.duty
        ):
            return True
    return False


def _doubtful(laws: Iterable[Law], alive: Sequence[Days], day: date) -> Iterator[str]:
    """Name the laws whose dates, or whose text of today, nobody has compared with the official one."""
    last = max([day, *(end for _, end in alive)])
    for law in laws:
        if not law.dates_checked:
            begins = law.valid_from.isoformat()
            yield f"{law.short}（{law.version or law.doc_no}）自{begins}起施行，该日期出自二手资料，请核对"
    old: dict[date, list[str]] = {}
    for law in laws:
        if law.valid_to is None and law.text_as_of is not None and law.text_as_of < last:
            old.setdefault(law.text_as_of, []).append(law.short)
    for until, names in sorted(old.items()):
        yield f"下列法律的文本核至{until.isoformat()}，其后有无修改请核对：{'、'.join(dict.fromkeys(names))}"
