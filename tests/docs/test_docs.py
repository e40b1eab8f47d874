"""The pages say what the code does."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import pytest

from zhenwei.cli.root import COMMANDS
from zhenwei.config import Settings

REPOSITORY = Path(__file__).parents[2]
DOCS = REPOSITORY / "docs"
PAGES = sorted([*REPOSITORY.glob("*.md"), *DOCS.rglob("*.md")])


def test_pages_made_from_code_are_fresh() -> None:
    made = runpy.run_path(str(DOCS / "make.py"))["PAGES"]
    for name, page in made.items():
        assert (DOCS / name).read_text("utf-8") == page(), f"docs/{name}: run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(REPOSITORY)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


@pytest.mark.parametrize("page", ["README.md", "README.zh.md"])
def test_the_readme_names_only_commands_that_exist(page: str) -> None:
    commands = set(COMMANDS)
    text = (REPOSITORY / page).read_text("utf-8")
    named = set(re.findall(r"^\s+zhenwei (\w+)", text, re.M)) | set(re.findall(r"`zhenwei (\w+)", text))
    assert named
    assert named <= commands
    targets = set(re.findall(r"^(\w+):", (REPOSITORY / "Makefile").read_text("utf-8"), re.M))
    assert set(re.findall(r"^\s+make (\w+)", text, re.M)) <= targets


def test_the_gate_runs_the_readmes_test_command() -> None:
    assert "make test" in (REPOSITORY / ".ci" / "run").read_text("utf-8").splitlines()
    assert "    make test " in (REPOSITORY / "README.md").read_text("utf-8")


def test_every_setting_has_a_description() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name


def test_every_package_with_a_reason_is_a_dependency_and_the_other_way_round() -> None:
    listed = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    pages = "\n".join(p.read_text("utf-8").lower() for p in (DOCS / "decisions").glob("*.md"))
    for requirement in listed:
        name = re.split(r"[\[<>=]", requirement)[0]
        assert name.lower() in pages or name.replace("-", "").lower() in pages.replace("-", ""), (
            f"{name}: no sentence in docs/decisions/"
        )
