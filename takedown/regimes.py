"""Trades whose certificates other regulators issue: a letter must say so, sellers do not keep them apart."""

from __future__ import annotations

from takedown.facts import Regime

WORDS: dict[Regime, tuple[str, ...]] = {
    Regime.EQUIPMENT: ("叉车", "起重机", "行车证", "电梯", "锅炉", "压力容器", "特种设备", "场内机动车"),
    Regime.BUILDING: (
        "建筑电工",
        "建筑架子工",
        "架子工",
        "塔吊",
        "塔式起重",
        "信号工",
        "司索",
        "施工升降机",
        "建筑焊工",
    ),
}


def regimes_in(text: str) -> tuple[Regime, ...]:
    """Return the other regimes that a text speaks of."""
    return tuple(regime for regime, words in WORDS.items() if any(word in text for word in words))
