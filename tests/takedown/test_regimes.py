"""Whose papers a text speaks of: what is caught and what is spared."""

from __future__ import annotations

import pytest

from takedown.facts import Regime
from takedown.regimes import WORDS, regimes_in

E, B = Regime.EQUIPMENT, Regime.BUILDING
TEXTS = [
    ("低压电工证、高压电工证、焊工证、登高证", ()),
    ("登高架设作业，高处安装、维护、拆除", ()),
    ("压力焊作业，制冷与空调作业", ()),
    ("地址：三号楼乘电梯至五层，电梯口右转", ()),
    ("锅炉房旁培训教室", ()),
    ("", ()),
    ("叉车证办理", (E,)),
    ("电梯修理证、锅炉工证", (E,)),
    ("行车证（起重机）", (E,)),
    ("特种设备作业人员证", (E,)),
    ("司炉工", (E,)),
    ("建筑电工、架子工", (B,)),
    ("塔式起重机司机", (B,)),
    ("塔吊、施工电梯", (B,)),
    ("建筑起重机械司机", (B,)),
    ("信号司索工", (B,)),
    ("叉车、塔吊、电工", (E, B)),
    ("施工电梯司机、电梯司机", (E, B)),
]


@pytest.mark.parametrize(("text", "found"), TEXTS)
def test_whose_papers(text: str, found: tuple[Regime, ...]) -> None:
    assert regimes_in(text) == found


def test_every_word_speaks_for_its_regime() -> None:
    for regime, words in WORDS.items():
        assert [word for word in words if regime not in regimes_in(f"代办{word}证")] == []
