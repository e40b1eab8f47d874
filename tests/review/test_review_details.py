"""Details of findings as nights stored them, in English: our words, and between brackets here what the page said."""

from __future__ import annotations

import pytest

from review.messages import load_messages

ENGLISH = load_messages()["en"]


@pytest.mark.parametrize(
    ("detail", "english"),
    [
        ("标题自称“应急管理部”，域名不属于该单位", "Title: calls itself “[应急管理部]”, whose domain this is not"),
        # Words of ours within quotation marks, or among those that a page uses, are the page's.
        ("标题自称“没有任何记录”，域名不属于该单位", "Title: calls itself “[没有任何记录]”, whose domain this is not"),
        ("自称：官网、没有任何记录", "Calls itself: [官网、没有任何记录]"),
        ("页脚署名“甲”乙”，域名不属于该单位", "The footer is signed “[甲”乙]”, whose domain this is not"),
        (
            "页面设有安全生产证件查询表单（要求填写：证件号码、姓名；填写内容提交到 203.0.113.9）",
            "A look-up form for work-safety certificates (asks for identity number, name; what is typed goes to"
            " [203.0.113.9])",
        ),
        (
            "承诺免培训、免考试或本人不到场：包过、免考（标题或关键词）（试运行，不计分）",
            "Promises no training, no examination or no presence: [包过、免考] (title or keywords)"
            " (on trial, no points)",
        ),
        (
            "仿冒内容（“应急管理部”）仅对部分访问方式展示（手机、微信），电脑访问看到“本店每日现烤面包”",
            "The imitation (“[应急管理部]”) is shown to some visitors only (a phone, WeChat); a computer sees"
            " “[本店每日现烤面包]”",
        ),
        (
            "招徕身份、婚姻、户籍等证件、印章；旁证：制作、仿制、免考、不到场",
            "Offers papers of identity, marriage, household, seals; beside it: making, imitating, no examination,"
            " no presence",
        ),
        (
            "域名疑似仿冒（名称评分 85）：含机构名称“应急”；使用与 gov.cn 相近的中国后缀 .org.cn",
            "The name seems to imitate (score [85]): holds an authority's name, “[应急]”; uses .[org.cn], a Chinese"
            " suffix close to gov.cn",
        ),
        (
            "网页脚本对从搜索引擎进入的访客另行跳转（seller.example）",
            "A script leads visitors from search engines elsewhere ([seller.example])",
        ),
    ],
)  # fmt: skip
def test_a_stored_detail_is_told_in_english(detail: str, english: str) -> None:
    parts = ENGLISH.told(detail)
    assert "".join(part.text if part.ours else f"[{part.text}]" for part in parts) == english
    assert not any(part.left for part in parts)
