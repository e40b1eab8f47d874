"""Words for what the store holds: verdicts, states, organs, regions, sources."""

from __future__ import annotations

from takedown.clean import plain
from zhenwei.types import CaseState, Verdict, Word
from zhenwei.watchlist import Watchlist

VERDICTS = {
    Verdict.COUNTERFEIT.value: "涉嫌仿冒机关网站",
    Verdict.SALE.value: "涉嫌制售假冒证件",
    Verdict.HIJACKED.value: "疑似被植入违法信息",
    Verdict.UNCLEAR.value: "情形待定",
    Verdict.BENIGN.value: "未见违法情形",
    Verdict.OFFICIAL.value: "官方网站",
}
STATES = {
    CaseState.NEW: "待研判",
    CaseState.CONFIRMED: "已确认",
    CaseState.DISMISSED: "已排除",
    CaseState.HOLD: "暂缓",
    CaseState.DRAFTED: "已拟函",
    CaseState.APPROVED: "已审核",
    CaseState.SENT: "已发函",
    CaseState.ANSWERED: "已答复",
    CaseState.DOWN: "已下线",
    CaseState.CLOSED: "已办结",
    CaseState.RESURFACED: "死灰复燃",
}
WORDS = {Word.CONFIRMED.value: "确认", Word.DISMISSED.value: "排除", Word.HOLD.value: "暂缓"}
# GB/T 2260, first two digits.
_CODES = "00 11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
_NAMES = (
    "国家级 北京 天津 河北 山西 内蒙古 辽宁 吉林 黑龙江 上海 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 广西 "
    "海南 重庆 四川 贵州 云南 西藏 陕西 甘肃 青海 宁夏 新疆 台湾 香港 澳门"
)
PROVINCES = dict(zip(_CODES.split(), _NAMES.split(), strict=True))
NO_ORGAN, NO_REGION = "未指明机关", "未指明地区"
# Sources of our own; every other name is that of a report from outside (`zhenwei leads add --source`).
OWN_SOURCES = {
    "lookalikes": "域名推演", "feeds": "域名清单", "ctlog": "证书日志", "certstream": "证书日志", "links": "页面链接",
    "recheck:moved": "复查发现迁移",
}  # fmt: skip


def verdict(slug: str) -> str:
    """Return a verdict in words."""
    return VERDICTS.get(slug, slug)


def organ(slug: str, watchlist: Watchlist) -> str:
    """Return the imitated organ's name; one that the watchlist no longer has goes by its id."""
    if not slug:
        return NO_ORGAN
    known = watchlist.organs.get(slug)
    return known.name if known else plain(slug, 60)


def region(slug: str, watchlist: Watchlist) -> str:
    """Return the province of the imitated organ, 全国 for a ministry."""
    known = watchlist.organs.get(slug)
    return PROVINCES.get(known.region[:2], NO_REGION) if known else NO_REGION


def source(name: str) -> str:
    """Return where a lead came from. What people brought in goes by the name that they gave."""
    if name.startswith("search:"):
        return f"搜索引擎（{plain(name.partition(':')[2], 20)}）"
    return OWN_SOURCES.get(name, plain(name, 40))


def is_public(name: str) -> bool:
    """True for a source that people brought in: its leads bear the number of a report or letter."""
    return name not in OWN_SOURCES and not name.startswith("search:")
