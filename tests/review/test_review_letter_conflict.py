"""Two people edit one letter: the later one sees both texts by paragraph, chooses, and neither change is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from takedown.folders import read_text
from tests.review.letters_desk import LettersDesk, copied, fields_of, save, step
from tests.review.review_desk import Answer, Client


@pytest.fixture
def desk(drafted: Path, tmp_path: Path) -> Iterator[LettersDesk]:
    """Case 1 with letter 1 to the police, drafted by chen."""
    with LettersDesk(copied(drafted, tmp_path)) as served:
        yield served


def newest(desk: LettersDesk) -> str:
    return read_text(desk.settings.letters_dir / desk.row(1).folder)


def last(page: Answer, back: int = 1) -> str:
    """Return the text of a late paragraph: it stands in the letter once."""
    return fields_of(page)[-back][1]


def asked(answer: Answer) -> list[str]:
    """Return the names of the choices that a comparison asks for."""
    return list(dict.fromkeys(re.findall(r'name="(take-\d+)"', answer.text)))


def settle(client: Client, answer: Answer, **more: str) -> Answer:
    """Send a comparison's form as the page has it, with choices."""
    form = answer.text[answer.text.index('class="panel compare"') :]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    fields = [(name, unescape(value)) for name, value in hidden]
    return client.send("/letters/1/edit", [*fields, ("why", why_of(answer)), *more.items()])


def why_of(answer: Answer) -> str:
    return unescape(re.findall(r'name="why"[^>]* value="([^"]*)"', answer.text)[0])


def both_changed(desk: LettersDesk, hers: str = "先改的", mine: str = "后改的") -> tuple[Client, Answer]:
    """Let chen save first, then analyst on the same version; return what analyst is shown."""
    chen, analyst = desk.client("chen"), desk.client("analyst")
    stale = analyst.get("/letters/1/edit")
    words = last(stale)
    assert save(chen, 1, words, words + hers).status == 303
    return analyst, save(analyst, 1, words, words + mine, stale)


def test_both_texts_stand_side_by_side_and_nothing_is_chosen(desk: LettersDesk) -> None:
    _, answer = both_changed(desk)
    assert answer.status == 409
    told = answer.text.split('role="alert"')[1].split("</div>")[0]
    assert "chen" in told
    assert "修改" in told
    buttons = re.findall(r'<input type="radio"[^>]*>', answer.text)
    assert len(buttons) == 2
    assert all(" required" in button and " checked" not in button for button in buttons)
    assert "<mark>先</mark>改的" in answer.text
    assert "<mark>后</mark>改的" in answer.text
    assert why_of(answer) == "更正"
    assert len(desk.events(1)) == 2


@pytest.mark.parametrize(("choice", "kept", "gone"), [("theirs", "先改的", "后改的"), ("mine", "后改的", "先改的")])
def test_what_is_chosen_is_on_top_of_the_newest_version(desk: LettersDesk, choice: str, kept: str, gone: str) -> None:
    chen, analyst = desk.client("chen"), desk.client("analyst")
    stale = analyst.get("/letters/1/edit")
    words, other = last(stale), last(stale, 3)
    assert save(chen, 1, words, words + "先改的").status == 303
    fields = fields_of(stale)
    form = [("mark", mark) for mark, _ in fields]
    form += [("text", {words: words + "后改的", other: other + "另改的"}.get(text, text)) for _, text in fields]
    form += [(name, stale.field(name)) for name in ("token", "seen", "version")]
    answer = analyst.send("/letters/1/edit", form)
    assert "我的改动，已保留" in answer.text
    (name,) = asked(answer)
    wanting = settle(analyst, answer)
    assert wanting.status == 400
    assert "请逐处选择后再保存" in wanting.text
    assert asked(wanting) == [name]
    assert len(desk.events(1)) == 2
    assert settle(analyst, wanting, **{name: choice}).status == 303
    assert words + kept in newest(desk)
    assert other + "另改的" in newest(desk)
    assert gone not in newest(desk)
    assert "第 3 版" in analyst.get("/letters/1").text


def test_changes_of_different_paragraphs_both_stay(desk: LettersDesk) -> None:
    chen, analyst = desk.client("chen"), desk.client("analyst")
    stale = analyst.get("/letters/1/edit")
    words, next_to = last(stale), last(stale, 2)
    assert save(chen, 1, words, words + "先改的").status == 303
    answer = save(analyst, 1, next_to, next_to + "后改的", stale)
    assert asked(answer) == []
    assert "对方的改动，已采用" in answer.text
    assert settle(analyst, answer).status == 303
    assert words + "先改的" in newest(desk)
    assert next_to + "后改的" in newest(desk)


def test_a_still_newer_version_is_compared_again(desk: LettersDesk) -> None:
    analyst, answer = both_changed(desk)
    assert save(desk.client("chen"), 1, "先改的", "又改的").status == 303
    (name,) = asked(answer)
    again = settle(analyst, answer, **{name: "mine"})
    assert again.status == 409
    assert "您打开的是第 2 版，现已有第 3 版" in again.text
    assert re.search("又.{0,20}改的", again.text)
    assert "后改的" in re.sub("</?mark>", "", again.text)
    (name,) = asked(again)
    assert settle(analyst, again, **{name: "mine"}).status == 303
    assert "后改的" in newest(desk)


def test_another_fault_brings_the_settled_text_back_to_be_mended(desk: LettersDesk) -> None:
    analyst, answer = both_changed(desk, mine="（电话 19000004321）")
    (name,) = asked(answer)
    refused = settle(analyst, answer, **{name: "mine"})
    assert refused.status == 400
    assert "未遮挡的电话号码" in refused.text
    assert last(refused).endswith("（电话 19000004321）")
    assert refused.field("version") == "2"
    assert save(analyst, 1, "（电话 19000004321）", "后改的", refused).status == 303
    assert "后改的" in newest(desk)


def test_a_letter_that_moved_without_a_new_text_keeps_what_was_typed(desk: LettersDesk) -> None:
    analyst = desk.client("analyst")
    stale = analyst.get("/letters/1/edit")
    words = last(stale)
    assert step(desk.client("reviewer"), 1, "reject", note="不发").status == 303
    answer = save(analyst, 1, words, words + "后改的", stale)
    assert answer.status == 409
    assert last(answer) == words + "后改的"


def test_what_they_wrote_is_text(desk: LettersDesk) -> None:
    _, answer = both_changed(desk, "<script>1</script>", '"><b>后</b>')
    plain = re.sub("</?mark>", "", answer.text)
    assert "<script>1" not in plain
    assert "<b>后" not in plain
    assert "&lt;script&gt;1" in plain


def test_a_version_that_never_was_is_refused(desk: LettersDesk) -> None:
    analyst, answer = both_changed(desk)
    (name,) = asked(answer)
    assert settle(analyst, answer, **{name: "mine"}).status == 303
    forged = Answer(
        answer.status, answer.headers, answer.body.replace(b'name="against" value="2"', b'name="against" value="9"')
    )
    assert settle(analyst, forged, **{name: "mine"}).status == 400
