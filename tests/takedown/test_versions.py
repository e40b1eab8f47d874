"""Versions: nothing is changed in place, what changed is told, and a file that was changed on disk stops the letter."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from takedown import exchange, life
from takedown.folders import KEPT, MANIFEST, TEXT, check_folder
from takedown.letterdesk import LetterDesk
from takedown.versions import check_current
from tests.takedown.life_desk import DRAFTED, add_case, add_letter, desk_on, events, printed
from zhenwei.errors import BadInput, EvidenceError, NotAllowed
from zhenwei.store.database import Store
from zhenwei.store.letters import versions_of
from zhenwei.store.letters_tables import NoticeVersionRow
from zhenwei.store.models import NoticeRow
from zhenwei.types import Notice

BETTER = DRAFTED.replace("a点example", "www点a点example")
STEPS: dict[str, tuple[tuple[Callable[[LetterDesk], Notice], ...], Callable[[LetterDesk], Notice]]] = {
    "approve": ((), lambda desk: life.approve(desk, 1, "wang")),
    "number": ((lambda desk: life.approve(desk, 1, "wang", later=True),), lambda desk: life.give_number(desk, 1, "li")),
    "sent": ((lambda desk: life.approve(desk, 1, "wang"),), lambda desk: exchange.sent(desk, 1, "li")),
    "edit": ((), lambda desk: life.edit(desk, 1, "li", 1, BETTER)),
}


@pytest.fixture
def desk(lite: Store, tmp_path: Path) -> LetterDesk:
    made = desk_on(lite, tmp_path / "letters")
    add_letter(made, [add_case(lite, "a.example")])
    return made


def versions(desk: LetterDesk) -> list[NoticeVersionRow]:
    with desk.store.transaction() as session:
        return versions_of(session, session.get_one(NoticeRow, 1))


def newest(desk: LetterDesk) -> Path:
    return desk.letters / versions(desk)[-1].folder


def test_every_version_has_its_folder_and_its_row(desk: LetterDesk) -> None:
    before = {path.name: path.read_bytes() for path in (desk.letters / "1-police").iterdir()}
    life.edit(desk, 1, "li", 1, BETTER, "更正网址")
    life.approve(desk, 1, "wang", "同意")
    rows = versions(desk)
    assert [(row.version, row.made, row.folder, row.by, row.why) for row in rows] == [
        (1, "drafted", "1-police", "chen", ""),
        (2, "edited", "1-police-v2", "li", "更正网址"),
        (3, "approved", "1-police-v3", "wang", "同意"),
    ]
    assert "-+ 网址 a点example 涉嫌冒用名义。\n++ 网址 www点a点example 涉嫌冒用名义。" in rows[1].change
    assert rows[2].change.splitlines() == [
        "发文字号：（未编） → 东网函〔2026〕1号",
        "成文日期：（草稿） → 2026年11月20日",
    ]
    assert {path.name: path.read_bytes() for path in (desk.letters / "1-police").iterdir()} == before
    for row in rows:
        check_folder(desk.letters / row.folder, row.manifest_sha256)


def test_an_approved_letter_changes_only_by_a_version_that_is_approved_again(desk: LetterDesk) -> None:
    life.approve(desk, 1, "wang")
    assert life.edit(desk, 1, "li", 2, BETTER).state == "edited"
    assert printed(desk, 1)["draft"] is True
    assert printed(desk, 1)["given"] == "东网函〔2026〕1号"
    with pytest.raises(NotAllowed, match="须为已审核"):
        exchange.sent(desk, 1, "li")
    life.approve(desk, 1, "wang")
    assert (printed(desk, 1)["draft"], versions(desk)[-1].change) == (False, "成文日期：（草稿） → 2026年11月20日")


def test_an_edit_of_an_older_version_is_refused_with_what_came_between(desk: LetterDesk) -> None:
    life.edit(desk, 1, "li", 1, BETTER, "更正网址")
    life.approve(desk, 1, "wang")
    with pytest.raises(NotAllowed) as caught:
        life.edit(desk, 1, "chen", 1, DRAFTED + "+ 另加一段。\n")
    said = str(caught.value)
    assert "第 2 版由 li 于 2026-11-20 12:00 修改（更正网址）" in said
    assert "第 3 版由 wang 于 2026-11-20 12:00 审核" in said
    assert "\n" not in said
    assert len(versions(desk)) == 3
    assert not (desk.letters / "1-police-v4").exists()


@pytest.mark.parametrize("version", [0, 2, -1])
def test_an_edit_names_a_version_that_is(desk: LetterDesk, version: int) -> None:
    with pytest.raises(NotAllowed, match="最新的是第 1 版"):
        life.edit(desk, 1, "li", version, BETTER)


@pytest.mark.parametrize(
    ("text", "said"), [(DRAFTED, "没有改动"), (DRAFTED.strip(), "没有改动"), ("+ 无标题", "缺少标题")]
)
def test_texts_that_are_refused(desk: LetterDesk, text: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        life.edit(desk, 1, "li", 1, text)
    assert [path.name for path in desk.letters.iterdir() if path.is_dir()] == ["1-police"]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("name", ["notice.docx", TEXT, KEPT, MANIFEST])
def test_a_changed_file_is_named(desk: LetterDesk, step: str, name: str) -> None:
    before, then = STEPS[step]
    for one in before:
        one(desk)
    path, seen = newest(desk) / name, events(desk, 1)
    path.chmod(0o644)
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(EvidenceError, match=name):
        then(desk)
    assert events(desk, 1) == seen


def test_a_missing_file_is_named(desk: LetterDesk) -> None:
    (newest(desk) / "notice.docx").unlink()
    with pytest.raises(EvidenceError, match=r"notice\.docx 缺失"):
        life.approve(desk, 1, "wang")


def test_a_manifest_that_leads_out_of_the_folder_is_no_manifest(tmp_path: Path) -> None:
    import hashlib

    data = b'{"files": {"../secret": {"sha256": "0"}}}'
    (tmp_path / MANIFEST).write_bytes(data)
    with pytest.raises(EvidenceError, match="之外"):
        check_folder(tmp_path, hashlib.sha256(data).hexdigest())


def test_files_are_read_only(desk: LetterDesk) -> None:
    life.edit(desk, 1, "li", 1, BETTER)
    life.approve(desk, 1, "wang")
    files = [path for folder in desk.letters.glob("1-*") for path in folder.rglob("*")]
    assert len(files) == 12
    assert not [path for path in files if stat.S_IMODE(path.stat().st_mode) & 0o222]


def test_a_folder_that_a_killed_run_left_is_replaced(desk: LetterDesk) -> None:
    (desk.letters / "1-police-v2").mkdir()
    (desk.letters / "1-police-v2" / "half.docx").write_bytes(b"half")
    life.approve(desk, 1, "wang")
    assert not (desk.letters / "1-police-v2" / "half.docx").exists()


def test_a_letter_from_before_contents_were_kept(desk: LetterDesk) -> None:
    """It goes its way as it was drafted, and cannot be edited."""
    import hashlib
    import json

    folder = desk.letters / "1-police"
    manifest = folder / MANIFEST
    listed = json.loads(manifest.read_bytes())
    for name in (TEXT, KEPT):
        (folder / name).unlink()
        del listed["files"][name]
    manifest.chmod(0o644)
    manifest.write_text(json.dumps(listed), "utf-8")
    with desk.store.transaction() as session:
        row = session.get_one(NoticeRow, 1)
        version = versions_of(session, row)[0]
        row.manifest_sha256 = version.manifest_sha256 = hashlib.sha256(manifest.read_bytes()).hexdigest()
    with pytest.raises(BadInput, match="重新起草"):
        life.edit(desk, 1, "li", 1, BETTER)
    assert life.approve(desk, 1, "wang").number == "东网函〔2026〕1号"
    assert exchange.sent(desk, 1, "li").folder == "1-police"
    with desk.store.transaction() as session:
        check_current(desk, session, session.get_one(NoticeRow, 1))
