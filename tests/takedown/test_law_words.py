"""Citations as sentences: one clause a law, versions told apart, titles in full once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from takedown.citations import Citation, Covered
from takedown.excerpts import covers_words, heading, law_excerpts, numbers
from takedown.law_words import law_clauses, quoted, sentence
from takedown.numerals import article
from zhenwei.watchlist.law_models import Rank

BASE = Citation("甲", "", "中华人民共和国甲法", "", "要点", "", date(2020, 1, 1), None, (), short="甲法")


def cite(*refs: str, **changes: object) -> list[Citation]:
    """Citations of one law."""
    return [replace(BASE, number=ref, article=article(ref), **changes) for ref in refs]  # type: ignore[arg-type]


NEW = {"law": "新", "version": "2025年修订", "follows": "旧", "scope": "适用于2026年1月1日以后的行为"}
OLD = {
    "law": "旧",
    "version": "2012年修正",
    "changed_by": "2025年修订",
    "scope": "适用于2025年12月31日以前的行为",
    "valid_to": date(2025, 12, 31),
}
RULE = {"law": "规", "title": "某规定", "short": "某规定", "rank": Rank.RULE}

SENTENCES = [
    ([], ""),
    (cite("48"), "《中华人民共和国甲法》第四十八条"),
    (cite("48", "52"), "《中华人民共和国甲法》第四十八条、第五十二条"),
    (cite("63（一）", "63（三）"), "《中华人民共和国甲法》第六十三条第一项、第三项"),
    (cite("9（二）", "57（一）"), "《中华人民共和国甲法》第九条第二项、第五十七条第一项"),
    (cite("28(1)", "28(2)（一）", "28(2)（三）"), "《中华人民共和国甲法》第二十八条第一款、第二款第一项、第三项"),
    (cite("287之一(1)（一）", "287之一(1)（二）"), "《中华人民共和国甲法》第二百八十七条之一第一款第一项、第二项"),
    (cite("9", "9（二）", "9(1)（三）", "10（一）"), "《中华人民共和国甲法》第九条、第十条第一项"),
    (cite("287", "287之一", "28"), "《中华人民共和国甲法》第二百八十七条、第二百八十七条之一、第二十八条"),
    (
        cite("3") + cite("5", law="乙", title="乙条例", doc_no="国务院令第1号", rank=Rank.REGULATION),
        "《中华人民共和国甲法》第三条，《乙条例》（国务院令第1号）第五条",
    ),
    (cite("3") + cite("5", law="乙", title="乙法"), "《中华人民共和国甲法》第三条、《乙法》第五条"),
    (
        cite("63", **NEW) + cite("52", **OLD),
        "《中华人民共和国甲法》（2025年修订）第六十三条（适用于2026年1月1日以后的行为），"
        "修订前的该法第五十二条（适用于2025年12月31日以前的行为）",
    ),
    (cite("52", **{**OLD, "scope": ""}), "《中华人民共和国甲法》（2025年修订前）第五十二条"),
    (
        cite(
            "12",
            doc_no="应急令第19号",
            **{**RULE, "law": "十九", "follows": "三十", "scope": "适用于2026年6月1日以后的行为"},
        )
        + cite("36", doc_no="总局令第30号", **{**RULE, "law": "三十", "scope": "适用于2026年5月31日以前的行为"}),
        "《某规定》（应急令第19号）第十二条（适用于2026年6月1日以后的行为），"
        "《某规定》（总局令第30号）第三十六条（适用于2026年5月31日以前的行为）",
    ),
]


@pytest.mark.parametrize(("citations", "said"), SENTENCES)
def test_a_sentence(citations: list[Citation], said: str) -> None:
    assert sentence(citations) == said
    assert said.count("《") == said.count("》")


def test_clauses_stand_alone_for_letters_that_list_them() -> None:
    assert law_clauses(cite("3", "4") + cite("5", law="乙", title="乙法")) == (
        "《中华人民共和国甲法》第三条、第四条",
        "《乙法》第五条",
    )


LATER = [
    (
        "该行为涉嫌违反甲法第三条。",
        "《中华人民共和国甲法》（以下简称《甲法》）第三条，《某解释》（法释〔2019〕15号）第十条",
    ),
    ("可能符合法释〔2019〕15号第十条第一项。", "《中华人民共和国甲法》第三条，《某解释》（法释〔2019〕15号）第十条"),
    ("", "《中华人民共和国甲法》第三条，《某解释》（法释〔2019〕15号）第十条"),
]


@pytest.mark.parametrize(("later", "said"), LATER)
def test_a_short_form_that_follows_is_announced(later: str, said: str) -> None:
    number = "法释〔2019〕15号"
    note = cite("10", law="释", title="某解释", short=number, doc_no=number, rank=Rank.INTERPRETATION)
    assert sentence(cite("3") + note, later) == said
    assert quoted("刑法") == "《刑法》"
    assert quoted(number) == number


COVERS = [
    ([(1, "2026-05-20", "2026-05-20")], "第1号网站（2026年5月20日）"),
    (
        [(1, "2026-05-20", "2026-11-20"), (3, "2026-06-01", "2026-06-02")],
        "第1号网站（2026年5月20日至2026年11月20日）；第3号网站（2026年6月1日至2026年6月2日）",
    ),
    (
        [(n, f"2026-05-0{n}", "2026-06-09") for n in (1, 2, 3, 5, 7)],
        "第1至3、5、7号网站（2026年5月1日至2026年6月9日，各网站日期见附件1）",
    ),
]


@pytest.mark.parametrize(("covers", "said"), COVERS)
def test_for_which_sites_and_days(covers: list[tuple[int, str, str]], said: str) -> None:
    given = [Covered(site, date.fromisoformat(a), date.fromisoformat(b)) for site, a, b in covers]
    assert covers_words(given) == said


def test_numbers_as_people_list_them() -> None:
    assert [numbers(given) for given in ([], [4], [1, 2], [3, 1, 2], [1, 2, 4, 5, 6, 9])] == [
        *("", "4", "1、2", "1至3", "1、2、4至6、9"),
    ]


def test_the_annex_says_whose_words_which_days_and_which_sites() -> None:
    covers = (Covered(1, date(2025, 12, 1), date(2025, 12, 31)),)
    annex = law_excerpts(
        cite("63（一）", was="原第五十二条第一项", covers=covers, **NEW) + cite("52", covers=covers, **OLD)
    )
    text = str(annex.parts)
    assert annex.title == "法律依据节录"
    assert "不是法律原文" in text
    assert "要点（非原文）" in text
    assert "第六十三条第一项（原第五十二条第一项）" in text
    assert "用于：第1号网站（2025年12月1日至2025年12月31日）。" in text
    assert (
        heading(cite("52", **OLD)[0])
        == "《中华人民共和国甲法》（2012年修正，自2020年1月1日起施行，施行至2025年12月31日）"
    )
