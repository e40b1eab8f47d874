"""The files to deploy with are read by those who will read them: YAML, systemd, and our own settings."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.conftest import REPOSITORY
from zhenwei.config import load_settings

DEPLOY = REPOSITORY / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())


def env() -> dict[str, str]:
    lines = (DEPLOY / "zhenwei.env.example").read_text("utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_compose_file_names_what_is_there() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    assert set(compose["services"]) == {"database", "night", "worker", "review"}
    for name, service in compose["services"].items():
        assert service["env_file"] == "zhenwei.env"
        for volume in service["volumes"]:
            assert volume.split(":")[0] in compose["volumes"]
        if name != "database":
            assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    # What the store says stays on the machine unless an address is given.
    assert compose["services"]["database"]["ports"] == ["${PRIVATE_ADDRESS:-127.0.0.1}:5432:5432"]


def test_the_settings_of_the_example_are_ours(tmp_path: Path) -> None:
    settings = load_settings(env(), tmp_path)
    assert settings.database.startswith("postgresql://")
    assert env()["POSTGRES_PASSWORD"] in settings.database_url


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_of_ours(unit: Path) -> None:
    text = unit.read_text("utf-8")
    for command in re.findall(r"^ExecStart=/opt/zhenwei/\.venv/bin/zhenwei (.+)$", text, re.MULTILINE):
        assert command.split()[0] in {"nightly", "crawl", "review", "hook"}
    assert ("ExecStart=" in text) == (unit.suffix == ".service")
    assert f"{unit.name.split('@')[0].split('.')[0]}" in (REPOSITORY / "docs" / "deploy.md").read_text("utf-8")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd: no systemd-analyze")
def test_systemd_finds_nothing_wrong(tmp_path: Path) -> None:
    for unit in UNITS:
        # The program lies elsewhere here, and systemd looks for it.
        text = unit.read_text("utf-8").replace("/opt/zhenwei/.venv/bin/zhenwei", "/bin/true")
        (tmp_path / unit.name.replace("@.", "@1.")).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    ours = [line for line in done.stderr.splitlines() if "zhenwei" in line]
    assert ours == []
