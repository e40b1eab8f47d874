"""The same words, offered and reported."""

from __future__ import annotations

import pytest

from detectors.text.lexicon import Lexicon
from detectors.text.offers import read


@pytest.mark.parametrize(
    "text",
    [
        "电工证免考包过，加微信 demo1900",
        "我们专业办理焊工证，不用考试",
        "网上骗子多，认准本店：电工证免考，微信 demo1900",
        "拒绝假证，电工证免考包过，官网可查，电话19000001234",
        "免考！免考！电工证",
    ],
)
def test_offered(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).offered["skip_exam"]


@pytest.mark.parametrize(
    "text",
    [
        "严禁以免考、包过等名义招生",
        "凡声称不用考试就能拿电工证的都是骗子",
        "嫌疑人在群里发布“电工证免考包过，加微信demo1900”的广告，被警方抓获",
        "不存在免考一说，电工证必须考试",
        "近日，警方抓获犯罪嫌疑人，其承诺免考。记者了解到，该团伙作案多起。",
        "常见骗术：\n1、免考包过\n2、内部渠道\n3、直接出证",
        "高级职称可免试部分科目",
        "所谓“内部渠道”纯属诈骗",
        "被告人以免考为名办理电工证，判处有期徒刑",
    ],
)
def test_reported(text: str, lexicon: Lexicon) -> None:
    assert not read(text, lexicon).offered["skip_exam"]


def test_issuing_after_the_examination_is_lawful(lexicon: Lexicon) -> None:
    assert not read("考试合格后7天出证", lexicon).offered["fast_issue"]
    assert read("电工证7天出证", lexicon).offered["fast_issue"]
