"""Whether a log's head may be gone by: against the log list, and against what the log said before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from crawler.ct.head import TreeHead
from crawler.ct.loglist import GROWING, KnownLog

STALE_AFTER = timedelta(hours=24)  # the merge delay that logs promise at most
AHEAD = timedelta(hours=1)


def objection(head: TreeHead, known: KnownLog | None, place: Mapping[str, Any], moment: datetime) -> str:
    """Return why a head is refused, in one sentence, or nothing. ``place`` is the position of the last reading."""
    if known is not None and known.key and not head.signed_by(known.key):
        return "日志头的签名与日志清单中的公钥不符"
    if head.origin and known is not None and known.origin and head.origin != known.origin:
        return f"检查点的来源是 {head.origin[:80]}，应为 {known.origin}"
    if (before := place.get("origin")) and head.origin != before:
        return f"检查点换了来源：上次是 {before}，现在是 {head.origin[:80] or '（无）'}"
    if head.moment > moment + AHEAD:
        return f"日志头的时间在未来：{head.moment:%Y-%m-%d %H:%M}（UTC）"
    last = max(int(place.get("size", 0)), int(place.get("next", 0)))
    if head.size < last:
        return f"日志变短了：上次有 {last} 条，现在只有 {head.size} 条"
    if head.size == place.get("size") and head.root and (place.get("root") or head.root.hex()) != head.root.hex():
        return f"日志改写了历史：条目数同为 {head.size}，根哈希却不同"
    return ""


def staleness(head: TreeHead, known: KnownLog | None, moment: datetime) -> str:
    """Return since when a log has not signed a head, in one sentence, if that is longer ago than it may be."""
    age = moment - head.moment
    if age <= STALE_AFTER:
        return ""
    said = f"日志头停在 {head.moment:%Y-%m-%d %H:%M}（UTC），已 {age // timedelta(hours=1)} 小时没有更新"
    ended = known is not None and known.state and known.state not in GROWING
    return f"{said}；日志清单中的状态是 {known.state}，不再收录新证书" if known and ended else said
