"""The rows that ``zhenwei laws`` prints, and their table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from takedown.numerals import article as article_name
from takedown.routing import KINDS
from zhenwei.watchlist.law_models import Article, Law
from zhenwei.watchlist.law_views import changing, is_stale, state, successors

Row = dict[str, Any]
TITLES = {
    "law": "编号",
    "name": "名称",
    "span": "施行期间",
    "counts": "条款",
    "article": "条",
    "gist": "要点",
    "checked": "核实",
    "letters": "用于函件",
    "day": "日期",
    "days": "距今",
    "what": "事项",
}
EVENTS = {"begins": "起施行", "ends": "失效", "superseded": "被取代"}
# What the table shows of a row, by the key that only such rows have; the rest is for programs.
COLUMNS = {
    "state": ("law", "span", "counts", "name"),
    "days": ("day", "days", "what", "law", "name"),
    "gist": ("law", "article", "name", "gist", "checked"),
    "what": ("law", "article", "what"),
}
WHOLE = ("law", "article", "span", "day")  # codes and dates stay on one line


def law_rows(laws: Mapping[str, Law], today: date, on: date | None = None) -> list[Row]:
    """Return one row a version, by rank, title and date; only those in force on a day if one is given."""
    chosen = [law for law in laws.values() if on is None or law.holds_on(on)]
    chosen.sort(key=lambda law: (law.standing.place, law.short, law.valid_from))
    after = successors(laws)
    return [
        {
            "law": law.slug,
            "title": law.title,
            "short": law.short,
            "version": law.version,
            "doc_no": law.doc_no,
            "rank": law.standing.value,
            "valid_from": law.valid_from.isoformat(),
            "valid_to": law.valid_to.isoformat() if law.valid_to else "",
            "state": state(law, today),
            "articles": len(law.article),
            "unverified": sum(not row.verified for row in law.article),
            "by": after[law.slug].slug if law.slug in after else "",
            "note": law.note,
        }
        for law in chosen
    ]


def article_rows(
    laws: Mapping[str, Law], today: date, *, unverified: bool, stale: bool, on: date | None = None
) -> list[Row]:
    """Return one row an article that is unverified, or verified too long ago; a law without any is one row, too."""
    rows = []
    for law in laws.values():
        if on is not None and not law.holds_on(on):
            continue
        if unverified and not law.article:
            rows.append(_article_row(law, "", "条文尚未录入", "", "", law.source))
        for row in law.article:
            if (unverified and not row.verified) or (stale and is_stale(row, today)):
                checked = row.verified_on.isoformat() if row.verified_on else ""
                source = row.source or law.source
                rows.append(_article_row(law, row.number, row.gist, row.verified_by, checked, source))
    return rows


def _article_row(law: Law, number: str, gist: str, by: str, on: str, source: str) -> Row:
    return {
        "law": law.slug,
        "title": law.title,
        "short": law.short,
        "version": law.version,
        "article": number,
        "gist": gist,
        "verified_by": by,
        "verified_on": on,
        "source": source,
    }


def changing_rows(laws: Mapping[str, Law], today: date, days: int) -> list[Row]:
    """Return one row for each beginning and end of a version so many days before or after today."""
    return [
        {
            "law": event.law,
            "title": laws[event.law].title,
            "short": laws[event.law].short,
            "version": laws[event.law].version,
            "what": event.what,
            "day": event.day.isoformat(),
            "days": (event.day - today).days,
            "by": event.by,
        }
        for event in changing(laws, today, days)
    ]


def table_of(rows: Sequence[Row]) -> None:
    """Print rows of one sort as a table for people; words for codes."""
    columns = next(columns for key, columns in COLUMNS.items() if key in rows[0])
    _table(columns, [[str(_cell(row, key)) for key in columns] for row in rows])


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = Table(box=SIMPLE_HEAD, padding=(0, 1), pad_edge=False)
    for key in columns:
        table.add_column(
            TITLES[key], overflow="fold", no_wrap=key in WHOLE, justify="right" if key == "days" else "left"
        )
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table, highlight=False)


def _cell(row: Row, key: str) -> object:
    if key == "name":
        return f"{row['short']}（{row['version']}）" if row["version"] else row["short"]
    if key == "span":
        return f"{row['valid_from']} 至 {row['valid_to'] or '今'}"
    if key == "counts":
        return f"{row['articles']}，待核实{row['unverified']}" if row["unverified"] else row["articles"] or "未录入"
    if key == "checked":
        return f"{row['verified_by']} {row['verified_on']}" if row["verified_by"] else "待核实"
    return EVENTS.get(row[key], row[key]) if key == "what" else row[key]


def shown_law(law: Law, laws: Mapping[str, Law], letters: Mapping[str, Sequence[str]]) -> None:
    """Print one version for people: what it is, its renumbering, its articles with the kinds of letters they serve."""
    newer = successors(laws).get(law.slug)
    doubt = "" if law.dates_checked else "（日期待核对）"
    facts = {
        "名称": law.title,
        "简称": law.short,
        "文号": law.doc_no,
        "制定机关": law.issuer,
        "层级": law.standing.chinese,
        "文本": law.version,
        "施行期间": f"{law.valid_from} 至 {law.valid_to or '今'}{doubt}",
        "取代": law.replaces,
        "被取代于": newer.slug if newer else "",
        "出处": law.source,
        "文本核至": str(law.text_as_of or ""),
        "注意": law.note,
        "条号对照（旧→新）": "、".join(f"{row.old}→{row.new}" for row in law.renumbered),
    }
    console = Console()
    for label, value in facts.items():
        if value:
            console.print(Text(f"{label}：{value}"))
    rows = [
        (
            article_name(row.number),
            _gist(row),
            "、".join(KINDS[kind].name if kind in KINDS else kind for kind in letters[row.number]),
            f"{row.verified_by} {row.verified_on}" if row.verified else "待核实",
        )
        for row in law.article
    ]
    if rows:
        _table(("article", "gist", "letters", "checked"), rows)


def _gist(row: Article) -> str:
    """Return what a person compares with the text: the gist, each paragraph or item, a caution."""
    whole = article_name(row.number)
    parts = (f"{article_name(row.number + part).removeprefix(whole)}：{gist}" for part, gist in row.parts.items())
    return "\n".join((row.gist, *parts, *((f"不自动引用：{row.caution}",) if row.caution else ())))
