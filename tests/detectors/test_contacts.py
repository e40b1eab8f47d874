"""Contacts are found behind disguises and shown masked; numbers of authorities are left alone."""

from __future__ import annotations

import pytest

from detectors.text.contacts import find_contacts, mask
from detectors.text.fold import fold


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("电话 190-0000-1234", "phone", "19000001234"),
        ("❶❾⓿⓿⓿⓿⓿❶❷❸❹", "phone", "19000001234"),
        ("一九零零零零零一二三四", "phone", "19000001234"),
        ("+86 19000001234", "phone", "19000001234"),
        ("1⃣9⃣0⃣0⃣0⃣0⃣0⃣1⃣2⃣3⃣4⃣", "phone", "19000001234"),
        ("热线400-000-1234", "phone", "4000001234"),
        ("微信：abc_1900", "wechat", "abc_1900"),
        ("加V❤信 demo1900", "wechat", "demo1900"),
        ("vx同号：demo1900", "wechat", "demo1900"),
        ("扣扣：100000001", "qq", "100000001"),
        ("QQ号码100000001", "qq", "100000001"),
        ("电报：@demo_seller", "telegram", "demo_seller"),
        ("https://t.me/demo_seller", "telegram", "demo_seller"),
        ("应急局系统可查\n电报：@demo_seller", "telegram", "demo_seller"),
        ("应急管理局证 电话19000001234", "phone", "19000001234"),
        ("邮箱 seller@example.com", "mail", "seller@example.com"),
    ],
)
def test_found(text: str, kind: str, value: str) -> None:
    assert [(c.kind, c.value) for c in find_contacts(fold(text))] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "举报电话：0571-00000000",
        "值班电话 190-0000-1234",
        "证号 T110101199001010000",
        "共1900人参加",
        "2026-11-21 10:00",
        "12350",
    ],
)
def test_left_alone(text: str) -> None:
    assert find_contacts(fold(text)) == ()


def test_a_contact_is_listed_once_with_its_place() -> None:
    text = "微信：demo1900，再说一遍微信demo1900"
    (contact,) = find_contacts(fold(text))
    assert text[contact.start : contact.end] == contact.quote


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
