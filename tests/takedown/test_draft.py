"""From confirmed cases to folders and rows: whole, once, and without anybody who reported."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import select

from takedown.draft import confirmed_cases, draft
from tests.takedown.letters_world import World, finding, phone
from zhenwei.errors import EvidenceError, NoSuch, NotAllowed, StoreError
from zhenwei.evidence.journal import Journals
from zhenwei.evidence.pruning import prune_capture
from zhenwei.store.cases import decide
from zhenwei.store.models import NoticeEventRow, NoticeRow
from zhenwei.types import Notice, Verdict, Word


def make(world: World, *cases: int, by: str = "chen", to: str = "") -> list[Notice]:
    return draft(world.store, world.settings, world.watchlist, cases, by, to)


def folder(world: World, notice: Notice) -> Path:
    return world.settings.letters_dir / notice.folder


def test_a_counterfeit_gives_its_letters_and_the_case_is_drafted(world: World) -> None:
    case = world.case("a.example", html="<p>京ICP备05010518号")
    notices = make(world, case)
    assert [n.recipient for n in notices] == ["cyberspace", "police", "organ", "telecom", "cyberspace"]
    assert world.state(case) == "drafted"
    for notice in notices:
        path = folder(world, notice)
        assert path.name == f"{notice.id}-{notice.recipient}"
        manifest = json.loads((path / "manifest.json").read_text())
        assert manifest["cases"] == [case]
        assert set(manifest["files"]) == {p.name for p in path.iterdir()} - {"manifest.json"}
        for name, entry in manifest["files"].items():
            data = (path / name).read_bytes()
            assert (len(data), hashlib.sha256(data).hexdigest()) == (entry["bytes"], entry["sha256"])
        with world.store.transaction() as session:
            row = session.get_one(NoticeRow, notice.id)
            assert row.manifest_sha256 == hashlib.sha256((path / "manifest.json").read_bytes()).hexdigest()
            assert [(e.event, e.by) for e in row.events] == [("drafted", "chen")]
    assert [p.name for p in world.settings.letters_dir.iterdir() if p.name.startswith(".")] == []


def test_the_evidence_digests_can_be_checked_without_us(world: World) -> None:
    (notice,) = make(world, world.case("a.example"), to="cyberspace")
    digests = folder(world, notice) / "evidence.sha256"
    result = subprocess.run(
        ["sha256sum", "--check", "--quiet", str(digests)],
        cwd=world.settings.evidence_dir,
        capture_output=True,
        text=True,
    )
    assert (result.returncode, result.stdout) == (0, "")


def test_several_sites_of_one_target_or_operator_share_a_letter(world: World) -> None:
    one, two = world.case("a.example"), world.case("b.example")
    other = world.case("c.example", target="yjt-hunan")
    notices = make(world, one, two, other, to="cyberspace")
    assert [n.cases for n in notices] == [(one, two), (other,)]
    by_operator = [
        world.case("d.example", Verdict.SALE, operator="op-1", sale=80),
        world.case("e.example", Verdict.SALE, operator="op-1", sale=80),
    ]
    assert [n.cases for n in make(world, *by_operator, to="market")] == [tuple(by_operator)]
    hijacked = [world.case("s1.example", Verdict.HIJACKED), world.case("s2.example", Verdict.HIJACKED)]
    assert [len(n.cases) for n in make(world, *hijacked)] == [1, 1]


def test_a_second_draft_returns_the_first(world: World) -> None:
    case, later = world.case("a.example"), world.case("b.example")
    first = make(world, case)
    assert [n.id for n in make(world, case)] == [n.id for n in first]
    both = make(world, case, later, to="police")
    assert [n.cases for n in both] == [(case,), (later,)]
    assert len(list(world.settings.letters_dir.iterdir())) == len(first) + 1


def test_another_recipient_can_follow_later(world: World) -> None:
    case = world.case("a.example")
    make(world, case, to="cyberspace")
    assert [n.recipient for n in make(world, case, to="police")] == ["police"]


@pytest.mark.parametrize("state", ["new", "dismissed", "hold"])
def test_only_confirmed_cases(world: World, state: str) -> None:
    case = world.case("a.example", confirmed=False)
    if state != "new":
        with world.store.transaction() as session:
            decide(session, [case], Word(state), "chen", "why")
    with pytest.raises(NotAllowed, match="confirmed"):
        make(world, case)
    assert not world.settings.letters_dir.exists()


def test_who_may_draft(world: World) -> None:
    case = world.case("a.example")
    with pytest.raises(NotAllowed, match="vera"):
        make(world, case, by="vera")
    with pytest.raises(NoSuch):
        make(world, case, by="nobody")
    with pytest.raises(NoSuch):
        make(world, 99)
    make(world, case, by="")
    with world.store.transaction() as session:
        assert {row.drafted_by for row in session.scalars(select(NoticeRow))} == {"chen"}


def test_what_a_person_was_shown_as_benign_calls_for_no_letter(world: World) -> None:
    case = world.case("a.example", Verdict.BENIGN)
    with pytest.raises(NotAllowed, match="请重新研判"):
        make(world, case)


def test_an_unclear_case_leans_to_its_higher_score(world: World) -> None:
    assert make(world, world.case("a.example", Verdict.UNCLEAR, sale=40))[0].recipient == "market"


def test_the_reporter_appears_nowhere(world: World) -> None:
    case = world.case("a.example", findings=(finding(),), contacts=(phone(),))
    for notice in make(world, case):
        import docx

        from tests.takedown.test_documents import text_of

        path = folder(world, notice)
        everything = "".join(text_of(docx.Document(str(p))) for p in path.glob("*.docx"))
        everything += "".join((path / n).read_text() for n in ("manifest.json", "drafter-notes.md", "evidence.sha256"))
        assert "王某" not in everything
        assert "9999" not in everything.replace("99999", "")


@pytest.mark.parametrize("harm", ["changed", "missing", "folder", "log"])
def test_no_letter_rests_on_evidence_that_is_not_whole(world: World, harm: str) -> None:
    case = world.case("a.example")
    page = sorted(world.settings.evidence_dir.rglob("page.html"))[0]
    if harm == "changed":
        page.write_text("tampered")
    elif harm == "missing":
        page.unlink()
    elif harm == "folder":
        shutil.rmtree(page.parent)
    else:
        (page.parent / "custody.jsonl").write_text("{}")
    with pytest.raises(EvidenceError, match=rf"案件 {case}（a\.example）取证不完整") as caught:
        make(world, case)
    assert "重新取证" in str(caught.value)
    assert not list(world.settings.letters_dir.glob("*-*"))
    assert world.state(case) == "confirmed"


def test_what_the_organ_has_disowned_is_told_as_it_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    case = world.case("a.example")
    monkeypatch.setattr("takedown.gather.disowned", lambda _session, cases: frozenset(cases))
    (notice,) = make(world, case, to="police")
    text = (folder(world, notice) / "notice.txt").read_text()
    assert "经应急管理部核实，该网站非其开办。" in text
    assert "涉嫌仿冒应急管理部网站" not in text.replace("|", "")


def test_captures_that_retention_took_away_are_not_cited(world: World) -> None:
    case = world.case("a.example")
    root = world.settings.evidence_dir
    folders = sorted(page.parent.relative_to(root).as_posix() for page in root.rglob("page.html"))
    for number, name in enumerate(folders):
        prune_capture(root, name, "超过保存期限", "retention", Journals(root))
        if number == 0:
            (notice,) = make(world, case, to="police")
            cited = json.loads((folder(world, notice) / "manifest.json").read_text())["captures"]
            assert list(cited) == folders[1:]
    with pytest.raises(EvidenceError, match="没有可引用的取证"):
        make(world, case, to="cyberspace")


def test_unverified_articles_are_told_to_the_drafter_only(world: World) -> None:
    import docx

    from tests.takedown.test_documents import text_of

    (notice,) = make(world, world.case("a.example", Verdict.SALE, sale=80), to="market")
    path = folder(world, notice)
    manifest = json.loads((path / "manifest.json").read_text())
    unverified = [row for row in manifest["left_out"]["laws"] if "待核实" in row["reason"]]
    assert {row["article"] for row in unverified} == {"第三十六条"}
    assert "特种作业人员安全技术培训考核管理规定" not in text_of(docx.Document(str(path / "notice.docx")))
    assert "待核实" in (path / "drafter-notes.md").read_text()
    assert manifest["laws"]


def test_a_folder_left_by_a_killed_run_is_replaced(world: World) -> None:
    left = world.settings.letters_dir / "1-cyberspace"
    left.mkdir(parents=True)
    (left / "half").write_text("x")
    (notice,) = make(world, world.case("a.example"), to="cyberspace")
    assert notice.folder == "1-cyberspace"
    assert not (left / "half").exists()


def test_a_disk_that_refuses_leaves_no_row_and_no_folder(world: World) -> None:
    world.settings.letters_dir.write_text("a file where the folder should be")
    case = world.case("a.example")
    with pytest.raises(StoreError, match="无法将函件写入"):
        make(world, case)
    with world.store.transaction() as session:
        assert session.scalars(select(NoticeRow)).all() == []
        assert session.scalars(select(NoticeEventRow)).all() == []
        assert confirmed_cases(session) == [case]
