"""Words of the search: how text is cut, what finds what, on both databases; and that scoring fills it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from tests.review.review_desk import Made, make_case
from zhenwei.config import Settings
from zhenwei.stages.searchable import make_cases_findable, waiting_sites
from zhenwei.store.database import Store
from zhenwei.store.models import CaseRow
from zhenwei.store.search import asked_words, is_match, make_findable, matching, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("查询平台", ["查询", "询平", "平台", "台"]),
        ("特种 作业", ["特种", "种", "作业", "业"]),
        ("CX-Mem.example", ["cx", "mem", "example"]),
        ("２０２６年办证", ["2026", "年办", "办证", "证"]),
        ("证", ["证"]),
        ("'\"&|!:*()", []),
        ("", []),
    ],
)
def test_how_text_is_cut(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_what_a_question_asks() -> None:
    assert asked_words("查询 cx 证") == [((("查询", False),),), ((("cx", True),),), ((("证", True),),)]


def found(store: Store, question: str) -> list[int]:
    with store.reading() as session:
        query = matching(question, store.engine.dialect.name)
        return [] if query is None else sorted(session.scalars(query))


def case_in(store: Store, settings: Settings, made: Made) -> int:
    with store.transaction() as session:
        return make_case(session, settings, made).case


@pytest.mark.parametrize(
    ("question", "finds"),
    [
        ("作业操作", [1]),
        ("操", [1]),
        ("证", [1, 2]),
        ("证 包过", [2]),
        ("exam", [1, 2]),
        ("ample", []),
        ("作操", []),
        ("EXAMPLE 平台", [1]),
        ("' OR 1=1 --", []),
        ('"特种" NOT 平台', []),
        ("NEAR(特种 作业)", []),
    ],
)
def test_what_finds_what(store: Store, tmp_path: Path, question: str, finds: list[int]) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    for number, text in enumerate(("特种作业操作证查询平台 one.example", "办证包过 two.example"), 1):
        case = case_in(store, settings, Made(host=f"h{number}.example"))
        with store.transaction() as session:
            make_findable(session, case, ["an older text 旧文"])
            make_findable(session, case, [text])
    assert found(store, question) == finds
    assert found(store, "旧文") == []


@pytest.mark.parametrize("written", ["190-0000-1024", "19000001024", "+86 190 0000 1024", "电话1900-000-1024微信同号"])
@pytest.mark.parametrize(
    ("question", "finds"),
    [
        ("19000001024", True),
        ("190-0000-1024", True),
        ("190 0000 1024", True),
        ("+86 19000001024", True),
        ("1900000102", True),
        ("19000001025", False),
        ("29000001024", False),
        ("19000001024 不在文中", False),
    ],
)
def test_a_number_is_found_however_it_is_cut(
    store: Store, tmp_path: Path, written: str, question: str, finds: bool
) -> None:
    case = case_in(store, Settings(data_dir=tmp_path / "data"), Made())
    with store.transaction() as session:
        make_findable(session, case, [f"报名 {written}"])
    assert found(store, question) == ([case] if finds else [])
    with store.reading() as session:
        fits = is_match(question, store.engine.dialect.name)
        assert fits is not None
        assert list(session.scalars(select(CaseRow.id).where(fits))) == ([case] if finds else [])


@pytest.mark.parametrize(
    ("written", "question"),
    [("400-000-1024", "4000001024"), ("010-00001024", "01000001024"), ("(0570)00001024", "057000001024")],
)
def test_numbers_that_are_no_mobiles(store: Store, tmp_path: Path, written: str, question: str) -> None:
    case = case_in(store, Settings(data_dir=tmp_path / "data"), Made())
    with store.transaction() as session:
        make_findable(session, case, [written])
    assert found(store, question) == found(store, written) == [case]


def test_scoring_makes_titles_pages_and_names_findable(store: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    case = case_in(store, settings, Made(host="xn--fiq06l2rdsvs.example", title="少见的标题", text="只在正文里的话"))
    with store.transaction() as session:
        sites = waiting_sites(session, 1)
        assert sites == [session.get_one(CaseRow, case).site_id]
        make_cases_findable(session, settings.evidence_dir, sites)
    for question in ("少见的标题", "正文里", "xn fiq06l2rdsvs"):
        assert found(store, question) == [case], question


def test_damaged_evidence_leaves_the_title(store: Store, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "data")
    case = case_in(store, settings, Made(title="标题仍在", markup="\x00<?xml version='1.0' encoding='x'?>"))
    with store.transaction() as session:
        make_cases_findable(session, tmp_path / "elsewhere", list(session.scalars(select(CaseRow.site_id))))
    assert found(store, "标题仍在") == [case]
