"""Articles by the dates of the act; what is unverified or out of date is never printed."""

from __future__ import annotations

from datetime import date

import pytest

from takedown.basis import load_basis
from takedown.laws import choose, sentence
from takedown.numerals import article, chinese
from takedown.routing import KINDS
from zhenwei.watchlist import Law, Watchlist
from zhenwei.watchlist.models import Article


def law(slug: str, start: str, end: str | None, *articles: Article) -> Law:
    return Law(
        slug=slug,
        title=f"{slug}法",
        short=slug,
        valid_from=date.fromisoformat(start),
        valid_to=date.fromisoformat(end) if end else None,
        source="test",
        article=articles,
    )


def row(number: str, *use: str, verified: bool = True) -> Article:
    return Article(number=number, gist="要点", verified=verified, use=use)


LAWS = (
    law("旧", "2010-07-01", "2026-05-31", row("36", "sale"), row("40", "sale", verified=False)),
    law("新", "2026-06-01", None, row("12", "sale"), row("99", "block")),
)

DATES = [
    ("2026-05-01", "2026-05-31", ["《旧法》第三十六条"], ""),
    ("2026-06-01", "2026-11-20", ["《新法》第十二条"], ""),
    ("2026-05-31", "2026-06-01", ["《旧法》第三十六条", "《新法》第十二条"], "适用于2026年5月31日以前的行为"),
    ("2009-01-01", "2010-06-30", [], ""),
    ("2010-07-01", "2010-07-01", ["《旧法》第三十六条"], ""),
]


@pytest.mark.parametrize(("first", "last", "expected", "scope"), DATES)
def test_the_law_at_the_time_of_the_act(first: str, last: str, expected: list[str], scope: str) -> None:
    cited, _ = choose(LAWS, ["sale"], [(date.fromisoformat(first), date.fromisoformat(last))])
    assert sorted(c.name for c in cited) == sorted(expected)
    if scope:
        assert {c.law: c.scope for c in cited} == {"旧": scope, "新": "适用于2026年6月1日以后的行为"}
    else:
        assert all(not c.scope for c in cited)


def test_two_sites_one_before_and_one_after_the_change() -> None:
    may, june = (date(2026, 5, 1), date(2026, 5, 2)), (date(2026, 7, 1), date(2026, 7, 2))
    assert len(choose(LAWS, ["sale"], [may, june])[0]) == 2
    gap = law("短", "2026-06-01", "2026-06-15", row("1", "sale"))
    assert choose([gap], ["sale"], [may, june])[0] == ()


def test_what_is_left_out_is_told_to_the_drafter() -> None:
    cited, left_out = choose(LAWS, ["sale"], [(date(2026, 5, 1), date(2026, 5, 31))])
    assert "第四十条" not in sentence(cited)
    reasons = {row.article: row.reason for row in left_out}
    assert "待核实" in reasons["第四十条"]
    assert "2026-06-01起施行" in reasons["第十二条"]


def test_one_sentence_groups_the_articles_of_a_law() -> None:
    laws = [law("甲", "2020-01-01", None, row("48", "block"), row("52", "block"))]
    cited, _ = choose(laws, ["block"], [(date(2026, 1, 1), date(2026, 1, 2))])
    assert sentence(cited) == "《甲法》第四十八条、第五十二条"
    assert sentence(()) == ""


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("48", "第四十八条"),
        ("10", "第十条"),
        ("105", "第一百零五条"),
        ("280(1)", "第二百八十条第一款"),
        ("287之一", "第二百八十七条之一"),
        ("10（一）", "第十条第（一）项"),
        ("第五条", "第五条"),
        ("整体", "整体"),
    ],
)
def test_article_numbers(number: str, text: str) -> None:
    assert article(number) == text


def test_chinese_numbers() -> None:
    assert [chinese(n) for n in (1, 11, 20, 100, 110, 1001, 1010)] == [
        *("一", "十一", "二十", "一百", "一百一十", "一千零一", "一千零一十")
    ]


def test_the_basis_names_only_articles_that_the_law_table_has(watchlist: Watchlist) -> None:
    basis = load_basis()
    assert set(basis.rows) <= set(KINDS)
    for kind, findings in basis.rows.items():
        for laws in findings.values():
            for slug, numbers in laws.items():
                rows = {a.number: a for a in watchlist.laws[slug].article}
                assert set(numbers) <= set(rows), slug
                assert all(set(rows[n].use) & set(KINDS[kind].uses) for n in numbers), (kind, slug)
    assert basis.background <= set(watchlist.laws)


def test_every_built_in_law_is_weighed_and_a_deployments_own_law_is_cited_by_its_tags(watchlist: Watchlist) -> None:
    basis = load_basis()
    unknown = [slug for slug in watchlist.laws if basis.wants("market-clue", ["sale"], slug, "no such article")]
    assert unknown == []
    assert basis.wants("market-clue", ["sale"], "our-own-rules", "3")


@pytest.mark.parametrize("kind", ["disposal", "market-clue", "police-clue"])
@pytest.mark.parametrize("year", [2025, 2026])
def test_the_kinds_that_accuse_have_a_basis_before_and_after_the_changes(
    watchlist: Watchlist, kind: str, year: int
) -> None:
    basis = load_basis()
    cited, _ = choose(
        watchlist.laws.values(),
        KINDS[kind].uses,
        [(date(year, 11, 1), date(year, 11, 20))],
        lambda slug, number: basis.wants(kind, ["counterfeit", "sale"], slug, number),
    )
    assert 1 <= len(cited) <= 14
    assert not any(f"-{year + 1}" in c.law for c in cited)
