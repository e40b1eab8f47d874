"""``zhenwei notice fields``: by notice and by case, as JSON, as text, as files; and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xarf
from typer.testing import CliRunner, Result

from takedown.draft import draft
from tests.takedown.letters_world import PHONE, World, phone
from zhenwei.cli.root import build
from zhenwei.errors import BadInput, NoSuch, NotAllowed
from zhenwei.types import Verdict

REGISTRAR = {
    "objectClassName": "domain",
    "registrar": "Example Registrar",
    "entities": [
        {
            "roles": ["registrar"],
            "vcardArray": ["vcard", [["fn", {}, "text", "Example Registrar"]]],
            "entities": [{"roles": ["abuse"], "vcardArray": ["vcard", [["email", {}, "text", "abuse@reg.example"]]]}],
        }
    ],
}


@pytest.fixture
def office(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    own = tmp_path / "own"
    own.mkdir()
    text = 'office = "Dongjiang Office"\nmail = "abuse@office.example"\ndomain = "office.example"\n'
    (own / "abroad.toml").write_text(text + '[organs]\nmem = "Ministry of X"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ZHENWEI_DATA_DIR", str(world.settings.data_dir))
    monkeypatch.setenv("ZHENWEI_WATCHLIST_DIR", str(own))
    return world


def run(*arguments: str) -> Result:
    return CliRunner().invoke(build(), ["notice", "fields", *arguments])


def rows(*arguments: str) -> list[dict[str, Any]]:
    result = run(*arguments)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_fields_of_a_case(office: World) -> None:
    case = office.case("copy.example.com", contacts=(phone(),))
    (row,) = rows("--case", str(case), "--for", "12377")
    assert (row["case"], row["channel"], row["verified"]) == (case, "12377", False)
    assert any("未经与实际表单核对" in note for note in row["notes"])
    fields = {one["name"]: one["value"] for one in row["fields"]}
    assert fields["网址"] == "http://copy.example.com/"
    assert "涉嫌仿冒机关网站" in fields["标题"]
    assert fields["举报人信息"] == ""
    assert PHONE not in json.dumps(row, ensure_ascii=False)


def test_fields_of_each_case_of_a_notice(office: World) -> None:
    cases = [office.case(f"s{n}.example.com", Verdict.SALE, sale=90, operator="op1") for n in range(2)]
    notices = draft(office.store, office.settings, office.watchlist, cases, "chen", "market")
    assert [row["case"] for row in rows(str(notices[0].id), "--for", "12315")] == sorted(notices[0].cases)


def test_what_goes_abroad(office: World, tmp_path: Path) -> None:
    case = office.case("copy.example.com", registration=REGISTRAR)
    (row,) = rows("--case", str(case), "--for", "abuse", "--out", "out")
    assert [one["mails"] for one in row["contacts"]] == [["abuse@reg.example"]]
    assert [line[:3] for line in row["missing"]] == ["服务器"]
    to = {one["of"]: one["to"] for one in row["messages"]}
    assert to == {"registrar": ["abuse@reg.example"], "network": []}
    for one in row["xarf"]:
        assert xarf.parse(one["report"]).errors == []
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"case-{case}-{of}.{end}" for of in ("network", "registrar") for end in ("txt", "xarf.json")]
    mail = (tmp_path / "out" / f"case-{case}-registrar.txt").read_text("utf-8")
    assert mail.startswith("To: abuse@reg.example\nSubject: Abuse report: copy.example.com")
    assert "Ministry of X" in mail


def test_without_a_name_in_english_there_is_a_gap_and_no_report(office: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ZHENWEI_WATCHLIST_DIR")
    case = office.case("copy.example.com")
    (row,) = rows("--case", str(case), "--for", "abuse")
    assert row["xarf"] == []
    assert "abroad.toml 的 office" in row["missing"]
    shown = run("--case", str(case), "--for", "abuse", "--text").stdout
    assert "【缺】abroad.toml 的 mail" in shown
    assert "[TO BE FILLED IN]" in shown


def test_what_is_refused(office: World) -> None:
    confirmed = str(office.case("copy.example.com"))
    waiting = str(office.case("new.example.com", confirmed=False))
    assert run("--for", "12377").exit_code == 2
    assert run("1", "--case", confirmed, "--for", "12377").exit_code == 2
    for arguments, kind in (
        (("--case", confirmed, "--for", "12306"), BadInput),
        (("--case", "99", "--for", "12377"), NoSuch),
        (("99", "--for", "12377"), NoSuch),
        (("--case", waiting, "--for", "12377"), NotAllowed),
        (("--case", confirmed, "--for", "abuse", "--xarf", "spam"), BadInput),
    ):
        error = run(*arguments).exception
        assert isinstance(error, kind)
        assert "\n" not in str(error)
