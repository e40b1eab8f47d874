"""A kind of letter and its facts → structured text. A missing fact is an error, never an empty place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, UndefinedError

from takedown.clean import plain
from takedown.factnames import missing
from takedown.numerals import chinese
from zhenwei.errors import BadInput
from zhenwei.sentences import said


class Mark(StrEnum):
    """What a line of a template is: the mark stands at its beginning, followed by a space."""

    TITLE = "#"
    TO = "@"
    LEVEL1 = "="
    LEVEL2 = "=="
    TEXT = "+"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a letter."""

    mark: Mark
    text: str


def templates_folder() -> Path:
    """Return the folder of the templates, in a checkout as in an installed wheel."""
    return Path(__file__).resolve().parents[1] / "templates"


@cache
def environment() -> Environment:
    """Return the environment of letters: strict, plain text, every value cleaned and kept on its line."""
    env = Environment(
        loader=FileSystemLoader(templates_folder()),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  # the output is plain text; the HTML builder escapes it
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,  # else the last line of an included part runs into the next
        finalize=_inert,
    )
    env.filters["chinese"] = chinese
    return env


def _inert(value: Any) -> Any:
    """Keep a value from making lines or title breaks of its own (an undefined one must still raise)."""
    return plain(value).replace("|", "｜") if isinstance(value, str) else value


def render(template: str, facts: Mapping[str, Any]) -> tuple[Block, ...]:
    """Fill a template. Raises BadInput naming the fact that is missing, or the line that has no mark."""
    try:
        text = environment().get_template(template).render(facts)
    except UndefinedError as error:
        raise BadInput(
            said(
                "函件模板 {template} 缺少事实{facts}，请补充后再拟函",
                template=template,
                facts=missing(str(error.message)),
            )
        ) from error
    except TemplateError as error:
        raise BadInput(said("函件模板 {template} 有误：{error}", template=template, error=error)) from error
    return tuple(_block(template, line) for line in text.splitlines() if line.strip())


def _block(template: str, line: str) -> Block:
    mark, _, rest = line.partition(" ")
    try:
        return Block(Mark(mark), rest.strip())
    except ValueError as error:
        raise BadInput(
            said("函件模板 {template} 有一行没有行首标记：{line!r}", template=template, line=line[:40])
        ) from error
