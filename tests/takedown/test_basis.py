"""Which articles each kind of letter rests on, before, astride and after each change of law."""

from __future__ import annotations

from datetime import date

import pytest

from takedown.basis import choose_for, family, load_basis
from takedown.basis_check import basis_doubts
from takedown.law_words import sentence
from takedown.laws import citable
from takedown.routing import KINDS
from zhenwei.watchlist import Law, load_watchlist
from zhenwei.watchlist.models import Article

LAWS = load_watchlist().laws
LONGEST = 340  # characters of the enumeration; the longest title alone has 58
LETTERS = {*KINDS, "registrar-check", "platform-notice", "equipment-clue", "housing-clue", "regional-check"}
TAGS = {
    "disposal": "block",
    "market-clue": "sale",
    "police-clue": "police",
    "filing-check": "filing",
    "confirmation": "confirm",
    "owner-notice": "owner",
    "equipment-clue": "equipment",
    "housing-clue": "building",
    "registrar-check": "provider",
    "platform-notice": "provider",
    "regional-check": "block",
}
SPANS = {
    "before": (date(2025, 3, 1), date(2025, 9, 1)),
    "astride unfair": (date(2025, 10, 14), date(2025, 10, 15)),
    "last day": (date(2025, 12, 31), date(2025, 12, 31)),
    "first day": (date(2026, 1, 1), date(2026, 1, 1)),
    "astride": (date(2025, 12, 31), date(2026, 1, 1)),
    "may": (date(2026, 5, 20), date(2026, 5, 31)),
    "astride order": (date(2026, 5, 31), date(2026, 6, 1)),
    "after": (date(2026, 6, 1), date(2026, 11, 20)),
}
EVERYTHING = ("counterfeit", "sale")


def cited(kind: str, findings: tuple[str, ...], *alive: tuple[date, date]) -> dict[str, list[str]]:
    found, _ = choose_for(kind, findings, LAWS.values(), (TAGS[kind],), alive)
    by_law: dict[str, list[str]] = {}
    for citation in found:
        by_law.setdefault(citation.law, []).append(citation.number)
    return by_law


def findings_for(kind: str) -> tuple[str, ...]:
    return () if kind == "owner-notice" else EVERYTHING


OLD, NEW = "cybersecurity-2016", "cybersecurity-2025"
CASES = [
    ("disposal", ("counterfeit",), "before", {OLD: ["12(2)", "46", "50"], "network-protection-2011": ["18"]}),
    ("disposal", ("counterfeit",), "after", {NEW: ["13(2)", "48", "52"], "network-protection-2011": ["18"]}),
    ("disposal", ("sale",), "last day", {OLD: ["46", "50"]}),
    ("disposal", ("sale",), "first day", {NEW: ["48", "52"]}),
    ("disposal", ("sale",), "astride", {NEW: ["48", "52"], OLD: ["46", "50"]}),
    ("market-clue", ("counterfeit",), "after", {"advertising-2021": ["9（二）", "57（一）"]}),
    (
        "market-clue",
        ("sale",),
        "before",
        {
            "advertising-2021": ["4(1)", "24（一）", "28", "55(1)", "58(1)（六）"],
            "e-commerce-2018": ["13", "15(1)"],
            "unfair-competition-2019": ["8(1)"],
        },
    ),
    (
        "market-clue",
        ("sale",),
        "astride unfair",
        {
            "advertising-2021": ["4(1)", "24（一）", "28", "55(1)", "58(1)（六）"],
            "e-commerce-2018": ["13", "15(1)"],
            "unfair-competition-2025": ["9(1)"],
            "unfair-competition-2019": ["8(1)"],
        },
    ),
    (
        "police-clue",
        ("counterfeit",),
        "before",
        {
            "criminal": ["280(1)", "287之一(1)（一）"],
            "public-security-2012": ["51(1)", "52（一）", "52（二）"],
            OLD: ["46", "67(1)"],
            "fashi-2019-15": ["8", "10（一）"],
        },
    ),
    (
        "police-clue",
        ("counterfeit",),
        "after",
        {
            "criminal": ["280(1)", "287之一(1)（一）"],
            "public-security-2025": ["62(3)", "63（一）", "63（三）"],
            NEW: ["48", "68(1)"],
            "fashi-2019-15": ["8", "10（一）"],
        },
    ),
    (
        "police-clue",
        ("sale",),
        "astride",
        {
            "criminal": ["280(1)", "287之一(1)（二）"],
            "public-security-2025": ["63（一）", "63（三）"],
            "public-security-2012": ["52（一）", "52（二）"],
            NEW: ["48", "68(1)"],
            OLD: ["46", "67(1)"],
            "fashi-2019-15": ["8", "9"],
        },
    ),
    ("filing-check", ("sale",), "after", {NEW: ["26(1)"]}),
    ("confirmation", ("counterfeit",), "astride", {"administrative-penalty-2021": ["26"]}),
    ("owner-notice", (), "before", {OLD: ["21", "47"]}),
    ("owner-notice", (), "after", {NEW: ["23", "49"]}),
    ("equipment-clue", ("counterfeit",), "after", {"advertising-2021": ["9（二）", "57（一）"]}),
    ("housing-clue", ("sale",), "before", {"work-safety-2021": ["30(1)"], OLD: ["46"]}),
    ("registrar-check", ("sale",), "after", {NEW: ["26(1)", "49"], "anti-fraud-2022": ["24"]}),
    ("platform-notice", ("counterfeit",), "last day", {OLD: ["46", "47"]}),
    ("regional-check", ("sale",), "after", {NEW: ["48", "52"], "administrative-penalty-2021": ["26"]}),
]


