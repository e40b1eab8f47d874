"""Personal data by its shape: what is caught, however it is spelt, and what is spared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedown.folding import folded
from takedown.identity import is_bank_card, is_credit_code, is_identity
from takedown.masking import mask_text
from takedown.scanner import NAMES, personal_data

CAUGHT = [
    ("手机19000004321详谈", "phone", "19000004321"),
    ("190-0000-4321", "phone", "190-0000-4321"),
    ("190 0000 4321", "phone", "190 0000 4321"),
    ("190.0000.4321", "phone", "190.0000.4321"),
    ("1-9-0-0-0-0-0-4-3-2-1", "phone", "1-9-0-0-0-0-0-4-3-2-1"),
    ("+86 190 0000 4321", "phone", "+86 190 0000 4321"),
    ("0086-19000004321", "phone", "0086-19000004321"),
    ("１９０００００４３２１", "phone", "１９０００００４３２１"),
    ("①⑨⓪00004321", "phone", "①⑨⓪00004321"),
    ("❶❾⓿00004321", "phone", "❶❾⓿00004321"),
    ("𝟏𝟗𝟎𝟎𝟎𝟎𝟎𝟒𝟑𝟐𝟏", "phone", "𝟏𝟗𝟎𝟎𝟎𝟎𝟎𝟒𝟑𝟐𝟏"),
    ("一九零零零零零四三二一", "phone", "一九零零零零零四三二一"),
    ("幺九〇〇〇〇〇四三二一", "phone", "幺九〇〇〇〇〇四三二一"),
    ("1️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣4️⃣3️⃣2️⃣1️⃣", "phone", "1️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣4️⃣3️⃣2️⃣1️⃣"),
    ("190\u200b0000\u200b4321", "phone", "190\u200b0000\u200b4321"),
    ("vx19000004321", "phone", "19000004321"),
    ("座机010-62345678", "phone", "010-62345678"),
    ("（0571）8234567", "phone", "（0571）8234567"),
    ("075582345678", "phone", "075582345678"),
    ("400-823-4567", "phone", "400-823-4567"),
    ("4008234567", "phone", "4008234567"),
    ("800 823 4567", "phone", "800 823 4567"),
    ("电话：62345678", "phone", "62345678"),
    ("身份证11010519491231002X", "identity", "11010519491231002X"),
    ("11010519491231002x", "identity", "11010519491231002x"),
    ("110105 19491231 002X", "identity", "110105 19491231 002X"),
    ("证号T11010519491231002X", "identity", "T11010519491231002X"),
    ("T110105194912310029", "identity", "T110105194912310029"),  # a certificate's, whatever its check digit
    ("身份证号码：110105491231002", "identity", "110105491231002"),
    ("seller@mail.example", "mail", "seller@mail.example"),
    ("seller (at) mail.example", "mail", "seller (at) mail.example"),
    ("seller＠mail.example", "mail", "seller＠mail.example"),
    ("10001000#qq.com", "mail", "10001000#qq.com"),
    ("加微信daiban8888", "wechat", "daiban8888"),
    ("微信号：daibanren", "wechat", "daibanren"),
    ("薇信: daiban_88", "wechat", "daiban_88"),
    ("VX abc_1234", "wechat", "abc_1234"),
    ("wxid_ab12cd34", "wechat", "wxid_ab12cd34"),
    ("微信 10001000", "wechat", "10001000"),
    ("QQ 10001000", "qq", "10001000"),
    ("QQ群：12345678", "qq", "12345678"),
    ("ＱＱ号１２３４５６", "qq", "１２３４５６"),
    ("扣扣12345", "qq", "12345"),
    ("6222 0212 3456 7890 128", "bank", "6222 0212 3456 7890 128"),
    ("4111111111111111", "bank", "4111111111111111"),
    ("护照号E12345678", "passport", "E12345678"),
    ("车牌沪A12345", "plate", "沪A12345"),
    ("粤B·D12345", "plate", "粤B·D12345"),
]
SPARED = [
    "2026年11月20日10时5分",
    "2026-11-20 18:30:00",
    "2026-11-20T18:30:00+08:00",
    "2026.3.15至2030.1.1",
    "198.18.0.7、139.107.21.200",
    "139.107.210.0/24",
    "2001:db8::1380:1380:1",
    "京ICP备05010518号-1",
    "粤ICP备2026003711号",
    "京ICP证070791号",
    "增值电信业务经营许可证：粤B2-20090191",
    "京公网安备11010202000001号",
    "京公网安备 11010202000001号",
    "网站标识码：1101010001",
    "bm30000001",
    "ab" * 32,
    "1380013800013800" * 4,
    "校验值1380013800013800abcdef",
    "序列号：13800138000999",
    "04:3A:13:80:01:38:00:01:22",
    "13800138-0000-1380-0138-000000000000",
    "91330199MA0000000R",
    "法释〔2019〕15号",
    "应急〔2026〕45号",
    "东网函〔2026〕3号",
    "国务院令第797号",
    "公安部令第33号",
    "邮政编码100029",
    "第二百八十七条之一第一款第一项",
    "12345678",  # a size in bytes
    "E01　案件7",
    "hxxp://13800138000[.]example/",
    "13800138000[.]com",
    "000001/13800138000.example/17-phone-rendered",
    "手机浏览器、微信内置浏览器",
    "微信公众号“国家安全生产考试”",
    "WeChat/8.0.42",
    "微信 Windows",
    "电话190******21",
    "微信号dai******88",
    "QQ号100***00",
    "s***@mail.example",
    "12377、12315、110",
    "费用350元，六年有效",
    "zhenwei 0.1.0",
    "二〇二六年十一月二十日",
    "GB/T 9704-2012",
]


@pytest.mark.parametrize(("text", "kind", "value"), CAUGHT)
def test_what_is_caught(text: str, kind: str, value: str) -> None:
    for around in (text, f"前文{text}后文", f"（{text}）", f"“{text}”，"):
        found = personal_data(around)
        assert [(one.kind, one.value) for one in found] == [(kind, value)]
        assert around[found[0].start : found[0].end] == value


@pytest.mark.parametrize("text", SPARED)
def test_what_is_spared(text: str) -> None:
    assert personal_data(text) == ()
    assert personal_data(f"前文，{text}，后文") == ()


@pytest.mark.parametrize(("text", "kind", "value"), CAUGHT)
def test_what_is_masked_is_caught_no_more(text: str, kind: str, value: str) -> None:
    masked = mask_text(text)
    assert value not in masked
    assert personal_data(masked) == ()


@pytest.mark.parametrize("text", [text for text in SPARED if "\n" not in text and text != "12345678"])
def test_what_is_spared_is_not_masked(text: str) -> None:
    assert mask_text(text) == text


@given(st.text(max_size=60))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(st.text(alphabet="0123456789①⑨❶〇一幺 -.*微信QQTX@电话号：abw_", max_size=50))
def test_whatever_is_found_can_be_masked(text: str) -> None:
    for one in personal_data(text):
        assert one.kind in NAMES
        assert text[one.start : one.end] == one.value
    assert personal_data(mask_text(text)) == ()


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("11010519491231002X", True),
        ("440524188001010014", False),  # nobody of 1880 is written about
        ("110105194912310021", False),
        ("11010519491331002X", False),  # month 13
        ("99010519491231002X", False),
        ("1101051949123100", False),
    ],
)
def test_identity_numbers(number: str, right: bool) -> None:
    assert is_identity(number) is right


def test_other_check_digits() -> None:
    assert is_credit_code("91330199MA0000000R")
    assert not is_credit_code("91330199MA0000000A")
    assert not is_credit_code("91330199MA000000")
    assert is_bank_card("6222021234567890128")
    assert not is_bank_card("6222021234567890127")
    assert not is_bank_card("1234567890123452")
