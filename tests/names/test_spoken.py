from __future__ import annotations

import pytest

from detectors.names.spoken import spoken_names
from zhenwei.watchlist import Organ


@pytest.mark.parametrize(
    ("name", "spoken"),
    [
        ("海边市应急管理局", {"海边市应急局", "海边应急管理局", "海边应急局"}),
        ("浙江省应急管理厅", {"浙江省应急厅", "浙江应急管理厅", "浙江应急厅"}),
        ("宁夏回族自治区应急管理厅", {"宁夏应急厅", "宁夏回族自治区应急厅"}),
        ("海边县安全生产监督管理局", {"海边县安监局"}),
    ],
)
def test_short_forms_follow_from_the_full_name(name: str, spoken: set[str]) -> None:
    assert spoken <= set(spoken_names(Organ(slug="x", name=name, domains=("x.gov.cn",))))


@pytest.mark.parametrize("name", ["应急管理部", "海边消防队"])
def test_nothing_is_made_of_a_name_without_place_or_matter(name: str) -> None:
    assert spoken_names(Organ(slug="x", name=name, domains=("x.gov.cn",))) == (name,)
