"""Which articles a letter may cite: those in force while the sites were seen alive, and verified by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from takedown.citations import Citation, Covered, LeftOut
from takedown.law_words import sentence
from takedown.numerals import article as article_name
from zhenwei.watchlist import Law
from zhenwei.watchlist.law_models import Article
from zhenwei.watchlist.law_refs import WHOLE, order, split

__all__ = ["Citation", "LeftOut", "Wanted", "choose", "judge", "sentence"]

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Wanted:
    """A reference that a letter would like to rest on. ``place`` orders the laws of one rank."""

    law: Law
    ref: str
    place: int = 0


def choose(
    laws: Iterable[Law],
    uses: Sequence[str],
    alive: Sequence[Days],
    wanted: Callable[[str, str], bool] = lambda _law, _number: True,
) -> tuple[tuple[Citation, ...], tuple[LeftOut, ...]]:
    """Return (citations, left out) by the articles' own tags, for acts that lasted over the given days, ends inclusive.

    ``wanted`` (law slug, article number) narrows what fits by its tags. A letter is chosen for by basis.choose_for.
    """
    table = {law.slug: law for law in laws}
    asked = [
        Wanted(law, row.number)
        for law in sorted(table.values(), key=lambda law: law.slug)
        for row in law.article
        if set(row.use) & set(uses) and wanted(law.slug, row.number)
    ]
    return judge(asked, alive, table.values())


def judge(
    asked: Iterable[Wanted], alive: Sequence[Days], laws: Iterable[Law]
) -> tuple[tuple[Citation, ...], tuple[LeftOut, ...]]:
    """Sort references into what may be printed (in the order of citation) and what is told to the drafter.

    ``alive`` holds the first and the last day of each site on which it was seen to answer. The law at the time of
    the act applies (行政处罚法 37), so a version is cited if it was in force on one of those days at least; where it
    did not cover all of them the citation says for which acts it stands. What is unverified is never a citation.
    """
    later = {law.replaces: law for law in laws if law.replaces}
    cited: list[tuple[tuple[object, ...], Citation]] = []
    left_out: list[LeftOut] = []
    for one in asked:
        number, part = split(one.ref) or (one.ref, "")
        row = one.law.articles.get(number)
        reason = _reason_against(one.law, row, part, alive)
        if row is None or reason:
            said = "" if one.ref == WHOLE else article_name(one.ref)
            left_out.append(LeftOut(named(one.law), said, reason))
        else:
            rank = one.law.standing.place
            # The newer version first: the older one then follows as 修正前的该法.
            key = (rank, one.place, one.law.title, -one.law.valid_from.toordinal(), order(one.ref))
            cited.append((key, _citation(one.law, row, part, alive, later.get(one.law.slug))))
    cited.sort(key=lambda pair: pair[0])
    return tuple(citation for _, citation in cited), tuple(dict.fromkeys(left_out))


def _reason_against(law: Law, row: Article | None, part: str, alive: Sequence[Days]) -> str:
    """Return why a reference may not be printed; empty if it may."""
    if reason := out_of_date(law, alive):
        return reason
    if not law.article:
        return "条文尚未录入，录入并核对以前不得引用"
    if row is None or (part and part not in row.parts):
        return "待核实：法律表中没有这一条（款、项）"
    if row.number == WHOLE:
        return "待核实：具体条号未见，条文待人工录入"
    if not row.verified:
        return "待核实：条款尚未经人工与官方文本核对" + (f"；另须注意：{row.caution}" if row.caution else "")
    if row.caution:
        return f"不自动引用：{row.caution}"
    return ""


def out_of_date(law: Law, alive: Sequence[Days]) -> str:
    """Return why no version's day falls on a day of the sites' lives; empty if one does."""
    first, last = min(a for a, _ in alive), max(b for _, b in alive)
    if law.valid_to is not None and law.valid_to < first:
        return f"已于{law.valid_to.isoformat()}后失效，早于网站首次可访问之日{first.isoformat()}"
    if law.valid_from > last:
        return f"自{law.valid_from.isoformat()}起施行，晚于网站最近可访问之日{last.isoformat()}"
    if not any(law.holds_between(a, b) for a, b in alive):
        return "网站可访问期间该法不在有效期内"
    return ""


def _citation(law: Law, row: Article, part: str, alive: Sequence[Days], newer: Law | None) -> Citation:
    return Citation(
        law=law.slug,
        doc_no=law.doc_no,
        title=law.title,
        article=article_name(row.number + part),
        gist=row.parts[part] if part else row.gist,
        scope=_scope(law, alive),
        valid_from=law.valid_from,
        valid_to=law.valid_to,
        uses=row.use,
        number=row.number + part,
        short=law.short,
        issuer=law.issuer,
        rank=law.standing,
        version=law.version,
        changed_by=newer.version if newer is not None else "",
        follows=law.replaces,
        was=_was(law, row.number, part),
        penalty=row.penalty,
        duty=row.duty,
        verified_by=row.verified_by,
        verified_on=row.verified_on,
        covers=tuple(_covered(law, alive)),
    )


def _scope(law: Law, alive: Sequence[Days]) -> str:
    first, last = min(a for a, _ in alive), max(b for _, b in alive)
    begins, ends = law.valid_from > first, law.valid_to is not None and law.valid_to < last
    if begins and ends and law.valid_to is not None:
        return f"适用于{_day(law.valid_from)}至{_day(law.valid_to)}的行为"
    if ends and law.valid_to is not None:
        return f"适用于{_day(law.valid_to)}以前的行为"
    return f"适用于{_day(law.valid_from)}以后的行为" if begins else ""


def _covered(law: Law, alive: Sequence[Days]) -> Iterable[Covered]:
    for number, (first, last) in enumerate(alive, start=1):
        if law.holds_between(first, last):
            yield Covered(number, max(first, law.valid_from), min(last, law.valid_to or last))


def _was(law: Law, number: str, part: str) -> str:
    """Return the article's number in the version before (原第四十六条), the item's where the file knows it."""
    for ref in dict.fromkeys((number + part, number)):
        old = [article_name(row.old) for row in law.renumbered if row.new == ref]
        if old:
            return f"原{'、'.join(old)}"
    return ""


def citable(laws: Iterable[Law], alive: Sequence[Days]) -> Callable[[str, str], bool]:
    """Return a test (law by its short name, article): may a letter about these days name the article?"""
    table = tuple(laws)
    fit = {(law.short, row.number) for law in table for row in law.article if not _reason_against(law, row, "", alive)}
    return lambda short, article: (short, article) in fit


def uncovered(laws: Sequence[Law], alive: Sequence[Days]) -> tuple[Days, ...]:
    """Return the stretches of the sites' lives on which none of the versions was in force."""
    gaps: list[Days] = []
    for first, last in alive:
        day = first
        for law in sorted(laws, key=lambda law: law.valid_from):
            if law.holds_between(day, last):
                if law.valid_from > day:
                    gaps.append((day, law.valid_from - timedelta(days=1)))
                if law.valid_to is None or law.valid_to >= last:
                    day = last + timedelta(days=1)
                    break
                day = law.valid_to + timedelta(days=1)
        if day <= last:
            gaps.append((day, last))
    return tuple(dict.fromkeys(gaps))


def named(law: Law) -> str:
    """Return a law's name for the drafter: the title, with the document number that tells namesakes apart."""
    return law.title if not law.doc_no or law.doc_no in law.title else f"{law.title}（{law.doc_no}）"


def chinese_span(span: Days) -> str:
    """Return a stretch of days in words."""
    return f"{_day(span[0])}至{_day(span[1])}"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
