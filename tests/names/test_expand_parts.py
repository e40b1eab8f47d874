from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.names.countries import called, government_of
from detectors.names.parts import Pattern, part, sum_sets
from detectors.names.readings import place_spellings, spellings, words_of
from detectors.names.regions import place_in, prefectures, province_of, provinces
from detectors.names.seen import Seen
from detectors.names.tr39 import lookalikes, registrable_in, skeleton
from detectors.names.typos import bit_flips, disguised, keyboard_slips, phone_slips, pinyin_slips

ROWS = st.lists(st.tuples(st.text("abc-", min_size=1, max_size=3), st.integers(0, 6)), min_size=1, max_size=5)


@given(st.lists(ROWS, min_size=1, max_size=3), st.integers(0, 5))
def test_every_combination_comes_at_its_cost_and_only_there(tables: list[list[tuple[str, int]]], extra: int) -> None:
    parts = tuple(part(rows) for rows in tables)
    pattern = Pattern("f", parts, extra)
    expected: dict[int, list[str]] = {}
    for row in product(*(list(piece.rows()) for piece in parts)):
        expected.setdefault(sum(cost for _, cost in row) + extra, []).append("".join(text for text, _ in row))
    for level in range(30):
        assert sorted(pattern.at(level)) == sorted(expected.get(level, []))
        assert pattern.can(level) == (level in expected)


def test_a_text_keeps_its_lower_cost() -> None:
    assert part([("a", 3), ("b", 1)], [("a", 2)]).levels == ((1, ("b",)), (2, ("a",)))
    assert part([]).levels == ()
    assert not list(Pattern("f", (part([]), part([("a", 0)]))).at(0))


@given(st.sets(st.integers(0, 12)), st.sets(st.integers(0, 12)))
def test_sums_of_two_bit_sets(one: set[int], other: set[int]) -> None:
    bits = sum_sets(sum(1 << n for n in one), sum(1 << n for n in other))
    assert {n for n in range(30) if bits >> n & 1} == {a + b for a in one for b in other}


def test_what_was_seen_is_never_new_again() -> None:
    seen = Seen()
    names = [f"name{n}.example" for n in range(20_000)]
    assert sum(seen.add(name) for name in names) == len(names)
    assert not any(seen.add(name) for name in names)


@pytest.mark.parametrize(
    ("name", "typed", "never"),
    [
        ("应急管理部", "yingjiguanlibu yjglb yjguanlibu yingjiglb", "yingji"),
        ("特种作业操作证", "tezhongzuoyecaozuozheng tzzyczz tzzuoyeczz techongzuoyecaozuozheng", ""),
        ("重庆市应急局", "chongqingshiyingjiju zhongqingshiyingjiju zqsyjj cqsyjj", ""),
        ("六安市应急局", "luanshiyingjiju liuanshiyingjiju", ""),
        ("厦门市应急局", "xiamenshiyingjiju shamenshiyingjiju", ""),
        ("番禺区应急局", "panyuquyingjiju fanyuquyingjiju", ""),
        ("长乐区应急局", "changlequyingjiju changyuequyingjiju", ""),
        ("吕梁市应急局", "lvliangshiyingjiju luliangshiyingjiju lyuliangshiyingjiju", ""),
    ],
)
def test_how_a_name_is_typed(name: str, typed: str, never: str) -> None:
    found = {spelling.text for spelling in spellings(name)}
    assert set(typed.split()) <= found
    assert not set(never.split()) & found


def test_official_names_are_cut_into_words() -> None:
    assert words_of("应急管理部") == ("应急", "管理", "部")
    assert words_of("国家安全生产监督管理总局") == ("国家", "安全", "生产", "监督", "管理", "总局")


@pytest.mark.parametrize(
    ("place", "typed"),
    [
        ("六安", "luan liuan la"),
        ("陕西", "shaanxi shanxi sx sn"),
        ("哈尔滨", "haerbin harbin hrb"),
        ("杭州", "hangzhou hz"),
    ],
)
def test_how_a_place_is_typed(place: str, typed: str) -> None:
    assert set(typed.split()) <= {text for text, _ in place_spellings(place)}


def test_provinces_and_prefectures_are_all_there() -> None:
    assert len(provinces()) == 34
    assert len({p.label for p in provinces()}) == 34
    assert 330 < len(prefectures()) < 350
    province = province_of("330100")
    assert province is not None
    assert (province.full, province.label) == ("浙江省", "zj")
    assert province_of("000000") is None
    found = place_in("温州市应急管理局")
    assert found is not None
    assert (found.full, found.code) == ("温州市", "33")
    # The province of this name, not the city.
    jilin = place_in("吉林省应急管理厅")
    assert jilin is not None
    assert jilin.label == "jl"


