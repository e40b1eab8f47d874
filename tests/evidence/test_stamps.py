"""Trusted times: one question serves many captures, an authority that is away is asked again, others can check it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.evidence.authority import Authority, authority, make_certificates, openssl
from zhenwei.errors import SettingsError
from zhenwei.evidence import Exchange, Work, verify, write_capture, write_captures
from zhenwei.evidence.digests import sha256
from zhenwei.evidence.journal import read_journal
from zhenwei.evidence.stamping import stamp_captures, waiting_for_stamp
from zhenwei.evidence.stamps import StampCheck
from zhenwei.types import Page

FOLDERS = [f"000001/copy.example/{n}-phone" for n in range(1, 5)]


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Authority]:
    with authority(tmp_path_factory.mktemp("tsa")) as running:
        yield running


@pytest.fixture
def root(tmp_path: Path, page: Page, exchange: Exchange, tsa: Authority) -> Path:
    tsa.mood, tsa.asked = "well", 0
    write_captures(tmp_path / "e", [Work(f, replace(page, html=f), [exchange]) for f in FOLDERS])
    return tmp_path / "e"


def test_one_question_serves_all_and_each_folder_shows_it(root: Path, tsa: Authority) -> None:
    done = stamp_captures(root, tsa.url, tsa.ca, waits=())
    assert (done.stamped, done.waiting, done.fault, tsa.asked) == (4, 0, "", 1)
    assert verify(root, StampCheck(tsa.ca)) == []
    assert verify(root / FOLDERS[0], StampCheck(tsa.ca)) == []
    entry = next(line for line in read_journal(root, "000001") if line["event"] == "stamped")
    detail = entry["detail"]
    assert isinstance(detail, dict)
    assert abs(detail["clock_offset_seconds"]) <= detail["within_seconds"] + 1
    again = stamp_captures(root, tsa.url, tsa.ca, waits=())
    assert (again.stamped, tsa.asked) == (0, 1)


def test_others_can_check_with_openssl_and_grep(root: Path, tsa: Authority) -> None:
    stamp_captures(root, tsa.url, tsa.ca, waits=())
    folder = root / FOLDERS[2]
    said = openssl(folder, "ts", "-verify", "-data", "stamp.sha256", "-in", "stamp.tsr", "-CAfile", str(tsa.ca))
    assert "Verification: OK" in said
    digest = sha256((folder / "manifest.json").read_bytes())
    subprocess.run(["grep", "-qx", digest, "stamp.sha256"], cwd=folder, check=True)
    assert "copy.example" not in (folder / "stamp.sha256").read_text()  # tells nothing of other sites


@pytest.mark.parametrize("mood", ["away", "wrong", "refusing"])
def test_what_could_not_be_stamped_waits_for_the_next_run(root: Path, tsa: Authority, mood: str) -> None:
    tsa.mood = mood
    done = stamp_captures(root, tsa.url, tsa.ca, waits=(0.0, 0.0))
    assert (done.stamped, done.waiting, tsa.asked) == (0, 4, 3)
    assert done.fault
    assert "\n" not in done.fault
    assert waiting_for_stamp(root) == 4
    assert verify(root, StampCheck(tsa.ca)) == []
    tsa.mood = "well"
    assert stamp_captures(root, tsa.url, tsa.ca, waits=()).stamped == 4
    assert waiting_for_stamp(root) == 0


def test_an_address_without_anybody_is_a_fault_in_one_line(root: Path) -> None:
    done = stamp_captures(root, "http://127.0.0.1:1/", waits=())
    assert done.waiting == 4
    assert "没有应答" in done.fault
    assert "http" in stamp_captures(root, "file:///etc/passwd", waits=()).fault


def test_a_later_capture_is_stamped_later(root: Path, page: Page, exchange: Exchange, tsa: Authority) -> None:
    stamp_captures(root, tsa.url, tsa.ca, waits=())
    write_capture(root, FOLDERS[0], replace(page, html="again"), [exchange])  # a repeated visit replaces its folder
    write_capture(root, "000002/b.example/9-phone", page, [exchange])
    assert waiting_for_stamp(root) == 2
    assert stamp_captures(root, tsa.url, tsa.ca, waits=()).stamped == 2
    assert verify(root, StampCheck(tsa.ca)) == []


def test_an_authority_that_nobody_trusts(root: Path, tsa: Authority, tmp_path: Path) -> None:
    make_certificates(tmp_path / "other")
    other = tmp_path / "other" / "ca.pem"
    assert stamp_captures(root, tsa.url, other, waits=()).waiting == 4
    stamp_captures(root, tsa.url, None, waits=())
    assert verify(root) == []  # without certificates only the digest is checked
    problems = verify(root / FOLDERS[0], StampCheck(other))
    assert [(p.path.name, "不被信任" in p.what) for p in problems] == [("stamp.tsr", True)]


def test_every_damage_to_a_stamp_is_named(root: Path, tsa: Authority) -> None:
    stamp_captures(root, tsa.url, tsa.ca, waits=())
    one, two, three, _ = (root / folder for folder in FOLDERS)
    (one / "stamp.tsr").unlink()
    listed = (two / "stamp.sha256").read_text()
    (two / "stamp.sha256").unlink()
    (two / "stamp.sha256").write_text(listed.replace("a", "b"))
    (three / "stamp.tsr").unlink()
    (three / "stamp.tsr").write_bytes(b"rubbish")
    found = {(p.path.parent.name, p.path.name) for p in verify(root, StampCheck(tsa.ca))}
    assert found >= {("1-phone", "stamp.sha256"), ("2-phone", "stamp.tsr"), ("3-phone", "stamp.tsr")}
    assert not any(name == "4-phone" for name, _ in found)


def test_certificates_that_are_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("none")
    for path in (tmp_path / "ca.pem", tmp_path / "away.pem"):
        with pytest.raises(SettingsError, match="tsa_ca"):
            StampCheck(path)
