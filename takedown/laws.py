"""Which articles a letter may cite: those in force while the sites were seen alive, and verified by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from takedown.numerals import article as article_name
from zhenwei.watchlist import Law
from zhenwei.watchlist.models import Article


@dataclass(frozen=True, slots=True)
class Citation:
    """An article that may be printed. ``scope`` says for which acts, if the law was not in force all the time."""

    law: str
    doc_no: str
    title: str
    article: str
    gist: str
    scope: str
    valid_from: date
    valid_to: date | None
    uses: tuple[str, ...]

    @property
    def name(self) -> str:
        """The citation as it stands in a sentence."""
        return f"《{self.title}》{self.article}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article that fits by its subject but may not be printed, with the reason for the drafter."""

    law: str
    article: str
    reason: str


def choose(
    laws: Iterable[Law],
    uses: Sequence[str],
    alive: Sequence[tuple[date, date]],
    wanted: Callable[[str, str], bool] = lambda _law, _number: True,
) -> tuple[tuple[Citation, ...], tuple[LeftOut, ...]]:
    """Return (citations, left out) for acts that lasted over the given days, ends inclusive.

    The law at the time of the act applies (行政处罚法 37), so a version is cited if it was in force on at least one
    of the days; where it did not cover all of them the citation says for which acts it stands. ``wanted`` (law slug,
    article number) narrows what fits by its tags to what a letter rests on.
    """
    cited: list[Citation] = []
    left_out: list[LeftOut] = []
    for law in sorted(laws, key=lambda row: row.slug):
        for row in law.article:
            if not set(row.use) & set(uses) or not wanted(law.slug, row.number):
                continue
            reason = _reason_against(law, row, alive)
            if reason:
                left_out.append(LeftOut(law.title, article_name(row.number), reason))
            else:
                cited.append(_citation(law, row, alive))
    return tuple(cited), tuple(left_out)


def _reason_against(law: Law, row: Article, alive: Sequence[tuple[date, date]]) -> str:
    first, last = min(a for a, _ in alive), max(b for _, b in alive)
    if law.valid_to is not None and law.valid_to < first:
        return f"已于{law.valid_to.isoformat()}后失效，早于网站首次可访问之日{first.isoformat()}"
    if law.valid_from > last:
        return f"自{law.valid_from.isoformat()}起施行，晚于网站最近可访问之日{last.isoformat()}"
    if not any(law.valid_from <= b and (law.valid_to is None or a <= law.valid_to) for a, b in alive):
        return "网站可访问期间该法不在有效期内"
    if not row.verified:
        return "待核实：条款尚未经人工与官方文本核对"
    return ""


def _citation(law: Law, row: Article, alive: Sequence[tuple[date, date]]) -> Citation:
    first, last = min(a for a, _ in alive), max(b for _, b in alive)
    scope = ""
    if law.valid_to is not None and law.valid_to < last:
        scope = f"适用于{_day(law.valid_to)}以前的行为"
    elif law.valid_from > first:
        scope = f"适用于{_day(law.valid_from)}以后的行为"
    return Citation(
        law=law.slug,
        doc_no=law.doc_no,
        title=law.title,
        article=article_name(row.number),
        gist=row.gist,
        scope=scope,
        valid_from=law.valid_from,
        valid_to=law.valid_to,
        uses=row.use,
    )


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def sentence(citations: Sequence[Citation]) -> str:
    """Return the citations as one enumeration; articles of one law stand together. Empty if there are none."""
    groups: dict[tuple[str, str], list[str]] = {}
    for citation in citations:
        groups.setdefault((citation.title, citation.scope), []).append(citation.article)
    return "、".join(
        f"《{title}》{'、'.join(dict.fromkeys(articles))}{f'（{scope}）' if scope else ''}"
        for (title, scope), articles in groups.items()
    )
