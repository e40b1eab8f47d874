"""Contacts are found behind disguises and shown masked; numbers of authorities and of other things are left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.text.contacts import find_contacts, mask
from detectors.text.fold import fold

PHONES = [
    "电话 190-0000-1234",
    "❶❾⓿⓿⓿⓿⓿❶❷❸❹",
    "一九零零零零零一二三四",
    "幺九洞洞洞洞洞幺两三四",
    "壹玖零零零零零壹贰叁肆",
    "1九0零0〇0一2三4",
    "+86 19000001234",
    "0086-19000001234",
    "手机：0-19000001234",
    "1⃣9⃣0⃣0⃣0⃣0⃣0⃣1⃣2⃣3⃣4⃣",
    "1 9 0-0000-1 2 3 4",
    "1·9·0·0·0·0·0·1·2·3·4",
    "１９０００００１２３４",
    "19OO0001234",
    "190 0000 1234",
    "tel:19000001234",
    "应急管理局证 电话19000001234",
    "19000001234、欢迎来电",
    "电话.19000001234",
    "电话_19000001234",
    "电话+19000001234",
]


@pytest.mark.parametrize("text", PHONES)
def test_a_mobile_number_is_found_however_it_is_written(text: str) -> None:
    assert [(c.kind, c.value) for c in find_contacts(fold(text))] == [("phone", "19000001234")]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("热线400-000-1234", "phone", "4000001234"),
        ("咨询 800 000 1234", "phone", "8000001234"),
        ("0571-00001234", "phone", "057100001234"),
        ("（010）0000 1234转801", "phone", "01000001234"),
        ("微信：abc_1900", "wechat", "abc_1900"),
        ("加V❤信 demo1900", "wechat", "demo1900"),
        ("vx同号：demo1900", "wechat", "demo1900"),
        ("微信 wx190000", "wechat", "wx190000"),
        ("薇：demo1900", "wechat", "demo1900"),
        ("微丨信丨demo1900", "wechat", "demo1900"),
        ("🆅🆇：demo1900", "wechat", "demo1900"),
        ("w e i x i n ： d e m o 1 9", "wechat", "demo19"),
        ("客服wxid_demo1900", "wechat", "wxid_demo1900"),
        ("加我威信号 1900001", "wechat", "1900001"),
        ("扣扣：100000001", "qq", "100000001"),
        ("QQ号码100000001", "qq", "100000001"),
        ("q：1 0 0 0 0 0 0 1", "qq", "10000001"),
        ("🐧10000001", "qq", "10000001"),
        ("企鹅 ❶⓿⓿⓿⓿⓿⓿❶", "qq", "10000001"),
        ("电报：@demo_seller", "telegram", "demo_seller"),
        ("https://t.me/demo_seller", "telegram", "demo_seller"),
        ("应急局系统可查\n电报：@demo_seller", "telegram", "demo_seller"),
        ("✈️：@demo_seller", "telegram", "demo_seller"),
        ("WhatsApp：+1 555 010 0000", "whatsapp", "15550100000"),
        ("wa.me/15550100000", "whatsapp", "15550100000"),
        ("抖音号：demo1900", "douyin", "demo1900"),
        ("小红薯：demo1900", "xiaohongshu", "demo1900"),
        ("快手ID demo1900", "kuaishou", "demo1900"),
        ("邮箱 seller@example.com", "mail", "seller@example.com"),
        ("seller艾特qq点com", "mail", "seller@qq.com"),
        ("seller(at)example.com", "mail", "seller@example.com"),
        ("seller#qq.com", "mail", "seller@qq.com"),
    ],
)
def test_found(text: str, kind: str, value: str) -> None:
    assert [(c.kind, c.value) for c in find_contacts(fold(text))] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "电话19000001234微信同号",
        "微信电话同号：19000001234",
        "微电 19000001234",
        "电话/微信:190 0000 1234",
        "19000001234（微信同步）",
        "19000001234 vx同号",
        "手机、V：19000001234",
    ],
)
def test_one_number_for_telephone_and_wechat(text: str) -> None:
    assert {(c.kind, c.value) for c in find_contacts(fold(text))} == {
        ("phone", "19000001234"),
        ("wechat", "19000001234"),
    }


@pytest.mark.parametrize(
    "text",
    [
        # Authorities and newsrooms.
        "举报电话：0571-00000000",
        "值班电话 190-0000-1234",
        "举报热线 400-000-1234",
        "12350 12377 110 12345 96110",
        # Numbers of other things.
        "证号 T110101199001010000",
        "身份证号 110101199001010000",
        "共1900人参加",
        "2026-11-21 10:00",
        "2026112110000000000",
        "订单号：19000001234",
        "京ICP备19000001号-1",
        "京公网安备 11010102000001号",
        "许可证编号 19000001234",
        "6222 0190 0000 1234 567",
        "19000001234.jpg",
        "版本 1.9.0.0.0.0.0.1.2.3.4",
        "1900 人、0000 元、1234 次",
        "价格 19000.00001234 元",
        "1.19000001234",
        "400 500 600",
        "1998 1445 555 1600 1800",
        "标准号 Q/2024-00112",
        "课程代码 00158",
        "FAQ 100001",
        "abc19000001234def",
        # Names of channels without a value.
        "微信公众号：demo1900",
        "关注微信 official account",
        "https://t.me/share/url?url=x",
        "weixin.qq.com",
        "抖音上有人说 demo1900",
        "telegram channel",
        "logo@2x.png",
    ],
)
def test_left_alone(text: str) -> None:
    assert find_contacts(fold(text)) == ()


def test_a_contact_is_listed_once_with_its_place() -> None:
    text = "微信：demo1900，再说一遍微信demo1900"
    (contact,) = find_contacts(fold(text))
    assert text[contact.start : contact.end] == contact.quote


_SIGNS = st.sampled_from(["", "-", " ", "·", "*"])
_DIGIT = {
    str(n): [
        str(n),
        "０１２３４５６７８９"[n],
        "〇一二三四五六七八九"[n],
        "⓿❶❷❸❹❺❻❼❽❾"[n],
        f"{n}\ufe0f\u20e3",
        f"&#{48 + n};",
    ]
    for n in range(10)
}


@given(st.data(), _SIGNS)
def test_any_way_of_writing_each_digit_gives_the_number_and_its_place(data: st.DataObject, sign: str) -> None:
    number = "19000001234"
    written = sign.join(data.draw(st.sampled_from(_DIGIT[digit])) for digit in number)
    text = f"咨询：{written}，欢迎"
    (contact,) = find_contacts(fold(text))
    assert (contact.kind, contact.value, contact.quote) == ("phone", number, written.rstrip("\ufe0f\u20e3"))


@given(st.text(max_size=80) | st.text(alphabet="1900234-微信qv:@. t.me/加号一〇a", max_size=60))
def test_every_quotation_stands_in_the_text(text: str) -> None:
    for contact in find_contacts(fold(text)):
        assert contact.quote == text[contact.start : contact.end] != ""
        assert contact.value
        assert contact.value not in contact.masked


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("phone", "19000001234", "190******34"),
        ("mail", "seller@example.com", "s***@example.com"),
        ("qq", "10000", "1****"),
    ],
)
def test_masks(kind: str, value: str, shown: str) -> None:
    assert mask(kind, value) == shown
