"""Nothing that reaches a person stands in a letter's body in full, and nothing hostile stays alive."""

from __future__ import annotations

import pytest

from takedown.clean import inert, plain
from takedown.facts import ContactFacts
from takedown.masking import mask, mask_text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话19000004321详谈", "电话190******21详谈"),
        ("电话190-0000-4321", "电话190********21"),
        ("身份证11010519491231002X", "身份证110*************2X"),
        ("加QQ 10001000", "加QQ 100***00"),
        ("邮箱 seller@mail.example 联系", "邮箱 sel**************le 联系"),
        ("微信：daiban_8888", "微信：dai******88"),
        # spared: dates, prices, years of validity
        ("2026年11月20日，费用350元，六年有效", "2026年11月20日，费用350元，六年有效"),
        ("域名注册于 2026-03-15，不足一年；有效期至 2030.1.1", "域名注册于 2026-03-15，不足一年；有效期至 2030.1.1"),
        ("群号 2026-0315-99", "群号 202*******99"),
        ("第2026号", "第2026号"),
    ],
)
def test_the_table(text: str, shown: str) -> None:
    assert mask_text(text) == shown


def test_a_known_contact_is_masked_in_its_own_spelling() -> None:
    contact = ContactFacts("phone", "19000004321", "190****4321", "①⑨〇零零零零4321")
    assert mask_text("打①⑨〇零零零零4321吧", [contact]) == "打190****4321吧"


@pytest.mark.parametrize("value", ["a", "abcd", "abcde", "12345678", "x" * 40])
def test_a_mask_never_shows_more_than_five_characters(value: str) -> None:
    assert len(mask(value)) == len(value)
    assert len(mask(value).replace("*", "")) <= min(5, len(value) - 1)


def test_plain_text_holds_no_control_hidden_or_reordering_characters() -> None:
    hostile = "a\x00b\x1bc\u202ed\u200be\ufefff\ud800g\nh\r\n# i\u2028j\ufffe"
    assert plain(hostile) == "a b c d e f g h # i j"
    assert plain("x" * 10, 5) == "xxxx…"
    assert inert("a  b\n") == "a  b "
