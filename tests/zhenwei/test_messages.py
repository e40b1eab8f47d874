"""Every error that a user can meet says so in Chinese; what pydantic finds wrong, too."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from zhenwei.errors import ZhenweiError
from zhenwei.faults import first_fault

REPOSITORY = Path(__file__).parents[2]
PARTS = ("zhenwei", "crawler", "detectors", "takedown", "review", "lab")
HAN = re.compile(r"[\u4e00-\u9fff]")


def _classes(of: type[ZhenweiError] = ZhenweiError) -> Iterator[str]:
    yield of.__name__
    for below in of.__subclasses__():
        yield from _classes(below)


def _raised() -> Iterator[tuple[str, str]]:
    """Yield (place, literal text) of each error of ours that is raised, or refused as wrong usage."""
    names = {*_classes(), "WorldError", "SpiderFailed", "Refused", "NoSuchName", "DnsFailed", "BadParameter"}
    for part in PARTS:
        for path in sorted((REPOSITORY / part).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
                    called = node.exc.func
                    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
                    texts = [n.value for n in ast.walk(node.exc) if isinstance(n, ast.Constant)]
                    if name in names and (text := "".join(t for t in texts if isinstance(t, str))):
                        yield f"{path.relative_to(REPOSITORY)}:{node.lineno}", text


@pytest.mark.parametrize(("place", "text"), list(_raised()), ids=[place for place, _ in _raised()])
def test_an_error_speaks_chinese(place: str, text: str) -> None:
    assert HAN.search(text) or text in ITS_OWN, f"{place}: {text}"


# What carries the words of a test beside it: a status, and no sentence.
ITS_OWN = ("HTTP ",)


def test_there_are_errors_to_look_at() -> None:
    assert len(list(_raised())) > 100


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=2, pattern="^[a-z]+$")
    kind: Literal["one", "two"] = "one"
    rows: tuple[int, ...] = Field(default=(1,), min_length=1)
    share: float = Field(default=0.5, ge=0, le=1)


@pytest.mark.parametrize(
    ("content", "key", "what"),
    [
        ({}, "name", "缺少此项"),
        ({"name": "ab", "colour": 1}, "colour", "没有这一项"),
        ({"name": 3}, "name", "应为文字"),
        ({"name": "a"}, "name", "不能少于 2 个字"),
        ({"name": "AB"}, "name", "写法不对，应符合 ^[a-z]+$"),
        ({"name": "ab", "kind": "six"}, "kind", "应为 'one'、'two' 之一"),
        ({"name": "ab", "rows": [1, "x"]}, "rows.1", "应为整数"),
        ({"name": "ab", "rows": []}, "rows", "至少要有 1 项"),
        ({"name": "ab", "rows": 7}, "rows", "应为列表"),
        ({"name": "ab", "share": 7}, "share", "不得大于 1.0"),
        ({"name": "ab", "share": -1}, "share", "不得小于 0.0"),
    ],
)
def test_what_pydantic_finds_is_said_in_chinese(content: dict[str, object], key: str, what: str) -> None:
    with pytest.raises(ValidationError) as caught:
        _File.model_validate(content)
    assert first_fault(caught.value) == (key, what)
