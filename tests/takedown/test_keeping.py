"""A letter is laid out again from its folder: another text, number or day, the same annexes, everything checked."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import docx
import pytest

from takedown.draft import draft, write_part
from takedown.keeping import keep, kept, rebuild
from takedown.kept_files import blocks_of, marked
from tests.takedown.letters_world import World, finding, phone, picture
from tests.takedown.test_documents import text_of
from zhenwei.errors import BadInput, EvidenceError


@pytest.fixture
def folder(world: World) -> Path:
    world.case("cx.mem.gov.cn", organ="mem", url="https://cx.mem.gov.cn/", screenshot=picture("navy"))
    case = world.case("a.example", screenshot=picture("red"), findings=(finding(),), contacts=(phone(),))
    (notice,) = draft(world.store, world.settings, world.watchlist, [case], "chen", "police")
    return world.settings.letters_dir / notice.folder


def words(document: bytes) -> str:
    return text_of(docx.Document(BytesIO(document)))


def test_what_is_kept_is_the_letter(folder: Path, tmp_path: Path) -> None:
    letter = kept(folder)
    assert any(getattr(part, "left", None) and part.left.jpeg for annex in letter.annexes for part in annex.parts)  # type: ignore[union-attr]
    other = tmp_path / "other"
    other.mkdir()
    for name, data in keep(letter).items():
        (other / name).write_bytes(data)
    assert kept(other) == letter
    assert blocks_of(marked(letter.blocks)) == letter.blocks
    assert (folder / "notice.txt").read_text("utf-8") == marked(letter.blocks)


def test_laid_out_again_with_nothing_changed_it_is_the_same(folder: Path) -> None:
    built = rebuild(folder)
    there = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(built.files) == set(there)
    assert [name for name in there if built.files[name] != there[name]] == []


def test_an_edited_text_with_somebodys_number_is_refused(folder: Path) -> None:
    text = (folder / "notice.txt").read_text("utf-8")
    with pytest.raises(BadInput, match=r"正文第\d+段含有未遮挡的电话号码（①⑨⓪\*+21）"):
        rebuild(folder, text=f"{text.rstrip()}\n+ 可与①⑨⓪00004321联系。\n", pdf=False)


def test_an_edited_text_a_number_and_a_day(folder: Path, tmp_path: Path) -> None:
    text = (folder / "notice.txt").read_text("utf-8")
    changed = text.replace("+ 近期，我办", "+ 经查，我办", 1)
    edited = rebuild(folder, text=changed, by="li")
    assert "经查，我办" in words(edited.files["notice.docx"])
    second = write_part(tmp_path / "letters", edited.files)
    final = rebuild(second, given="东网函〔2026〕7号", day=date(2026, 12, 1), draft=False, signer="某某")
    document = words(final.files["notice.docx"])
    assert "东网函〔2026〕7号" in document
    assert "2026年12月1日" in document
    manifest = json.loads(final.files["manifest.json"])
    assert (manifest["state"], manifest["number"], manifest["dated"]) == ("final", "东网函〔2026〕7号", "2026-12-01")
    assert (manifest["laid_out_by"], manifest["drafted_by"]) == ("li", "chen")
    old = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert manifest["captures"] == old["captures"]
    same = ("annex-register.xlsx", "annex-official-use.docx", "evidence.sha256", "drafter-notes.md")
    assert all(final.files[name] == (folder / name).read_bytes() for name in same)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# 题\n@ 某局：\n正文没有标记\n", "第 3 行没有行首标记"),
        ("# 题\n+ 正文\n", "缺少主送机关"),
        ("@ 某局：\n+ 正文\n", "缺少标题"),
        ("# 题\n@ 某局：\n+\n", "缺少正文"),
        ("", "缺少标题"),
    ],
)
def test_a_text_that_is_no_letter_is_refused(folder: Path, text: str, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        rebuild(folder, text=text)


@pytest.mark.parametrize("name", ["annex-register.xlsx", "evidence.sha256", "annex-official-use.docx", "content.json"])
def test_a_file_that_was_changed_or_lost_is_named(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"{}")
    with pytest.raises(EvidenceError, match=name):
        rebuild(folder)
    (folder / name).unlink()
    with pytest.raises(EvidenceError, match=name):
        rebuild(folder)


def test_a_picture_that_was_changed_is_named(folder: Path) -> None:
    one = next(folder.glob("picture-*.jpg"))
    one.write_bytes(one.read_bytes() + b"x")
    with pytest.raises(EvidenceError, match=one.name):
        kept(folder)


@pytest.mark.parametrize("name", ["../x", "/etc/hosts"])
def test_a_manifest_that_leads_out_is_refused(folder: Path, name: str) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["files"][name] = manifest["files"]["evidence.sha256"]
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    with pytest.raises(EvidenceError, match="以外"):
        rebuild(folder)


def test_a_letter_without_pictures_keeps_none(folder: Path) -> None:
    letter = replace(kept(folder), annexes=())
    assert set(keep(letter)) == {"notice.txt", "content.json"}
