"""The words of queries. A deployment lays its own over them: ``lexicon/search_offers.toml``, ``search_lookups.toml``,
``search_names.toml``, ``search_regions.toml``, ``search_dodging.toml`` (``terms``).
"""

from __future__ import annotations

from collections.abc import Sequence

from zhenwei.watchlist import Watchlist

# How sellers and their customers ask.
OFFERS = (
    "办理", "不用考试", "代办", "快速拿证", "包过", "免考", "加急出证", "办证多少钱", "不用到场", "先出证后付款",
    "补办", "无需培训", "官网可查", "代考", "直接拿证", "全国通用 可查", "挂靠", "联系微信",
)  # fmt: skip
LOOKUPS = ("查询", "查询系统", "真伪查询", "查询官网", "查询入口", "验证", "成绩查询")
# Certificates as people call them; those of the catalogue come beside them.
NAMES = (
    "特种作业操作证", "电工证", "焊工证", "登高证", "安全员证", "特种作业证", "高空作业证", "电工操作证", "制冷证",
    "架子工证", "上岗证", "安全生产考试", "应急管理部 特种作业操作证", "高处作业证",
)  # fmt: skip
# Sellers who dodge filters write look-alike characters; those who forge papers of every kind name none.
DODGING = (
    "电工証 办理", "各种证件制作", "特種作業操作證 代辦", "办証 联系微信", "证件办理 刻章", "特种作业操作証",
    "焊工証 办理", "高仿证件 可查",
)  # fmt: skip
# The units of the first level, those with most building and industry first.
REGIONS = (
    "北京", "上海", "广东", "江苏", "浙江", "山东", "河南", "四川", "湖北", "河北", "湖南",
    "福建", "安徽", "辽宁", "陕西", "广西", "江西", "重庆", "山西", "云南", "贵州", "天津",
    "内蒙古", "新疆", "黑龙江", "吉林", "甘肃", "海南", "宁夏", "青海", "西藏",
)  # fmt: skip


def words(watchlist: Watchlist, group: str, default: Sequence[str]) -> Sequence[str]:
    """Return the deployment's own words of a group, else ours."""
    own = watchlist.lexicon.get(group)
    return own.terms if own is not None and own.terms else default
