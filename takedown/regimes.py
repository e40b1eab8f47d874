"""Trades whose certificates other regulators issue: a letter must say so, sellers do not keep them apart."""

from __future__ import annotations

from takedown.facts import Regime

WORDS: dict[Regime, tuple[str, ...]] = {
    Regime.EQUIPMENT: (
        *(
            "叉车",
            "起重机",
            "起重机械",
            "行车证",
            "行车工",
            "行车操作",
            "天车",
            "桥式起重",
            "门式起重",
            "电梯",
            "锅炉",
            "司炉",
        ),
        *("压力容器", "压力管道", "特种设备", "场内机动车", "场内专用机动车", "观光车", "客运索道", "大型游乐设施"),
    ),
    Regime.BUILDING: (
        *(
            "建筑电工",
            "建筑架子工",
            "架子工",
            "塔吊",
            "塔机",
            "塔司",
            "塔式起重",
            "信号工",
            "司索",
            "施工升降机",
            "施工电梯",
        ),
        *("物料提升机", "高处作业吊篮", "建筑焊工", "建筑起重", "建筑施工特种作业"),
    ),
}
# The same characters where they speak of no trade: the way to an office, a room, a maker.
NO_TRADE = ("电梯口", "电梯间", "电梯厅", "电梯直达", "乘电梯", "坐电梯", "锅炉房", "锅炉厂")


def regimes_in(text: str) -> tuple[Regime, ...]:
    """Return the other regimes that a text speaks of."""
    rest = _without(text, NO_TRADE)
    found = [Regime.BUILDING] if _speaks(rest, Regime.BUILDING) else []
    # A tower crane (塔式起重机) and a site lift (施工电梯) are the building regulator's, whatever is in their names.
    if _speaks(_without(rest, WORDS[Regime.BUILDING]), Regime.EQUIPMENT):
        found.insert(0, Regime.EQUIPMENT)
    return tuple(found)


def _speaks(text: str, regime: Regime) -> bool:
    return any(word in text for word in WORDS[regime])


def _without(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        text = text.replace(word, "　")
    return text
