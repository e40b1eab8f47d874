"""What the drafter is told: changes of law, milder rules, doubts of date, and until when an act can be punished."""

from __future__ import annotations

from datetime import date

import pytest

from takedown.basis import choose_for
from takedown.law_notes import law_notes
from takedown.limits import after, last_days, limit_lines
from zhenwei.watchlist import load_watchlist

LAWS = load_watchlist().laws
TODAY = date(2026, 11, 22)
BEFORE, AFTER = (date(2025, 3, 1), date(2025, 9, 1)), (date(2026, 6, 1), date(2026, 11, 20))
ASTRIDE = (date(2025, 9, 1), date(2026, 11, 20))

AFTER_MONTHS = [
    ("2026-11-20", 6, "2027-05-20"),
    ("2026-08-31", 6, "2027-02-28"),
    ("2027-08-31", 6, "2028-02-29"),
    ("2026-12-31", 6, "2027-06-30"),
    ("2024-02-29", 24, "2026-02-28"),
    ("2024-02-29", 60, "2029-02-28"),
    ("2026-01-01", 6, "2026-07-01"),
]


@pytest.mark.parametrize(("day", "months", "end"), AFTER_MONTHS)
def test_months_are_counted_by_the_calendar(day: str, months: int, end: str) -> None:
    assert after(date.fromisoformat(day), months).isoformat() == end


LIMITS = [
    (
        "2026-11-20",
        [
            ("治安管理处罚", "第二十五条", "2027-05-20"),
            ("行政处罚", "第三十六条", "2028-11-20"),
            ("行政处罚", "第三十六条", "2031-11-20"),
        ],
    ),
    (
        "2025-12-31",
        [
            ("治安管理处罚", "第二十二条", "2026-06-30"),
            ("行政处罚", "第三十六条", "2027-12-31"),
            ("行政处罚", "第三十六条", "2030-12-31"),
        ],
    ),
    ("2021-07-14", [("治安管理处罚", "第二十二条", "2022-01-14")]),
    ("2012-12-31", []),
]


@pytest.mark.parametrize(("last", "expected"), LIMITS)
def test_the_last_days_by_the_law_of_the_day_last_seen_alive(last: str, expected: list[tuple[str, str, str]]) -> None:
    found = last_days(LAWS.values(), date.fromisoformat(last))
    assert [(one.what, one.article, one.day.isoformat()) for one in found] == expected
    assert all(one.verified and one.since.isoformat() == last for one in found)
    assert [one.left(one.day) for one in found] == [0] * len(found)


def test_lines_group_the_sites_by_day_and_say_what_is_near_or_over() -> None:
    alive = [(date(2026, 1, 1), date(2026, 5, 30)), AFTER, (date(2026, 1, 1), date(2026, 5, 30)), BEFORE]
    lines = limit_lines(LAWS.values(), alive, TODAY, {"治安管理处罚法"})
    assert [line[: line.index("，")] for line in lines] == [
        "第4个网站最近可访问2025-09-01",
        "第1、3个网站最近可访问2026-05-30",
        "第2个网站最近可访问2026-11-20",
    ]
    assert "至2026-03-01（治安管理处罚法第二十二条）已届满" in lines[0]
    assert "至2026-11-30（治安管理处罚法第二十五条）仅余8日" in lines[1]
    assert "时效二年，至2028-11-20" in lines[2]
    assert "涉及公民生命健康安全、金融安全且有危害后果的，至2031-11-20" in lines[2]
    assert "治安" not in limit_lines(LAWS.values(), alive, TODAY)[0], "only of laws that the letter cites"


def notes(kind: str, findings: tuple[str, ...], *alive: tuple[date, date], day: date = TODAY) -> str:
    tags = {"police-clue": "police", "market-clue": "sale", "disposal": "block", "registrar-check": "provider"}
    cited, _ = choose_for(kind, findings, LAWS.values(), (tags.get(kind, "confirm"),), alive)
    return "\n".join(law_notes(LAWS.values(), cited, alive, day))


SAID = [
    (
        "police-clue",
        ASTRIDE,
        [
            "治安管理处罚法以2026-01-01为界分别引用：第1个网站可访问期间跨越该日",
            "第六十三条（原第五十二条）：新规定处罚加重",
            "第六十二条（原第五十一条）：新规定有轻有重",
        ],
        ["第六十九条"],
    ),
    (
        "police-clue",
        BEFORE,
        ["第六十三条（原第五十二条）：新规定处罚加重", "2026-01-01以前的行为按行政处罚法第三十七条比较后适用"],
        ["为界分别引用"],
    ),
    ("police-clue", AFTER, ["该日期出自二手资料，请核对"], ["为界", "第三十七条"]),
    (
        "market-clue",
        BEFORE,
        ["反不正当竞争法第二十五条（原第二十条）：新规定处罚较轻，此前的行为可以适用新规定"],
        ["第二十三条", "治安"],
    ),
    ("registrar-check", ASTRIDE, ["第六十九条（原第六十八条）：新规定处罚加重"], ["时效"]),
    ("disposal", ASTRIDE, ["网络安全法以2026-01-01为界"], ["第六十九条"]),
    ("confirmation", ASTRIDE, ["行政处罚法"], ["时效", "为界"]),
]


@pytest.mark.parametrize(("kind", "alive", "said", "spared"), SAID)
def test_what_the_drafter_is_told(kind: str, alive: tuple[date, date], said: list[str], spared: list[str]) -> None:
    text = notes(kind, ("counterfeit", "sale"), alive)
    assert [words for words in said if words not in text] == []
    assert [words for words in spared if words in text] == []


def test_sites_on_both_sides_are_told_apart() -> None:
    assert "第1个网站涉及此前的文本，第2、3个网站涉及此后的文本" in notes("disposal", ("sale",), BEFORE, AFTER, AFTER)


def test_a_change_to_come_is_no_milder_rule_yet() -> None:
    assert "第三十七条" not in notes("police-clue", ("sale",), BEFORE, day=date(2025, 9, 2))


def test_texts_older_than_the_letter_and_verifications_of_ours_are_told() -> None:
    text = notes("police-clue", ("sale",), AFTER)
    assert "文本核至2025-04-19，其后有无修改请核对：法释〔2019〕15号" in text
    assert "zhenwei laws verify" in text


def test_what_was_verified_long_ago_is_told() -> None:
    assert "已逾一年" not in notes("market-clue", ("counterfeit",), AFTER)
    text = notes("market-clue", ("counterfeit",), AFTER, day=date(2027, 11, 23))
    assert "下列条款核实已逾一年，请复核：广告法第九条、广告法第五十七条" in text
