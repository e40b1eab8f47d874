"""法律依据节录: the gist of each cited article in our words, its version's dates, the sites it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from takedown.citations import Citation, Covered
from takedown.content import Annex, Part, Table, Text, chinese_day
from zhenwei.watchlist.law_models import Rank

TITLE = "法律依据节录"
EACH = 4  # sites whose days are told one by one; of more, the earliest and the last
FOREWORD = (
    "本节录为条款要点，由发文单位归纳，不是法律原文；引用时以官方公布文本为准。"
    "网站序号见附件1，日期为监测到网站可访问的首末日期。"
)


def law_excerpts(citations: Sequence[Citation]) -> Annex:
    """Return the annex: one heading, one line of dates and one table for each version of a law."""
    parts: list[Part] = [Text(FOREWORD)]
    for number, (_, found) in enumerate(groupby(citations, key=lambda citation: citation.law), start=1):
        rows = list(found)
        parts.append(Text(f"{number}. {heading(rows[0])}", heading=True))
        parts.append(Text(f"用于：{covers_words(rows[0].covers)}。"))
        table = tuple((_article(row), row.gist) for row in rows)
        parts.append(Table(("条款", "要点（非原文）"), table, (46, 110)))
    return Annex(TITLE, tuple(parts))


def heading(citation: Citation) -> str:
    """Return a law's name with what tells its version apart: number, version, days in force."""
    marks = [citation.doc_no] if citation.doc_no and citation.rank is not Rank.LAW else []
    marks += [citation.version] if citation.version else []
    marks.append(f"自{chinese_day(citation.valid_from)}起施行")
    if citation.valid_to is not None:
        marks.append(f"施行至{chinese_day(citation.valid_to)}")
    return f"《{citation.title}》（{'，'.join(marks)}）"


def _article(citation: Citation) -> str:
    return citation.article + (f"（{citation.was}）" if citation.was else "")


def covers_words(covers: Sequence[Covered]) -> str:
    """Return for which sites and days a version is cited."""
    if len(covers) <= EACH:
        return "；".join(f"第{one.site}号网站（{_span(one.first, one.last)}）" for one in covers)
    first, last = min(one.first for one in covers), max(one.last for one in covers)
    return f"第{numbers(one.site for one in covers)}号网站（{_span(first, last)}，各网站日期见附件1）"


def _span(first: date, last: date) -> str:
    return chinese_day(first) if first == last else f"{chinese_day(first)}至{chinese_day(last)}"


def numbers(given: Iterable[int]) -> str:
    """Return numbers as people list them: 1、3至5、8."""
    runs: list[list[int]] = []
    for number in sorted(set(given)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return "、".join(_run(run) for run in runs)


def _run(run: Sequence[int]) -> str:
    return f"{run[0]}至{run[-1]}" if len(run) > 2 else "、".join(map(str, run))