@pytest.mark.parametrize(("kind", "findings", "span", "expected"), CASES)
def test_the_articles_of_a_letter(
    kind: str, findings: tuple[str, ...], span: str, expected: dict[str, list[str]]
) -> None:
    found = cited(kind, findings, SPANS[span])
    assert found == expected
    assert list(found) == list(expected), "the order of print: by rank, then as the basis has them"


@pytest.mark.parametrize("kind", sorted(TAGS))
@pytest.mark.parametrize("span", sorted(SPANS))
def test_every_kind_has_a_basis_on_every_day(kind: str, span: str) -> None:
    found, _ = choose_for(kind, findings_for(kind), LAWS.values(), (TAGS[kind],), [SPANS[span]])
    assert 1 <= len(found) <= 20
    assert len(sentence(found)) <= LONGEST
    first, last = SPANS[span]
    assert all(LAWS[c.law].holds_between(first, last) for c in found)


def test_two_sites_on_both_sides_of_a_change_cite_both_versions() -> None:
    found = cited("disposal", ("sale",), SPANS["before"], SPANS["after"])
    assert found == {NEW: ["48", "52"], OLD: ["46", "50"]}


@pytest.mark.parametrize("kind", sorted(TAGS))
@pytest.mark.parametrize("span", sorted(SPANS))
def test_the_traps(kind: str, span: str) -> None:
    """Order 30 binds units and operators; 反不正当竞争法 7 protects operators; a clue is no 案件移送."""
    found = cited(kind, findings_for(kind), SPANS[span])
    assert not {"order-30", "order-19", "criminal-transfer-2020"} & set(found)
    for slug in ("unfair-competition-2019", "unfair-competition-2025"):
        assert not {"6", "7", "18", "23"} & {number.split("(")[0] for number in found.get(slug, [])}
    assert "279" not in found.get("criminal", [])


def test_the_drafter_is_told_of_the_traps() -> None:
    _, left_out = choose_for(
        "market-clue", EVERYTHING, LAWS.values(), ("sale",), [(date(2025, 5, 1), date(2026, 7, 1))]
    )
    reasons = {(row.law, row.article): row.reason for row in left_out}
    order = "特种作业人员安全技术培训考核管理规定（国家安全生产监督管理总局令第30号）"
    assert "待核实" in reasons[order, "第三十六条"]
    assert "不约束网站上的卖家" in reasons[order, "第三十六条"]
    assert "广告法第九条第二项" in reasons["中华人民共和国反不正当竞争法", "第七条"]
    assert any("应急管理部令第19号" in name and "尚未录入" in reason for (name, _), reason in reasons.items())


def test_unverified_articles_of_the_basis_are_told_and_not_printed() -> None:
    found, left_out = choose_for("filing-check", ("sale",), LAWS.values(), ("filing",), [SPANS["after"]])
    assert "互联网信息服务管理办法" not in sentence(found)
    told = {row.article for row in left_out if row.law.startswith("互联网信息服务管理办法")}
    assert told == {"第四条", "第十二条", "第十九条第二款", "第二十二条"}
    assert all("待核实" in row.reason for row in left_out)


def test_days_before_the_text_that_was_read_are_told() -> None:
    _, left_out = choose_for(
        "police-clue", ("sale",), LAWS.values(), ("police",), [(date(2024, 1, 1), date(2026, 6, 1))]
    )
    gaps = [row for row in left_out if "这一期间" in row.reason]
    assert [(row.law, row.article) for row in gaps] == [("中华人民共和国刑法", "2024年1月1日至2024年2月29日")]


def verified(law: Law, *numbers: str) -> Law:
    """The law as a person's overlay would have it."""
    mark = {"verified": True, "verified_by": "某人", "verified_on": date(2026, 11, 1)}
    rows = tuple(row.model_copy(update=mark) if row.number in numbers else row for row in law.article)
    return law.model_copy(update={"article": rows})


