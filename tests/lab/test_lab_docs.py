"""The page on worlds is held by the schema: its examples are read, and every key is on it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from lab.schema import Ct, Dns, Failure, Feed, Route, Search, SiteFile, Strict, WorldFile

PAGE = Path(__file__).parents[2] / "docs" / "lab.md"


def test_the_examples_are_worlds() -> None:
    world, site = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert WorldFile.model_validate(tomllib.loads(world)).search.blocks_after == {"so360": 8}
    assert SiteFile.model_validate(tomllib.loads(site)).route[0].headers == {"Set-Cookie": "a=1"}


@pytest.mark.parametrize("model", [WorldFile, Search, Dns, Ct, Feed, Failure, SiteFile, Route])
def test_every_key_is_documented(model: type[Strict]) -> None:
    text = PAGE.read_text("utf-8")
    assert [key for key in model.model_fields if not re.search(rf"\b{key}\b", text)] == []
