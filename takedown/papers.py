"""Which certificates are offered, by the regulator that issues them: a letter names the right ones."""

from __future__ import annotations

import re

from takedown.facts import Regime

WORK = "特种作业操作证"
SAFETY = "安全生产知识和管理能力考核合格证"
EQUIPMENT = "特种设备安全管理和作业人员证"
BUILDING = "建筑施工特种作业操作资格证书"
OF_REGIME = {Regime.EQUIPMENT: EQUIPMENT, Regime.BUILDING: BUILDING}
_WORK = re.compile(
    r"特种作?业?(?:操作|作业)|操作证|电工|焊工|焊接|登高|高处|高空|制冷|空调证|应急(?:局|管理|证)|安监|上岗证|井下|爆破|危化|烟花"
)
_SAFETY = re.compile(r"考核合格证|安全管理员|主要负责人|安全员证|负责人证")
_BUILDING_ONLY = re.compile(r"建筑(?:电工|焊工|架子工|起重)")


def papers_in(text: str, regimes: tuple[Regime, ...]) -> tuple[str, ...]:
    """Return the certificates that a page's offers speak of, work safety's first; where none is named, that one."""
    found = [WORK] if _WORK.search(_BUILDING_ONLY.sub("", text)) else []
    found += [SAFETY] if _SAFETY.search(text) else []
    found += [OF_REGIME[regime] for regime in Regime if regime in regimes]
    return tuple(found) or (WORK,)
