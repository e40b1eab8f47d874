"""Editing a letter on the desk: fields, preview without writing, versions, and two people at one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from review.letterform import fields_of as read_fields
from review.letterform import text_of
from review.papers import MOST_PREVIEWS, NoPage, Previews
from tests.review.letters_desk import LettersDesk, copied, fields_of, save, step


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> Iterator[LettersDesk]:
    """Case 1 with letter 1 to the police, drafted by chen."""
    with LettersDesk(copied(drafted, tmp_path)) as served:
        yield served


MARKED = "# 关于移送线索的函\n@ 东江市公安局：\n= 一、基本情况\n+ 第一段。\n+ 第二段。\n"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({}, MARKED),
        ({3: "第一段。\r\n又一段。"}, MARKED.replace("+ 第一段。\n", "+ 第一段。\n+ 又一段。\n")),
        ({4: "  "}, MARKED.replace("+ 第二段。\n", "")),
        ({3: "# 不是标题"}, MARKED.replace("+ 第一段。", "+ # 不是标题")),
    ],
)
def test_the_form_is_the_text(change: dict[int, str], text: str) -> None:
    fields = read_fields(MARKED)
    texts = [change.get(number, field.text) for number, field in enumerate(fields)]
    assert text_of([field.mark for field in fields], texts) == text


def test_an_edit_is_a_version_with_its_reason(desk: LettersDesk) -> None:
    chen = desk.client("chen")
    assert save(chen, 1, "涉嫌", "经核，涉嫌").status == 303
    assert desk.row(1).state == "edited"
    page = chen.get("/letters/1").text
    assert "+经核" in page.replace(" ", "") or "经核，涉嫌" in page
    assert "更正" in page
    assert desk.events(1)[-1] == ("edited", "chen")


def test_a_preview_shows_pages_and_writes_nothing(desk: LettersDesk) -> None:
    chen = desk.client("chen")
    answer = save(chen, 1, "涉嫌", "预览之中，涉嫌", to="preview")
    assert answer.status == 200
    assert "预览之中" in answer.text, "without script the form comes back with what was typed"
    pages = re.findall(r'src="(/letters/1/preview/[0-9a-f]{64}/\d+\.webp)"', answer.text)
    assert pages
    drawn = chen.get(pages[0])
    assert drawn.headers["content-type"] == "image/webp"
    assert desk.client("analyst").get(pages[0]).status == 404, "a preview is its writer's own"
    assert chen.get(pages[0].replace("/1.webp", "/60.webp")).status == 404
    assert desk.events(1) == [("drafted", "chen")]
    assert desk.row(1).state == "draft"


def test_a_preview_says_what_keeps_a_text_from_being_saved(desk: LettersDesk) -> None:
    chen = desk.client("chen")
    number = "涉嫌（电话 19000004321）"
    answer = save(chen, 1, "涉嫌", number, to="preview")
    assert "未遮挡的电话号码" in answer.text
    assert save(chen, 1, "涉嫌", number).status == 400
    assert [event for event, _by in desk.events(1)] == ["drafted"]


def test_a_letter_without_title_is_refused_with_what_was_typed(desk: LettersDesk) -> None:
    chen = desk.client("chen")
    page = chen.get("/letters/1/edit")
    title = next(text for mark, text in fields_of(page) if mark == "#")
    answer = save(chen, 1, title, "")
    assert answer.status == 400
    assert "缺少标题" in answer.text


def test_who_may_edit(desk: LettersDesk) -> None:
    page = desk.client("chen").get("/letters/1/edit")
    viewer = desk.client("viewer")
    assert viewer.get("/letters/1/edit").status == 403
    assert "/letters/1/edit" not in viewer.get("/letters/1").text
    fields = [("mark", "#"), ("text", "t"), ("token", viewer.get("/queue").field("token")), ("version", "1")]
    assert viewer.send("/letters/1/edit", [*fields, ("seen", page.field("seen"))]).status == 403
    assert viewer.send("/letters/1/preview", fields).status == 403
    assert step(desk.client("reviewer"), 1, "reject", note="不发").status == 303
    assert 'href="/letters/1/edit"' not in desk.client("chen").get("/letters/1").text


def test_previews_are_few_and_the_oldest_go() -> None:
    previews = Previews()
    names = [previews.keep("chen/1", bytes([number])) for number in range(MOST_PREVIEWS + 1)]
    with pytest.raises(NoPage):
        previews.get("chen/1", names[0])
    assert previews.get("chen/1", names[-1]) == bytes([MOST_PREVIEWS])
    with pytest.raises(NoPage):
        previews.get("li/1", names[-1])


def test_a_drawn_page_is_a_page(desk: LettersDesk, tmp_path: Path) -> None:
    (tmp_path / "page.webp").write_bytes(desk.client("viewer").get("/letters/1/pages/1/1.webp").body)
    with Image.open(tmp_path / "page.webp") as page:
        assert page.width == 900
        assert 1.4 < page.height / page.width < 1.43, "A4"


def test_fields_show_all_of_their_text_and_the_title_says_what_its_bars_are(desk: LettersDesk) -> None:
    long = "某" * 900
    (field,) = read_fields(f"+ {long}\n")
    assert field.rows * 30 >= len(long)
    assert "竖线“|”是标题可以换行之处" in desk.client("chen").get("/letters/1/edit").text
