"""The same input gives the same bytes, whatever hash seed, folder, time zone and clock; and the package verifies."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.takedown.letters_world import World, finding, phone, picture
from zhenwei.evidence import verify
from zhenwei.evidence.packages import verify_package
from zhenwei.types import Verdict

DRAFT = """
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from takedown.draft import confirmed_cases, draft
from tests.takedown.letters_world import offices
from zhenwei.config import Settings
from zhenwei.store.database import open_store
from zhenwei.watchlist import load_watchlist
settings = Settings(data_dir=Path(sys.argv[1]))
store = open_store(settings.database)
with store.reading() as session:
    cases = confirmed_cases(session)
built_in = load_watchlist()
names = {"name": "东江市网络安全协调办公室", "code": "东网函", "region": "330100", "placeholder": False}
watchlist = replace(built_in, offices=offices(), sender=built_in.sender.model_copy(update=names))
draft(store, settings, watchlist, cases, "chen", day=date(2026, 11, 22))
"""


def drafted(data: Path, **environ: str) -> dict[str, bytes]:
    """Draft in a process of its own and return every file of every letter."""
    code = [sys.executable, "-c", DRAFT, str(data)]
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        code, env=os.environ | {"PYTHONPATH": root} | environ, cwd=data, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    letters = data / "letters"
    return {path.relative_to(letters).as_posix(): path.read_bytes() for path in letters.rglob("*") if path.is_file()}


def test_the_same_input_gives_the_same_bytes(world: World, tmp_path: Path) -> None:
    world.case("cx.mem.gov.cn", organ="mem", url="https://cx.mem.gov.cn/", screenshot=picture("navy"))
    contacts = (phone(),)
    for host in ("a.example", "b.example"):
        world.case(host, screenshot=picture("red"), findings=(finding(),), contacts=contacts, operator="op-1")
    world.case("school.example", Verdict.HIJACKED, screenshot=picture("green"), contacts=contacts)
    world.store.close()
    here, there = world.settings.data_dir, tmp_path / "另一个 文件夹" / "var"
    shutil.copytree(here, there)
    one = drafted(here, PYTHONHASHSEED="1", TZ="Asia/Shanghai", LC_ALL="C")
    two = drafted(there, PYTHONHASHSEED="4711", TZ="America/New_York", LC_ALL="C.UTF-8")
    assert list(one) != []
    assert [name for name in one.keys() | two.keys() if one.get(name) != two.get(name)] == []
    assert any(name.endswith("notice.pdf") for name in one), "the PDF is part of it"
    letters = here / "letters"
    assert {path.name.partition("-")[2] for path in letters.iterdir()} >= {"cyberspace", "police", "organ", "owner"}
    for folder in letters.iterdir():
        assert verify_package(folder)[1] == []
        with zipfile.ZipFile(folder / "package.zip") as archive:
            assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
            names = archive.namelist()
            manifest = json.loads(archive.read("manifest.json"))
        assert sorted(names) == sorted([*manifest["files"], "manifest.json"])
        inside = [name for name in names if not name.startswith("evidence/")]
        assert all(name in ("manifest.json", "校验说明.txt") or one[f"{folder.name}/{name}"] for name in inside)
        assert not {"notice.txt", "content.json", "drafter-notes.md"} & set(names)
        authority = folder.name.partition("-")[2] not in ("owner", "organ")
        assert any(name.startswith("evidence/") for name in names) is authority
    assert verify(world.settings.evidence_dir) == []
