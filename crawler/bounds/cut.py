"""Why an answer is not whole, as an outcome and a sentence. Pure."""

from __future__ import annotations

from collections.abc import Collection

from crawler.bounds.body import CUT_SIZE, CUT_TIME, DATALOSS
from zhenwei.sentences import said
from zhenwei.types import Outcome


def cut_of(flags: Collection[str], size: int) -> tuple[Outcome, str] | None:
    """Return what ended an answer before its end, or None. ``size``: bytes that are kept."""
    if CUT_TIME in flags:
        return Outcome.TIMEOUT, said("在规定时间内没有收到完整答复，只取得前 {size} 字节", size=size)
    if CUT_SIZE in flags:
        return Outcome.TOO_LARGE, said("答复超过允许的大小，只取得前 {size} 字节", size=size)
    if DATALOSS in flags:  # browsers show such a page
        return Outcome.OK, said("答复在约定长度之前中断，只取得 {size} 字节", size=size)
    return None
