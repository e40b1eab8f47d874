"""A wrong law file ends in one line; an overlay adds, replaces and verifies; the built-in table keeps its traps."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from pathlib import Path

import pytest

from zhenwei.errors import NoSuch, WatchlistError
from zhenwei.watchlist import Law, load_watchlist
from zhenwei.watchlist.law_models import Article, Change, Rank
from zhenwei.watchlist.law_overlay import record_verification
from zhenwei.watchlist.law_refs import order, split
from zhenwei.watchlist.law_views import changing, is_stale, law_doubts, state, successors

LAW = 'title = "东江市网络交易规定"\nshort = "东江规定"\nvalid_from = 2020-01-01\nsource = "本市公报"\n'
ROW = '[[article]]\nnumber = "3"\ngist = "要点"\n'
CHECKED = 'verified = true\nverified_by = "某人"\nverified_on = 2026-01-01\n'
TODAY = date(2026, 11, 22)


def laid(folder: Path, **files: str) -> Path:
    (folder / "laws").mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        (folder / "laws" / f"{name.replace('_', '-')}.toml").write_text(content, "utf-8")
    return folder


FAULTS = [
    (LAW + "valid_to = 2019-12-31\n", "失效日 2019-12-31 早于施行日"),
    (LAW.replace("东江规定", "《东江规定》"), "不带书名号"),
    (LAW + ROW + ROW, "同一条写了两次"),
    (LAW + ROW.replace('"3"', '"第三条"'), "条号应为数字"),
    (LAW + ROW.replace('"3"', '"9（二）"'), "条号应为数字"),
    (LAW + ROW.replace('"3"', '"03"'), "条号应为数字"),
    (LAW + ROW.replace("要点", " "), "缺少要点"),
    (LAW + ROW + "verified = true\n", "verified_by"),
    (LAW + ROW + 'verified = true\nverified_by = " "\nverified_on = 2026-01-01\n', "verified_by"),
    (LAW + ROW + 'verified = true\nverified_by = "某人"\n', "verified_on"),
    (LAW + ROW.replace('"3"', '"整体"') + CHECKED, "没有条号"),
    (LAW + ROW + 'use = ["sales"]\n', "'sales'"),
    (LAW + ROW + '[article.parts]\n"第二项" = "x"\n', "款项"),
    (LAW + ROW + '[article.parts]\n"（二）" = ""\n', "缺少要点"),
    (LAW + ROW + '[[article.limit]]\nwhat = "处罚"\n', "months 或者 years"),
    (LAW + ROW + 'duty = "somebody"\n', "duty"),
    (LAW + ROW + "colour = 1\n", "colour"),
    (LAW + 'rank = "decree"\n', "rank"),
    (LAW + 'replaces = "nothing"\n', "没有 laws/nothing.toml"),
    (LAW + 'replaces = "criminal"\n', "所取代的 criminal 的 valid_to 应早于 2020-01-01"),
    (LAW + '[[renumbered]]\nold = "甲"\nnew = "3"\n', "不是条号"),
    (LAW + '[[renumbered]]\nold = "2"\nnew = "3"\n' * 2, "写了两次"),
    (LAW + '[[renumbered]]\nold = "2"\nnew = "3"\npenalty = "worse"\n', "penalty"),
    (LAW.replace("东江市网络交易规定", "中华人民共和国刑法"), "与"),
]


@pytest.mark.parametrize(("content", "says"), FAULTS)
def test_a_wrong_law_ends_in_one_line(tmp_path: Path, content: str, says: str) -> None:
    with pytest.raises(WatchlistError) as caught:
        load_watchlist(laid(tmp_path, ours=content))
    message = str(caught.value)
    assert says in message
    assert ".toml" in message
    assert "\n" not in message


SPARED = [
    LAW,
    LAW + ROW,
    LAW + ROW + CHECKED,
    LAW + "valid_to = 2020-01-01\n",
    LAW + ROW.replace('"3"', '"整体"'),
    LAW + ROW.replace('"3"', '"287之十一"') + ROW,
    LAW + ROW + '[article.parts]\n"(1)" = "甲"\n"（十二）" = "乙"\n"(2)（一）" = "丙"\n',
    LAW + ROW + 'use = ["sale"]\ncite = ["market-clue"]\ncaution = "慎用"\n',
    LAW.replace("2020-01-01", "2031-01-01").replace("东江", "南岭"),
]


@pytest.mark.parametrize("content", SPARED)
def test_a_sound_law_is_read(tmp_path: Path, content: str) -> None:
    assert "ours" in load_watchlist(laid(tmp_path, ours=content)).laws


def test_versions_may_follow_each_other_and_not_overlap(tmp_path: Path) -> None:
    old, new = LAW + "valid_to = 2022-05-31\n", LAW.replace("2020-01-01", "2022-06-01") + 'replaces = "old"\n'
    laws = load_watchlist(laid(tmp_path, old=old, new=new)).laws
    assert successors(laws)["old"].slug == "new"
    with pytest.raises(WatchlistError, match=r"laws/new\.toml 的 valid_from 有误：与 old 的施行期间重叠"):
        load_watchlist(laid(tmp_path, old=LAW + "valid_to = 2022-06-01\n", new=new))
    with pytest.raises(WatchlistError, match="未写失效日"):
        load_watchlist(laid(tmp_path, old=LAW, new=new))


def test_an_overlay_replaces_a_whole_file(tmp_path: Path) -> None:
    laws = load_watchlist(laid(tmp_path, criminal=LAW + ROW)).laws
    assert list(laws["criminal"].articles) == ["3"]
    lost = [doubt.article for doubt in law_doubts(laws, TODAY, load_watchlist().laws) if "内置文件有此条" in doubt.what]
    assert "280" in lost


REFS = [
    ("48", ("48", "")),
    ("287之一", ("287之一", "")),
    ("9（二）", ("9", "（二）")),
    ("9(二)", ("9", "（二）")),
    ("28（2）(一)", ("28", "(2)（一）")),
    ("整体", ("整体", "")),
    ("第四十八条", None),
    ("0", None),
    ("", None),
    ("48-50", None),
]


@pytest.mark.parametrize(("ref", "expected"), REFS)
def test_references(ref: str, expected: tuple[str, str] | None) -> None:
    assert split(ref) == expected


def test_references_sort_as_a_law_prints_them() -> None:
    refs = ["整体", "10（十一）", "10（二）", "287之二", "287之十", "9", "287", "10", "10(1)", "287之一(1)（一）"]
    assert sorted(refs, key=order) == [
        *("9", "10", "10（二）", "10（十一）", "10(1)", "287", "287之一(1)（一）", "287之二", "287之十", "整体"),
    ]


@pytest.fixture(scope="module")
def laws() -> dict[str, Law]:
    return dict(load_watchlist().laws)


def test_every_built_in_article_says_who_and_where(laws: dict[str, Law]) -> None:
    for law in laws.values():
        assert law.rank is not None, law.slug
        for row in law.article:
            assert row.verified is bool(row.verified_by) is (row.verified_on is not None), (law.slug, row.number)
            assert row.gist.endswith("。"), (law.slug, row.number)
            assert not (row.verified and ("二手" in law.source or "记忆" in law.source)), (law.slug, row.number)


RENUMBERED = [
    (
        "cybersecurity-2025",
        "12 13, 14 15, 21 23, 24 26, 27 29, 28 30, 30 32, 44 46, 45 47, 46 48, 47 49, 48 50, 50 52, 64 71, 67 68, "
        "68 69",
    ),
    ("public-security-2025", "22 25, 29 33, 51 62, 52 63"),
    ("unfair-competition-2025", "6 7, 8 9, 18 23, 20 25"),
    ("work-safety-2021", "27 30, 94 97"),
]


@pytest.mark.parametrize(("slug", "pairs"), RENUMBERED)
def test_the_renumbering_is_data(laws: dict[str, Law], slug: str, pairs: str) -> None:
    known = {(row.old, row.new) for row in laws[slug].renumbered}
    wanted = {(pair.split()[0], pair.split()[1]) for pair in pairs.split(",")}
    assert wanted <= known
    before = laws.get(laws[slug].replaces)
    assert before is None or not before.holds_on(laws[slug].valid_from)
    assert all(new in laws[slug].articles for _, new in wanted if "（" not in new and new not in ("46",))


def test_penalties_that_changed(laws: dict[str, Law]) -> None:
    changes = {(law.slug, row.new): row.penalty for law in laws.values() for row in law.renumbered if row.penalty}
    assert changes["public-security-2025", "63"] is Change.HEAVIER
    assert changes["unfair-competition-2025", "25"] is Change.LIGHTER


BEGINS = [
    ("cybersecurity-2025", "2026-01-01"),  # amended (修正): its last article still prints 2017-06-01
    ("advertising-2021", "2021-04-29"),  # amended: its last article still prints 2015-09-01
    ("public-security-2025", "2026-01-01"),
    ("unfair-competition-2025", "2025-10-15"),
    ("order-19", "2026-06-01"),
    ("samr-complaints-2026", "2026-04-15"),
]


@pytest.mark.parametrize(("slug", "day"), BEGINS)
def test_a_version_begins_with_its_decision(laws: dict[str, Law], slug: str, day: str) -> None:
    assert laws[slug].valid_from.isoformat() == day


def test_what_only_secondary_texts_say_is_not_verified(laws: dict[str, Law]) -> None:
    unseen = {
        "order-30",
        "internet-information-2011",
        "domain-names-2017",
        "non-commercial-filing-2005",
        "samr-procedure-2021",
        "e-evidence-mps-2019",
        "samr-e-evidence-2024",
        "network-crime-2021",
        "special-equipment-2014",
        "construction-safety-2004",
    }
    assert {law.slug for law in laws.values() if any(not row.verified for row in law.article)} == unseen
    assert not any(row.verified for slug in unseen for row in laws[slug].article)
    empty = {
        "order-19",
        "samr-complaints-2026",
        "e-evidence-2016",
        "hazardous-chemicals-2026",
        "online-trading-2021",
        "special-operations-2026",
        "cac-procedure-2023",
    }
    assert {law.slug for law in laws.values() if not law.article} == empty


def test_ranks_that_no_file_states_are_told_by_the_issuer() -> None:
    plain = {"slug": "x", "short": "x", "source": "x", "valid_from": TODAY}
    told = [
        Law(title=title, issuer=issuer, **plain).standing
        for title, issuer in (
            ("中华人民共和国甲法", ""),
            ("乙条例", "国务院"),
            ("丙解释", "最高人民法院"),
            ("丁办法", "工业和信息化部"),
        )
    ]
    assert told == [Rank.LAW, Rank.REGULATION, Rank.INTERPRETATION, Rank.RULE]


STATES = [("2026-05-31", "in-force", "future"), ("2026-06-01", "ended", "in-force"), ("2010-06-30", "future", "future")]


@pytest.mark.parametrize(("day", "old", "new"), STATES)
def test_how_a_version_stands(laws: dict[str, Law], day: str, old: str, new: str) -> None:
    when = date.fromisoformat(day)
    assert (state(laws["order-30"], when), state(laws["order-19"], when)) == (old, new)


def test_what_changes_soon_or_lately(laws: dict[str, Law]) -> None:
    found = changing(laws, date(2026, 5, 30), 2)
    assert [(event.law, event.day.isoformat(), event.what, event.by) for event in found] == [
        ("order-30", "2026-05-31", "superseded", "order-19"),
        ("order-19", "2026-06-01", "begins", ""),
        ("special-operations-2026", "2026-06-01", "begins", ""),
    ]
    assert changing(laws, date(2026, 5, 29), 1) == []


@pytest.mark.parametrize(("days", "stale"), [(0, False), (365, False), (366, True), (-1, False)])
def test_a_verification_gets_stale(days: int, stale: bool) -> None:
    row = Article(number="1", gist="x", verified=True, verified_by="x", verified_on=TODAY - timedelta(days=days))
    assert is_stale(row, TODAY) is stale
    assert not is_stale(Article(number="1", gist="x"), TODAY)


def test_a_verification_is_written_into_the_overlay_with_everything_else_kept(tmp_path: Path) -> None:
    file = record_verification(tmp_path, "internet-information-2011", ["14", "12"], "张某", "公报", TODAY)
    law = load_watchlist(tmp_path).laws["internet-information-2011"]
    built_in = load_watchlist().laws["internet-information-2011"]
    assert file == tmp_path / "laws" / "internet-information-2011.toml"
    assert file.read_text("utf-8").startswith("# The text of 2011 was read")
    assert {row.number for row in law.article if row.verified} == {"12", "14"}
    row = law.articles["14"]
    assert (row.verified_by, row.verified_on, row.source, row.parts) == (
        "张某",
        TODAY,
        "公报",
        built_in.articles["14"].parts,
    )
    again = record_verification(tmp_path, "internet-information-2011", ["12"], "李某", "公报", TODAY, gist="新要点。")
    assert again == file
    row = load_watchlist(tmp_path).laws["internet-information-2011"].articles["12"]
    assert (row.verified_by, row.gist) == ("李某", "新要点。")


def test_the_days_in_force_are_verified_alone(tmp_path: Path) -> None:
    assert not load_watchlist().laws["cybersecurity-2025"].dates_checked
    record_verification(tmp_path, "cybersecurity-2025", [], "张某", "公报", TODAY, dates=True)
    assert load_watchlist(tmp_path).laws["cybersecurity-2025"].dates_checked


@pytest.mark.parametrize(
    ("slug", "numbers", "says"),
    [
        ("nosuch", ["1"], "没有法律 nosuch"),
        ("../../etc/x", ["1"], "没有法律"),
        ("order-30", ["36", "99"], "没有第 99 条"),
        ("order-30", ["36（一）"], "没有第 36（一） 条"),
        ("samr-e-evidence-2024", ["整体"], "没有条号"),
        ("order-19", ["3"], "没有第 3 条"),
    ],
)
def test_what_is_not_there_is_not_verified(tmp_path: Path, slug: str, numbers: list[str], says: str) -> None:
    with pytest.raises(NoSuch, match=says):
        record_verification(tmp_path, slug, numbers, "张某", "公报", TODAY)
    assert list(tmp_path.rglob("*.toml")) == []


def test_an_unwritable_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "laws").write_text("a file where a folder should be")
    with pytest.raises(WatchlistError, match="无法写入名单文件"):
        record_verification(tmp_path, "order-30", ["36"], "张某", "公报", TODAY)


def test_two_people_verify_at_once_and_both_are_kept(tmp_path: Path) -> None:
    numbers = ["4", "8", "11", "12", "13", "14", "15", "16"]
    args = [(tmp_path, "internet-information-2011", [number], f"甲{number}", "公报", TODAY) for number in numbers]
    people = [threading.Thread(target=record_verification, args=given) for given in args]
    for person in people:
        person.start()
    for person in people:
        person.join()
    found = load_watchlist(tmp_path).laws["internet-information-2011"]
    assert {row.number: row.verified_by for row in found.article if row.verified} == {n: f"甲{n}" for n in numbers}
    assert [path.name for path in (tmp_path / "laws").glob("*") if path.suffix != ".lock"] == [
        "internet-information-2011.toml"
    ]
