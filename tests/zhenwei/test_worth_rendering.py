"""Which looks of a site are given to a browser."""

from __future__ import annotations

import pytest

from crawler.page.shell import Static
from zhenwei.stages.worth import Look, Seen, worth_rendering
from zhenwei.types import Profile

HOME, SALE = "http://www.example.cn/", "http://www.example.cn/sale"
DESKTOP, PHONE, WECHAT, SPIDER = Profile.DESKTOP, Profile.PHONE, Profile.WECHAT, Profile.SPIDER
PLAIN = Static(shown=frozenset(f"第{n}条通知：关于开展培训工作的安排" for n in range(9)))
OTHER = Static(shown=frozenset(f"第{n}种证书：三天出证，全国联网可查" for n in range(9)))
SHELL = Static(needs="shell")
ELSE = "else.example"
FINDING: list[Look] = [(SALE, PHONE)]


def seen(profile: Profile, static: Static = PLAIN, url: str = HOME, final: str = "example.cn") -> Seen:
    return Seen(url, profile, final, static)


@pytest.mark.parametrize(
    ("looks", "strongest", "flagged", "score", "wanted"),
    [
        ([seen(DESKTOP)], [], False, 0.0, {}),
        ([seen(DESKTOP), seen(PHONE), seen(SPIDER)], FINDING, False, 14.9, {}),
        ([seen(DESKTOP, SHELL), seen(PHONE)], [], False, 0.0, {(HOME, DESKTOP): "shell", (HOME, PHONE): "faces"}),
        ([seen(DESKTOP), seen(PHONE, OTHER)], [], False, 0.0, {(HOME, PHONE): "faces", (HOME, DESKTOP): "faces"}),
        ([seen(DESKTOP), seen(PHONE, final=ELSE)], [], False, 0.0, {(HOME, PHONE): "faces", (HOME, DESKTOP): "faces"}),
        ([seen(DESKTOP), seen(DESKTOP, OTHER, SALE)], [], False, 0.0, {}),  # other addresses are other pages
        ([seen(DESKTOP)], FINDING, False, 15.0, {(SALE, PHONE): "near", (HOME, DESKTOP): "near"}),
        ([seen(DESKTOP)], FINDING, True, 60.0, {(SALE, PHONE): "flagged", (HOME, DESKTOP): "flagged"}),
        ([], [], True, 60.0, {}),
    ],
)  # fmt: skip
def test_what_is_worth_a_browser(
    looks: list[Seen], strongest: list[Look], flagged: bool, score: float, wanted: dict[Look, str]
) -> None:
    assert worth_rendering(looks, strongest, flagged=flagged, score=score, threshold=30.0) == wanted


def test_a_site_costs_three_looks_at_most_and_the_finding_is_among_them() -> None:
    looks = [seen(profile, SHELL) for profile in Profile]
    chosen = worth_rendering(looks, FINDING, flagged=True, score=90.0, threshold=30.0)
    assert list(chosen) == [(SALE, PHONE), (HOME, DESKTOP), (HOME, PHONE)]