@pytest.mark.parametrize(
    ("host", "suffix", "word", "country", "closed"),
    [
        ("mem.gov.cn", "gov.cn", "gov", "cn", True),
        ("mofa.gov.pk", "gov.pk", "gov", "pk", True),
        ("impots.gouv.fr", "gouv.fr", "gouv", "fr", True),
        ("afip.gob.ar", "gob.ar", "gob", "ar", True),
        ("www.gov.uk", "gov.uk", "gov", "uk", True),
        ("dmv.ca.gov", "gov", "gov", "us", True),
        ("tsinghua.edu.cn", "edu.cn", "edu", "cn", True),
        ("chinamil.com.cn", "com.cn", "com", "cn", False),
        ("www.example.admin.ch", "admin.ch", "admin", "ch", True),
        ("example.com", "com", "com", "", False),
    ],
)
def test_the_government_is_read_from_a_genuine_host(
    host: str, suffix: str, word: str, country: str, closed: bool
) -> None:
    found = government_of(host)
    assert (found.suffix, found.word, found.country, found.closed) == (suffix, word, country, closed)


def test_countries_are_called_by_code_and_by_name() -> None:
    assert called("pk")[:2] == ("pakistan", "pak")
    assert called("uk") == called("gb")
    assert "nepal" in called("np")
    assert called("zz") == ()


@pytest.mark.parametrize(
    ("made", "contains", "never"),
    [
        (keyboard_slips("mofa"), "mfa moofa mfoa mota nofa mafa", "mofa"),
        (phone_slips("mem"), "nem oem mfm", "mem mrm"),
        (pinyin_slips(("zheng", "jiang")), "zhenjiang zengjiang zhengjian", "zhengjiang"),
        (pinyin_slips(("li", "hu")), "nihu lifu rihu", "lihu"),
        (disguised("mofa"), "rnofa m0fa mof4", "mofa"),
        (bit_flips("mem"), "oem mum mei", "mem"),
    ],
)
def test_slips_and_disguises(made: list[tuple[str, int]], contains: str, never: str) -> None:
    found = [text for text, _ in made]
    assert len(found) == len(set(found))
    assert set(contains.split()) <= set(found)
    assert not set(never.split()) & set(found)


@given(st.from_regex(r"\A[a-z0-9]{2,8}(-[a-z0-9]{1,4})?\Z"))
def test_a_slip_is_always_a_label(word: str) -> None:
    for change in (keyboard_slips, phone_slips, disguised, bit_flips):
        for text, cost in change(word):
            assert text != word
            assert cost >= 0
            assert text[0] != "-" != text[-1]
            assert "--" not in text


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("mem", "rnem", True),
        ("аdmin", "admin", True),  # Cyrillic а
        ("gοv", "gov", True),  # Greek omicron
        ("g0v", "gov", True),
        ("1ogin", "login", True),
        ("mail", "mall", False),
        ("应急", "应急", True),
        ("gov", "gob", False),
    ],
)
def test_skeletons_are_equal_where_texts_look_alike(one: str, other: str, alike: bool) -> None:
    assert (skeleton(one) == skeleton(other)) is alike


@pytest.mark.parametrize(
    ("suffix", "label", "takes"),
    [
        ("cn", "mem", True),
        ("cn", "mém", False),
        ("cn", "应急管理cx", True),
        ("cn", "特种作业操作证及安全生产知识和管理能力考核", False),  # longer than CNNIC takes
        ("com.cn", "应急管理", False),
        ("com", "mém", True),
        ("com", "сх", True),  # all Cyrillic
        ("com", "сx", False),  # Cyrillic and Latin
        ("com", "应急mem", True),
        ("com", "应急mém", False),
        ("org", "应急", True),
        ("org", "应急cx", False),
        ("top", "应急cx", True),
        ("top", "mém", False),
        ("xn--fiqs8s", "应急管理部", True),
        ("github.io", "应急", False),
    ],
)
def test_what_a_registry_takes(suffix: str, label: str, takes: bool) -> None:
    assert registrable_in(suffix, label) is takes


def test_lookalikes_are_of_one_script_and_valid() -> None:
    assert "а" in lookalikes("a", "CYRILLIC")
    assert "é" in lookalikes("e", "LATIN")
    assert lookalikes("m", "CYRILLIC") == ()
