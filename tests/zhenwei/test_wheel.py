"""The wheel holds all that the product needs, and works from an empty folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
NEEDED = (
    "watchlist/organs/mem.toml",
    "watchlist/recipients/sender.toml",
    "zhenwei/store/migrations/script.py.mako",
    "zhenwei/store/migrations/versions/0001_the_tables_of_the_first_night.py",
    "crawler/settings.py",
    "detectors/score.py",
    "detectors/weights.toml",
)
FOLDERS = ("templates/", "watchlist/laws/", "watchlist/lexicon/", "review/", "takedown/", "lab/")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, check=True, capture_output=True)
    (built,) = folder.glob("zhenwei-*.whl")
    return built


def test_the_wheel_holds_code_templates_and_watchlist(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for needed in NEEDED:
        assert needed in names
    for folder in FOLDERS:
        assert any(name.startswith(folder) for name in names), folder
    strangers = {name.split("/")[0] for name in names if not name.startswith("zhenwei-")}
    assert strangers == {"crawler", "detectors", "review", "takedown", "zhenwei", "lab", "templates", "watchlist"}


def test_the_wheel_works_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(installed)}
    script = "import zhenwei, sys; from zhenwei.cli import main; sys.argv = ['zhenwei', 'organ', 'list']; "
    script += "from detectors.rules import every_rule; every_rule(); "
    script += f"assert zhenwei.__file__.startswith({str(installed)!r}), zhenwei.__file__; main()"
    ended = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    assert "应急管理部" in ended.stdout
