"""Folding finds the plain word behind its disguise and always leads back to the original."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.text.fold import fold

_TRICKY = st.text(
    alphabet=st.sampled_from(
        "电工证证証正办免考包过微薇信加vxQ扣❶③１一 \n-*·。，|✨\u200b\ufe0f&#;x7535u\\%E5🅐①\u202e\u202c【】亻弋言竖往下看İ㈠a̶é"  # noqa: E501
    ),
    max_size=80,
)

ESCAPED = [
    ("&#30005;工", "电工"),
    ("&#x7535&#x5de5;", "电工"),
    ("&amp;#30005;&amp;amp;#24037;", "电工"),
    ("\\u7535工", "电工"),
    ("\\u{7535}%u5DE5", "电工"),
    ("\\xe7\\x94\\xb5工", "电工"),
    ("\\7535\\5de5", "电工"),
    ("%E7%94%B5工", "电工"),
    ("%25E7%2594%25B5工", "电工"),
    ("%B5%E7%B9%A4", "电工"),
    ("\\ud83c\\udd65信", "微信"),
]
CHARACTERS = [
    ("❶❸⓿ ➊➂⓼ ⑴⒊ 🄋 ㊁㈢ 𝟓 ٣", "130 138 13 0 二三 5 3"),
    ("１３８ 1️⃣3⃣", "138 13"),
    ("包\u200b过\u2060拿\ufeff证\u3164", "包过拿证"),
    ("电̶工̶证̶ a̶b", "电工证 ab"),
    ("🅥信 🆅信 Ⓥ信 𝓥信 ⅴ信 ᴠ信", "微信 微信 微信 微信 微信 微信"),
    ("🇻🇽：demo1", "微信:demo1"),
    ("電工證 証件 査", "电工证证件查"),
    ("⼯ＩＤ", "工id"),
]
PARTED = [
    ("电-工-证", "电工证"),
    ("焊*工 證", "焊工证"),
    ("免✨考", "免考"),
    ("电、工、证", "电工证"),
    ("(免)(考)", "(免考)"),
    ("证、件、代、办", "证件代办"),
    ("电【工】证", "电工证"),
    ("电。工。证", "电工证"),
    ("证、件、代、办、，免、考", "证件代办,免考"),
    ("电の工の证", "电工证"),
    ("电x工x证x包x过", "电工证包过"),
    ("电¥工卍证", "电工证"),
    ("\u202e证工电\u202c办理", "电工证办理"),
    ("\u202e4321 000 0091\u202c", "1900 000 1234"),
    ("w x ： d e m o _ 1 9", "微信 : demo_19"),
]
DOWNWARDS = [
    ("电\n工\n证\n办\n理", "电工证办理"),
    ("电包\n工过\n证！", "电工证\n包过!"),
    ("办货保\n证到留\n刻付备\n章款用", "办证刻章\n货到付款\n保留备用"),
    ("请竖着往下看：办货保证到留刻付备章款用电话", "请竖着往下看:办证刻章,货到付款,保留备用,电话"),
    ("1\n9\n0\n0\n0\n0\n0\n1\n2\n3\n4", "19000001234"),
]
SPELT = [
    ("代扳电工正", "代办电工证"),
    ("电工政包过", "电工证包过"),
    ("操做证 焊工征，", "操作证焊工证,"),
    ("低亚电工", "低压电工"),
    ("官网可察", "官网可查"),
    ("电言正 火旱工证 上岗讠正", "电言正焊工证上岗证"),
    ("办言正", "办证"),
    ("亻弋办证", "代办证"),
    ("电工zheng 办 zheng 免kao", "电工证 办证 免考"),
    ("dian gong zheng diàngōngzhèng", "电工证 电工证"),
    ("办Z", "办证"),
    ("兔考 特仲作业", "免考特种作业"),
    ("电工证代伴", "电工证代办"),
]
CHANNELS = [
    ("加薇❤信", "加微信"),
    ("V信 vx 扣扣", "微信 微信 qq"),
    ("加微demo_1900 围信 demo_1900", "加微信demo_1900 微信 demo_1900"),
    ("加v19000001234 +V:demo1", "加微信19000001234 +微信:demo1"),
    ("威信：demo19", "微信:demo19"),
    ("加卫星 绿泡泡", "加微信微信"),
    ("纸飞机：@demo", "telegram:@demo"),
    ("WhatsApp 小红薯：demo", "whatsapp 小红书:demo"),
    ("球球10000 企鹅：10000 🐧", "qq10000 qq:10000 qq"),
]


def _short(text: str) -> str:
    return repr(text)[:30]


@pytest.mark.parametrize(
    ("written", "meant"),
    [*ESCAPED, *CHARACTERS, *PARTED, *DOWNWARDS, *SPELT, *CHANNELS],
    ids=_short,
)
def test_disguises_fold(written: str, meant: str) -> None:
    assert fold(written).text == meant


@pytest.mark.parametrize(
    "plain",
    [
        "操作正常",
        "登高正面",
        "证明",
        "卫星电视",
        "Governor",
        "一、二、三。",
        "正版软件",
        "大厦A-B座",
        "选项 a b c",
        "包围信号",
        "1 2 3 4 5 6",
        # A sound-alike of 证 that begins an ordinary word, or stands where nothing is said of certificates.
        "这名电工正在抢修",
        "焊工整理材料",
        "操作政策解读",
        "上岗正式员工",
        "出政绩",
        "时代版本",
        "党的威信",
        "微芯科技",
        "飞机票",
        "月球球面",
        "抠抠搜搜",
        "电1工2证3",
        "第1栋2单元3号",
        "绿色软件下载",
        "义正言辞",
        "刻张三的像",
        # Addresses, handles, other scripts, escapes of nothing.
        "user@zhengjian.example",
        "a=1&b=2&copy=3",
        "100%可靠，20%左右",
        "c:\\users\\xiao",
        "теория музыки",
        "甲、乙、丙、丁",
        "电工(证)持有人",
        # Lists, menus and tables of short words.
        "电工\n焊工\n登高\n制冷",
        "首页\n新闻\n通知\n公告",
        "证书查询\n办证指南\n联系我们",
        "男\n女\n计",
    ],
)
def test_ordinary_words_stay(plain: str) -> None:
    assert fold(plain).text.replace(",", "，").replace("(", "(") == plain.lower()


def test_line_ends_and_full_stops_part_words() -> None:
    assert "电工" not in fold("电\n工").text
    assert "电工" not in fold("电。工").text


@given(st.text(max_size=120) | _TRICKY)
@settings(max_examples=200, deadline=None)
def test_every_character_leads_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.original == text
    last = last_end = 0
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert last <= start < end <= len(text)
        assert last_end <= end
        last, last_end = start, end


@given(st.text(max_size=120) | _TRICKY, st.data())
@settings(max_examples=100, deadline=None)
def test_spans_and_places_agree_with_the_characters(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded.text)))
    end = data.draw(st.integers(start, len(folded.text)))
    left, right = folded.span(start, end)
    assert 0 <= left <= right <= len(text)
    assert folded.quote(start, end) == text[left:right]
    if start < end:
        assert (left, right) == (folded.starts[start], max(folded.ends[start], folded.ends[end - 1]))
        assert folded.place(left) == folded.starts.index(left)


@given(st.text(alphabet="电工证免考包过查询", max_size=60))
def test_plain_hanzi_fold_to_themselves(text: str) -> None:
    folded = fold(text)
    assert folded.text == text
    assert folded.starts == tuple(range(len(text)))
    assert not folded.pieces


@given(st.text(alphabet="电工证办理，。：\n考试 abc123-/.", max_size=60))
def test_what_has_been_folded_stays(text: str) -> None:
    once = fold(text).text
    again = fold(once).text
    assert fold(again).text == again


_HIDES: dict[str, Callable[[str, int], str]] = {
    "blank": lambda word, _: " ".join(word),
    "dash": lambda word, _: "-".join(word),
    "star": lambda word, _: "*".join(word),
    "emoji": lambda word, _: "🔥".join(word),
    "zero width": lambda word, _: "\u200b".join(word),
    "bidi": lambda word, _: "\u200f".join(word) + "\u2066",
    "strokes": lambda word, _: "".join(c + "\u0336" for c in word),
    "decimal": lambda word, _: "".join(f"&#{ord(c)};" for c in word),
    "hexadecimal": lambda word, _: "".join(f"&#X{ord(c):X};" for c in word),
    "twice": lambda word, _: "".join(f"&amp;#{ord(c)};" for c in word),
    "script": lambda word, _: "".join(f"\\u{ord(c):04x}" for c in word),
    "percent": lambda word, _: "".join(f"%{b:02X}" for b in word.encode()),
    "bytes": lambda word, _: "".join(f"\\x{b:02x}" for b in word.encode()),
    "reversed": lambda word, _: f"\u202e{word[::-1]}\u202c",
    "downwards": lambda word, _: "\n" + "\n".join(word) + "\n",
    "commas": lambda word, _: "、".join(word),
    "traditional": lambda word, _: word.translate(str.maketrans("电证办过", "電證辦過")),
    "one sign": lambda word, at: word[: at % len(word) or 1] + "·" + word[at % len(word) or 1 :],
}
_WORDS = ("电工证", "焊工证", "操作证", "特种作业", "免考包过", "官网可查")


@given(
    st.sampled_from(_WORDS),
    st.sampled_from(sorted(_HIDES)),
    st.integers(0, 9),
    st.sampled_from(["", "专业代理：", "\n"]),
)
def test_a_disguised_word_comes_back_with_its_place(word: str, way: str, at: int, before: str) -> None:
    hidden = _HIDES[way](word, at)
    folded = fold(before + hidden + "。")
    assert word in folded.text
    place = folded.text.index(word)
    quote = folded.quote(place, place + len(word))
    assert quote.strip("\n\u202c\u2066") in hidden
    assert quote in before + hidden


def test_quotes_come_from_the_original() -> None:
    folded = fold("专办 电-工-证！")
    at = folded.text.index("电工证")
    assert folded.quote(at, at + 3) == "电-工-证"
    assert folded.span(at, at + 3) == (3, 8)
