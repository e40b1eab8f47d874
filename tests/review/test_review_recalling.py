"""Sentences that were stored as text are found again: which one, what stands in its places, and at what cost."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

import pytest

from review.messages import Part, load_messages
from review.recalling import LONGEST, MOST_LOOKS, Form, Reading, Recall, _Search, taken_apart
from review.render import make_pages
from zhenwei.sentences import listed, said

ENGLISH = load_messages()["en"]
MACROS: Any = make_pages().get_template("macros.html").module
SENTENCES = (
    "网站已关闭",
    "文件缺失：{what}",
    "文件缺失：{what}（共 {n} 个）",
    "第 {n} 个文件{n}缺失",
    "标题自称“{name}”，域名不属于该单位",
    "自称：{words}",
    "{before}、{last}",
    "{detail}（试运行，不计分）",
    "花括号 {{}} 中的{what}",
    "没有网络",
    "没有网络、电源",
    "没有摘要",
)


def shown(reading: Reading | str | None) -> object:
    """Return a reading as (sentence, values), to be compared."""
    if not isinstance(reading, Reading):
        return reading
    return reading.sentence, {name: shown(value) for name, value in reading.values.items()}


@pytest.mark.parametrize(
    ("text", "sentence", "values"),
    [
        ("网站已关闭", "网站已关闭", {}),
        ("文件缺失：a.txt", "文件缺失：{what}", {"what": "a.txt"}),
        # The longer sentence says more of the text.
        ("文件缺失：a.txt（共 2 个）", "文件缺失：{what}（共 {n} 个）", {"what": "a.txt", "n": "2"}),
        # A place that stands twice holds the same.
        ("第 3 个文件3缺失", "第 {n} 个文件{n}缺失", {"n": "3"}),
        ("花括号 {} 中的x", "花括号 {{}} 中的{what}", {"what": "x"}),
        # A value may be empty, and may be a sentence itself.
        ("文件缺失：", "文件缺失：{what}", {"what": ""}),
        ("文件缺失：没有网络", "文件缺失：{what}", {"what": ("没有网络", {})}),
        ("文件缺失：没有网络、没有摘要", "文件缺失：{what}",
         {"what": ("{before}、{last}", {"before": ("没有网络", {}), "last": ("没有摘要", {})})}),
        ("文件缺失：没有网络、电源、没有摘要", "文件缺失：{what}",
         {"what": ("{before}、{last}", {"before": ("没有网络、电源", {}), "last": ("没有摘要", {})})}),
        ("标题自称“某部”，域名不属于该单位（试运行，不计分）", "{detail}（试运行，不计分）",
         {"detail": ("标题自称“{name}”，域名不属于该单位", {"name": "某部"})}),
        # What others wrote is no sentence of ours: in quotation marks, or by the name that says so.
        ("标题自称“网站已关闭”，域名不属于该单位", "标题自称“{name}”，域名不属于该单位", {"name": "网站已关闭"}),
        ("自称：没有网络、没有摘要", "自称：{words}", {"words": "没有网络、没有摘要"}),
        # What looks like a format in a value is text.
        ("文件缺失：{n}{0.__class__}", "文件缺失：{what}", {"what": "{n}{0.__class__}"}),
    ],
)  # fmt: skip
def test_a_stored_sentence_is_found(text: str, sentence: str, values: dict[str, object]) -> None:
    assert shown(Recall(SENTENCES).reading(text)) == (sentence, values)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a.example",
        "网站已关闭。",
        "第 3 个文件4缺失",
        "应急管理部",
        # What only joins two texts is not seen between texts of others.
        "特种作业、焊工",
        "没有网络、焊工",
        "缺失：a.txt",
        "文件缺失：" + "长" * LONGEST,
    ],
)
def test_other_text_is_left(text: str) -> None:
    assert Recall(SENTENCES).reading(text) is None


FORMS = [form for sentence in sorted(ENGLISH.sentences) if not (form := taken_apart(sentence)).glue]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.sentence)
def test_every_sentence_of_the_catalogue_is_found_again(form: Form) -> None:
    """Filled with plain values it comes out as when it was said, or as one that differs in the names of places only."""
    stored = _filled(form.sentence, form.names)
    alike = [other for other in FORMS if other.literals == form.literals]
    told = "".join(part.text for part in ENGLISH.told(stored))
    assert told in {_filled(ENGLISH.sentences[one.sentence], one.names) for one in alike}


def _filled(sentence: str, names: tuple[str, ...]) -> str:
    return _plain(sentence).format(**{name: f"v{number}" for number, name in enumerate(dict.fromkeys(names))})


def _plain(sentence: str) -> str:
    """Return a sentence whose places take text as it is."""
    pieces = string.Formatter().parse(sentence)
    return "".join(
        words.replace("{", "{{").replace("}", "}}") + (f"{{{name}}}" if name else "") for words, name, *_ in pieces
    )


def test_what_was_said_and_what_was_stored_of_it_read_alike() -> None:
    whole = said(
        "前一夜的日志缺失或损坏：{error}", error=said("文件缺失或无法读取：{error}", error="Permission denied")
    )
    for text in (whole, str(whole)):
        assert ENGLISH.told(text) == [
            Part("The journal of the night before is missing or damaged: ", ours=True),
            Part("The file is missing or cannot be read: ", ours=True),
            Part("Permission denied"),
        ]


def test_a_value_keeps_its_form() -> None:
    told = ENGLISH.told(said("日期 {text!r} 无法识别，应如 2026-11-22", text=date(2026, 1, 2).isoformat()))
    assert "".join(part.text for part in told) == "'2026-01-02' is no date; write it like 2026-11-22"


def test_chinese_without_a_sentence_is_marked() -> None:
    assert ENGLISH.told("没有这样的话") == [Part("没有这样的话", left=True)]
    assert ENGLISH.told("a.example") == [Part("a.example")]
    assert ENGLISH.told(said("没有这样的话")) == [Part("没有这样的话", left=True)]


def test_in_chinese_nothing_is_taken_apart() -> None:
    for text in ("没有任何记录", said("案件{case}：{reason}", case=1, reason=said("没有任何记录"))):
        assert load_messages()["zh"].told(text) == [Part(str(text))]


@pytest.mark.parametrize(
    "text",
    ["的" * LONGEST, "、" * LONGEST, "没有网络、" * 300, "（" * 900 + "）" * 900, "案件：" * 600, "第 条记录" * 300,
     str(listed(["没有任何记录"] * 250)), "““””" * 450],
)  # fmt: skip
def test_no_text_is_dear(text: str) -> None:
    """However it is made: so many looks at most, each from its beginning to its end once for each sentence."""
    search = _Search(ENGLISH._recall._by_first)
    search.best(text)
    assert len(search._known) <= MOST_LOOKS


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("文件缺失或无法读取：<b>", "The file is missing or cannot be read: <bdi>&lt;b&gt;</bdi>"),
        ("没有任何记录", "It holds no record"),
        ("\u202e没有这样的话", '<span lang="zh-CN"><bdi>‹U+202E›没有这样的话</bdi></span>'),
        ("x" * 40, "<bdi>" + "x" * 30 + "…</bdi>"),
    ],
)
def test_a_page_keeps_our_words_and_others_apart(text: str, shown: str) -> None:
    assert str(MACROS.told(ENGLISH, text, 30)) == shown


def test_in_chinese_a_page_stays_as_it_was() -> None:
    text = "文件缺失或无法读取：<b>"
    assert MACROS.told(load_messages()["zh"], text, 300) == MACROS.captured(text, 300)
