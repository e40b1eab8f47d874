"""What must hold in the law table beyond the form of its values. A letter rests on it, so a fault ends the command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from zhenwei.errors import WatchlistError
from zhenwei.sentences import said
from zhenwei.watchlist.law_models import USES, Article, Law
from zhenwei.watchlist.law_refs import WHOLE, split


def refuse_unsound(laws: Mapping[str, Law], files: Mapping[str, Path]) -> None:
    """Raise WatchlistError for the first fault; ``files`` by slug name the file that a person has to correct."""
    for slug, law in laws.items():
        for where, what in (*_of_law(law), *_beside_others(law, laws)):
            raise WatchlistError(
                said("名单文件 {file} 的 {where} 有误：{what}", file=files.get(slug, slug), where=where, what=what)
            )


def _of_law(law: Law) -> Iterator[tuple[str, str]]:
    if law.valid_to is not None and law.valid_to < law.valid_from:
        yield "valid_to", f"失效日 {law.valid_to} 早于施行日 {law.valid_from}"
    for key in ("title", "short"):
        if "《" in getattr(law, key) or "》" in getattr(law, key):
            yield key, "不带书名号，套用的书名用〈〉"
    seen: set[str] = set()
    for row in law.article:
        if row.number in seen:
            yield f"article {row.number}", "同一条写了两次"
        seen.add(row.number)
        for what in _of_article(row):
            yield f"article {row.number}", what
    pairs = [(row.old, row.new) for row in law.renumbered]
    for old, new in pairs:
        if split(old) is None or split(new) is None:
            yield "renumbered", f"{old} → {new} 不是条号，如 46、287之一、52（二）"
        if pairs.count((old, new)) > 1:
            yield "renumbered", f"{old} → {new} 写了两次"


def _of_article(row: Article) -> Iterator[str]:
    named = split(row.number)
    if named is None or named[1]:
        yield f"条号应为数字，如 48、287之一；条文未见的写“{WHOLE}”"
    if not row.gist.strip():
        yield "缺少要点（gist）"
    if row.verified and not (row.verified_by.strip() and row.verified_on):
        yield "已核实（verified = true）的须写明核实人 verified_by 和日期 verified_on"
    if row.verified and row.number == WHOLE:
        yield "没有条号的不能算已核实"
    if unknown := sorted(set(row.use) - USES):
        yield f"没有用途 {unknown[0]!r}，应为 {'、'.join(sorted(USES))} 之一"
    yield from _of_parts(row)


def _of_parts(row: Article) -> Iterator[str]:
    for part, gist in row.parts.items():
        if split(f"1{part}") != ("1", part):
            yield f"款项 {part!r} 应写成 (1)、（二）或者 (2)（一）"
        if not gist.strip():
            yield f"款项 {part} 缺少要点"
    for limit in row.limit:
        if bool(limit.months) is bool(limit.years):
            yield f"期限“{limit.what}”应写明 months 或者 years 之一"


def _beside_others(law: Law, laws: Mapping[str, Law]) -> Iterator[tuple[str, str]]:
    for other in laws.values():
        # Said once, for the later one: its file is usually the one that somebody has just added.
        earlier = (other.valid_from, other.slug) < (law.valid_from, law.slug)
        if other.title == law.title and earlier and (other.valid_to is None or other.valid_to >= law.valid_from):
            until = _until(other.valid_to)
            yield "valid_from", f"与 {other.slug} 的施行期间重叠（{until}），请先写明旧文本的 valid_to"
    if law.replaces:
        before = laws.get(law.replaces)
        if before is None or before is law:
            yield "replaces", f"没有 laws/{law.replaces}.toml"
        elif before.valid_to is None or before.valid_to >= law.valid_from:
            until = _until(before.valid_to)
            yield "replaces", f"所取代的 {before.slug} 的 valid_to 应早于 {law.valid_from}（现为{until}）"


def _until(day: date | None) -> str:
    return f"至 {day}" if day else "未写失效日"