def test_what_an_overlay_verifies_is_cited_and_a_caution_stays() -> None:
    table = {**LAWS, "internet-information-2011": verified(LAWS["internet-information-2011"], "12", "22")}
    found, _ = choose_for("filing-check", ("sale",), table.values(), ("filing",), [SPANS["after"]])
    assert "《互联网信息服务管理办法》（国务院令第292号）第十二条、第二十二条" in sentence(found)
    table = {**LAWS, "order-30": verified(LAWS["order-30"], "36", "40", "41")}
    found, left_out = choose_for("market-clue", ("sale",), table.values(), ("sale",), [SPANS["may"]])
    assert "order-30" not in {c.law for c in found}
    assert any("不自动引用" in row.reason and row.article == "第三十六条" for row in left_out)


def test_what_an_overlay_adds_is_cited() -> None:
    """A loaded order 19 (the basis takes all that fits), an article by ``cite``, a law of the deployment's own."""
    mark = {"verified": True, "verified_by": "某人", "verified_on": date(2026, 11, 1), "gist": "要点"}
    nineteen = LAWS["order-19"].model_copy(update={"article": (Article(number="50", use=("sale",), **mark),)})
    cite = Article(number="17", cite=("market-clue.sale",), **mark)
    shops = LAWS["e-commerce-2018"]
    own = Law(
        slug="our-rules",
        title="东江市网络交易规定",
        short="东江规定",
        valid_from=date(2020, 1, 1),
        source="本市公报",
        rank="local",
        article=(Article(number="3", use=("sale",), **mark),),
    )
    more = shops.model_copy(update={"article": (*shops.article, cite)})
    table = {**LAWS, "order-19": nineteen, "e-commerce-2018": more, "our-rules": own}
    found, _ = choose_for("market-clue", ("sale",), table.values(), ("sale",), [SPANS["after"]])
    said = sentence(found)
    assert "《特种作业人员安全技术培训考核管理规定》（应急管理部令第19号）第五十条" in said
    assert "第十三条、第十五条第一款、第十七条" in said
    assert "《东江市网络交易规定》第三条" in said
    assert said.index("东江市") < said.index("应急管理部令"), "a local law stands before a rule"
    assert "第十七条" not in sentence(
        choose_for("disposal", ("sale",), table.values(), ("block",), [SPANS["after"]])[0]
    )


def test_the_basis_names_only_what_the_table_has() -> None:
    basis = load_basis()
    assert set(basis.rows) <= LETTERS
    assert list(basis_doubts(LAWS)) == []
    assert basis.background <= set(LAWS)
    assert [slug for slug in LAWS if not basis.knows(slug)] == []
    assert basis.wants("market-clue", ["sale"], "our-own-rules", "3")
    lost = {slug: law for slug, law in LAWS.items() if slug != "criminal"}
    assert {doubt.law for doubt in basis_doubts(lost)} == {"criminal"}


def test_old_and_new_rows_of_the_basis_agree_with_the_renumbering() -> None:
    """What a letter cites of the newer version is what it cites of the older one, article for article."""
    for kind, findings in load_basis().rows.items():
        for rows in findings.values():
            for slug, refs in rows.items():
                before = LAWS[slug].replaces
                moved = {(row.old, row.new) for row in LAWS[slug].renumbered}
                if before in rows and moved:
                    whole = {(a.split("(")[0].split("（")[0], b.split("(")[0].split("（")[0]) for a, b in moved}
                    old = [ref.split("(")[0].split("（")[0] for ref in rows[before]]
                    new = [ref.split("(")[0].split("（")[0] for ref in refs]
                    assert len(old) == len(new), (kind, slug)
                    assert all(pair in whole for pair in zip(old, new, strict=True)), (kind, slug)


def test_families_hold_over_new_titles() -> None:
    assert family("samr-complaints-2026", LAWS) == "samr-complaints-2022"
    assert family("order-19", LAWS) == family("order-30", LAWS) == "order-30"
    assert family("criminal", LAWS) == "criminal"


def test_facts_may_call_for_more_items() -> None:
    more = {"fashi-2019-15": ["9", "10（二）", "10（九）"]}
    found, left_out = choose_for("police-clue", ("sale",), LAWS.values(), ("police",), [SPANS["after"]], more)
    assert "（法释〔2019〕15号）第八条、第九条、第十条第二项" in sentence(found)
    assert [row.article for row in left_out if "没有这一条" in row.reason] == ["第十条第九项"]


MAY_NAME = [
    ("法释〔2019〕15号", "10", "after", True),
    ("法释〔2019〕15号", "99", "after", False),
    ("治安管理处罚法", "63", "after", True),
    ("治安管理处罚法", "63", "before", False),
    ("治安管理处罚法", "52", "before", True),
    ("刑法", "279", "after", False),
    ("互联网信息服务管理办法", "12", "after", False),
]


@pytest.mark.parametrize(("short", "number", "span", "may"), MAY_NAME)
def test_what_other_sentences_may_name(short: str, number: str, span: str, may: bool) -> None:
    assert citable(LAWS.values(), [SPANS[span]])(short, number) is may
