"""Articles by the dates of the act; what is unverified or out of date is never printed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.basis import choose_for, load_basis
from takedown.laws import Wanted, choose, judge, sentence, uncovered
from takedown.numerals import article, chinese
from zhenwei.watchlist import Law, load_watchlist
from zhenwei.watchlist.models import Article


def law(slug: str, start: str, end: str | None, *articles: Article, title: str = "") -> Law:
    return Law(
        slug=slug,
        title=title or f"{slug}法",
        short=slug,
        valid_from=date.fromisoformat(start),
        valid_to=date.fromisoformat(end) if end else None,
        source="test",
        article=articles,
    )


def row(number: str, *use: str, verified: bool = True, caution: str = "") -> Article:
    parts = {"（一）": "第一项的要点"}
    checked = {"verified": True, "verified_by": "某人", "verified_on": date(2026, 1, 1)} if verified else {}
    return Article(number=number, gist="要点", use=use, caution=caution, parts=parts).model_copy(update=checked)


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
    cited, _ = choose(LAWS, ["sale"], [may, june])
    assert {c.law: [(one.site, one.first, one.last) for one in c.covers] for c in cited} == {
        "旧": [(1, *may)],
        "新": [(2, *june)],
    }
    gap = law("短", "2026-06-01", "2026-06-15", row("1", "sale"))
    assert choose([gap], ["sale"], [may, june])[0] == ()


def test_the_days_of_each_site_under_each_version() -> None:
    cited, _ = choose(LAWS, ["sale"], [(date(2026, 5, 20), date(2026, 11, 20)), (date(2026, 6, 2), date(2026, 6, 3))])
    covers = {c.law: [(one.site, one.first.isoformat(), one.last.isoformat()) for one in c.covers] for c in cited}
    assert covers == {
        "旧": [(1, "2026-05-20", "2026-05-31")],
        "新": [(1, "2026-06-01", "2026-11-20"), (2, "2026-06-02", "2026-06-03")],
    }


def test_a_version_that_held_in_between_says_both_days() -> None:
    between = law("中", "2026-05-10", "2026-05-20", row("1", "sale"))
    cited, _ = choose([between], ["sale"], [(date(2026, 5, 1), date(2026, 6, 1))])
    assert cited[0].scope == "适用于2026年5月10日至2026年5月20日的行为"


def test_what_is_left_out_is_told_to_the_drafter() -> None:
    cited, left_out = choose(LAWS, ["sale"], [(date(2026, 5, 1), date(2026, 5, 31))])
    assert "第四十条" not in sentence(cited)
    reasons = {row.article: row.reason for row in left_out}
    assert "待核实" in reasons["第四十条"]
    assert "2026-06-01起施行" in reasons["第十二条"]


DAYS = [(date(2026, 5, 1), date(2026, 5, 31))]
REFUSED = [
    (row("40", verified=False), "40", "待核实"),
    (row("40", caution="不约束卖家"), "40", "不自动引用：不约束卖家"),
    (row("40", verified=False, caution="不约束卖家"), "40", "另须注意：不约束卖家"),
    (row("40"), "41", "没有这一条"),
    (row("40"), "40（九）", "没有这一条（款、项）"),
    (Article(number="整体", gist="要点"), "整体", "条号未见"),
]


@pytest.mark.parametrize(("article_row", "ref", "reason"), REFUSED)
def test_what_may_not_be_printed(article_row: Article, ref: str, reason: str) -> None:
    table = law("甲", "2010-01-01", None, article_row)
    cited, left_out = judge([Wanted(table, ref)], DAYS, [table])
    assert cited == ()
    assert reason in left_out[0].reason


def test_a_law_without_articles_is_named_and_a_part_has_its_own_gist() -> None:
    empty, full = law("空", "2010-01-01", None), law("满", "2010-01-01", None, row("9"))
    cited, left_out = judge([Wanted(empty, "整体"), Wanted(full, "9（一）"), Wanted(full, "9")], DAYS, [empty, full])
    assert [(c.article, c.gist) for c in cited] == [("第九条", "要点"), ("第九条第一项", "第一项的要点")]
    assert (left_out[0].article, "尚未录入" in left_out[0].reason) == ("", True)


SPANS = [
    ("2010-07-01", "2026-11-20", []),
    ("2010-06-01", "2010-08-01", [("2010-06-01", "2010-06-30")]),
    ("2026-05-01", "2026-07-01", []),
    ("2001-01-01", "2001-02-01", [("2001-01-01", "2001-02-01")]),
]


@pytest.mark.parametrize(("first", "last", "gaps"), SPANS)
def test_days_that_no_version_covers(first: str, last: str, gaps: list[tuple[str, str]]) -> None:
    found = uncovered(LAWS, [(date.fromisoformat(first), date.fromisoformat(last))])
    assert [(a.isoformat(), b.isoformat()) for a, b in found] == gaps


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("48", "第四十八条"),
        ("10", "第十条"),
        ("105", "第一百零五条"),
        ("280(1)", "第二百八十条第一款"),
        ("287之一", "第二百八十七条之一"),
        ("287之一(1)（二）", "第二百八十七条之一第一款第二项"),
        ("10（一）", "第十条第一项"),
        ("58(1)（十四）", "第五十八条第一款第十四项"),
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


def made(number: int, start: int, length: int, verified: bool, wary: bool) -> Law:
    """A law of one article, in force for so many days from a day on (0: it still is)."""
    first = date(2025, 1, 1) + timedelta(days=start)
    end = (first + timedelta(days=length - 1)).isoformat() if length else None
    only = row("7", "sale", verified=verified, caution="慎用" if wary else "")
    return law(f"法{number}", first.isoformat(), end, only)


TABLES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30), st.booleans(), st.booleans()), max_size=6)


@given(rows=TABLES, start=st.integers(0, 90), length=st.integers(0, 40))
def test_any_table_on_any_days(rows: list[tuple[int, int, bool, bool]], start: int, length: int) -> None:
    """Counted day by day: cited is what is verified, free of cautions, and in force on one of the days."""
    table = [made(number, *given) for number, given in enumerate(rows)]
    first = date(2025, 1, 1) + timedelta(days=start)
    days = [first + timedelta(days=n) for n in range(length + 1)]
    cited, left_out = choose(table, ["sale"], [(days[0], days[-1])])
    expected = {
        one.slug
        for one in table
        if one.article[0].verified and not one.article[0].caution and any(one.holds_on(day) for day in days)
    }
    assert {citation.law for citation in cited} == expected
    assert len(cited) + len(left_out) == len(table)
    for citation in cited:
        end = citation.valid_to or date.max
        held = [day for day in days if citation.valid_from <= day <= end]
        assert (citation.covers[0].first, citation.covers[0].last) == (held[0], held[-1])
        assert bool(citation.scope) is (len(held) < len(days))


TABLE = load_watchlist().laws
USES = ("block", "sale", "police", "filing", "forward", "confirm", "owner", "equipment", "building", "provider")
PERIODS = st.tuples(
    st.dates(date(2009, 1, 1), date(2028, 12, 31)), st.integers(0, 2000).map(lambda days: timedelta(days=days))
).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(
    kind=st.sampled_from(sorted(load_basis().rows)),
    findings=st.sampled_from([(), ("counterfeit",), ("sale",), ("counterfeit", "sale")]),
    alive=st.lists(PERIODS, min_size=1, max_size=4),
    uses=st.lists(st.sampled_from(USES), max_size=3),
)
def test_nothing_unverified_or_out_of_date_is_ever_printed(
    kind: str, findings: tuple[str, ...], alive: list[tuple[date, date]], uses: list[str]
) -> None:
    cited, left_out = choose_for(kind, findings, TABLE.values(), uses, alive)
    for citation in cited:
        version = TABLE[citation.law]
        rows = {article(r.number): r for r in version.article}
        whole = next(name for name in sorted(rows, key=len, reverse=True) if citation.article.startswith(name))
        assert rows[whole].verified
        assert not rows[whole].caution
        assert any(version.holds_between(first, last) for first, last in alive)
        assert [one.site for one in citation.covers] == [
            number for number, (first, last) in enumerate(alive, 1) if version.holds_between(first, last)
        ]
        for one in citation.covers:
            assert version.holds_on(one.first)
            assert version.holds_on(one.last)
            assert alive[one.site - 1][0] <= one.first <= one.last <= alive[one.site - 1][1]
    printed = {(citation.title, citation.article, citation.valid_from) for citation in cited}
    assert len(printed) == len(cited), "nothing is printed twice"
    assert all(one.reason for one in left_out)
    ranks = [citation.rank.place for citation in cited]
    assert ranks == sorted(ranks)
