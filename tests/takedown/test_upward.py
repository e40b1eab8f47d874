"""Upward letters name who signs them off; a letter is called by the word of its title."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from takedown import life
from takedown.documents import document_said
from takedown.folders import KEPT, MANIFEST, check_folder, write_folder
from takedown.upward import names_signer
from tests.takedown.life_desk import DRAFTED, add_case, add_letter, desk_on, files
from zhenwei.errors import BadInput
from zhenwei.store.database import Store
from zhenwei.store.letters import versions_of
from zhenwei.store.models import NoticeRow


@pytest.mark.parametrize(
    ("letter", "wanted"),
    [
        ({"style": "ordinary", "signer": ""}, True),
        ({"style": "ordinary"}, True),
        ({"style": "ordinary", "signer": "王某"}, False),
        ({"style": "letter", "signer": ""}, False),
        ({}, False),
    ],
)
def test_whose_signature_is_wanting(tmp_path: Path, letter: dict[str, str], wanted: bool) -> None:
    (tmp_path / KEPT).write_text(json.dumps({"letter": letter}), "utf-8")
    assert names_signer(tmp_path) is wanted


def test_an_upward_letter_is_not_approved_without_its_signer(lite: Store, tmp_path: Path) -> None:
    desk = desk_on(lite, tmp_path / "letters")
    notice = add_letter(desk, [add_case(lite, "a.example")], "cyberspace")
    with lite.transaction() as session:
        row = session.get_one(NoticeRow, notice)
        content = files(DRAFTED, {"letter": {"style": "ordinary", "signer": ""}})
        digest = write_folder(desk.letters, row.folder, content)
        row.manifest_sha256 = versions_of(session, row)[-1].manifest_sha256 = digest
        check_folder(desk.letters / row.folder, digest)
    assert MANIFEST in content
    for signer in ("", "  "):
        with pytest.raises(BadInput, match="签发人"):
            life.approve(desk, notice, "wang", signer=signer)
    assert life.approve(desk, notice, "wang", signer="王某").number == "东网函〔2026〕1号"


@pytest.mark.parametrize(
    ("kind", "title", "said"),
    [
        ("disposal", "某办关于提请依法处置某网站线索的请示", "请示·提请处置"),
        ("police-clue", "某办关于某线索的报告", "报告·线索移送（公安）"),
        ("disposal", "某办关于提请依法处置某网站线索的函", "提请处置函"),
        ("confirmation", "关于请示事项核实的函", "核实函"),
    ],
)
def test_a_letter_is_called_by_its_title(kind: str, title: str, said: str) -> None:
    assert document_said(kind, title) == said
