"""Han names: the organ's and the certificates', simplified and traditional, alone and with what a look-up is called."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from opencc import OpenCC

from detectors.names import suffixes
from detectors.names.parts import Part, Pattern, Row, listed, part
from detectors.names.subjects import Subject
from detectors.names.words import listed as listed_words

CERTIFICATES = listed_words("""
    特种作业操作证 特种作业证 特种作业 操作证 电工证 焊工证 登高证 安全生产考试 高处作业证 高空作业证 低压电工证
    高压电工证 制冷证 特种操作证 安全员证 安全管理员证 危化品证 安全合格证 考核合格证 安全生产
""")
_GENERAL = ("应急管理局", "应急管理厅", "应急局", "应急管理", "安监局", "安全生产监督管理局", "安全监管局")
_AFTER = """
查询
证书查询 查询网 查询平台 官网
网 查询系统 证查询 查询入口 官方网站
平台 证件查询 信息查询 查询官网 在线查询 政务网 网站 服务网 官方
考试网 培训 报名 考试 中心 验证 核验 真伪查询 信息网 服务平台 政府网 cx 12350 app
"""
_BEFORE = """
中国 全国
国家 查询
中国政府 官方 www
"""


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield Han labels under the suffixes whose registries take them."""
    if not subject.han and not subject.certificates:
        return
    rows: list[Row] = [(name, min(at, 8)) for at, name in enumerate(subject.han[:14])]
    if subject.certificates:
        rows += [(name, 3 + at // 3) for at, name in enumerate(CERTIFICATES)]
        rows += [(name, 5) for name in _GENERAL]
    simple, ends = part(rows), suffixes.han(subject.code)
    # A foreign organ has a Chinese name only in the news.
    abroad = 0 if subject.chinese else 12
    yield from _each("han", simple, ends, 2 + abroad)
    yield from _each("han-traditional", _traditional(simple), ends, 9 + abroad)


def _each(family: str, names: Part, ends: Part, cost: int) -> Iterator[Pattern]:
    after, before = part(listed(_AFTER)), part(listed(_BEFORE))
    if family == "han-traditional":
        after, before = _traditional(after, same=True), _traditional(before, same=True)
    yield Pattern(family, (names, ends), cost)
    yield Pattern(family, (names, after, ends), cost + 1)
    yield Pattern(family, (before, names, ends), cost + 7)
    yield Pattern(family, (before, names, after, ends), cost + 8)


def _traditional(names: Part, *, same: bool = False) -> Part:
    """Return the names in traditional characters: those that differ, or all."""
    return part((t, c) for name, c in names.rows() if (t := _converter().convert(name)) != name or same)


@cache
def _converter() -> OpenCC:
    return OpenCC("s2t")
