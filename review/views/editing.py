"""The watchlist as its page shows it, and what a form of it says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from zhenwei.errors import WatchlistError
from zhenwei.faults import first_fault
from zhenwei.sentences import said
from zhenwei.store.edit_tables import EditRow
from zhenwei.watchlist import Watchlist
from zhenwei.watchlist.check import doubts
from zhenwei.watchlist.editing import is_builtin, own_text
from zhenwei.watchlist.hosts import owned_host
from zhenwei.watchlist.models import LawfulHost, LexiconGroup, Organ
from zhenwei.watchlist.patterns import fault_of

Model = TypeVar("Model", bound=BaseModel)
HISTORY = 200
# Fields of forms, in their order: one entry a line, one line, one of several, yes or no.
LINES = ("aliases", "domains", "retired", "lookups", "titles", "keywords", "wechat", "terms", "patterns")
CHOICES = {
    "level": ("ministry", "province", "city", "county", "institution"),
    "role": ("protected", "neighbour"),
}
ORGAN = (
    "name", "aliases", "level", "region", "domains", "retired", "lookups", "titles", "keywords", "wechat",
    "site_code", "icp", "role", "confirmed",
)  # fmt: skip
GROUP = ("why", "terms", "patterns")
KINDS: Mapping[str, tuple[type[BaseModel], str, tuple[str, ...]]] = {
    "organs": (Organ, "slug", ORGAN),
    "lexicon": (LexiconGroup, "group", GROUP),
}


class FieldFault(WatchlistError):
    """A field of a form is wrong; ``field`` is its name in the model."""

    def __init__(self, sentence: str, field: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True, slots=True)
class Line:
    """A file in the list. ``origin``: builtin, own, changed (an own file over a built-in one)."""

    slug: str
    name: str
    origin: str
    note: str
    count: int
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lists:
    """All that can be edited in the page."""

    organs: list[Line]
    groups: list[Line]
    lawful: tuple[LawfulHost, ...]


def read_lists(watchlist: Watchlist, overlay: Path | None) -> Lists:
    """Return what there is."""
    open_points: dict[str, list[str]] = {}
    for doubt in doubts(watchlist):
        open_points.setdefault(doubt.slug, []).append(doubt.what)
    organs = [
        Line(
            slug, organ.name, _origin(overlay, f"organs/{slug}.toml"), "、".join(organ.domains), len(organ.names),
            tuple(open_points.get(slug, ())),
        )
        for slug, organ in watchlist.organs.items()
    ]  # fmt: skip
    groups = [
        Line(name, name, _origin(overlay, f"lexicon/{name}.toml"), group.why, len(group.terms) + len(group.patterns))
        for name, group in watchlist.lexicon.items()
    ]
    return Lists(organs, groups, watchlist.lawful)


def _origin(overlay: Path | None, name: str) -> str:
    if overlay is None or own_text(overlay, name) is None:
        return "builtin"
    return "changed" if is_builtin(name) else "own"


def form_of(row: BaseModel | None, fields: tuple[str, ...]) -> dict[str, str]:
    """Return a row as the text of a form's fields."""
    values = row.model_dump() if row else {"level": "institution", "role": "protected", "region": "000000"}
    return {name: _as_text(values.get(name, "")) for name in fields}


def _as_text(value: Any) -> str:
    if isinstance(value, tuple | list):
        return "\n".join(map(str, value))
    return ("yes" if value else "") if isinstance(value, bool) else str(value)


def values_of(form: Mapping[str, str], fields: tuple[str, ...]) -> dict[str, Any]:
    """Return the values of a form as the models take them: lists by line, blanks and repetitions dropped."""
    found: dict[str, Any] = {}
    for name in fields:
        text = form.get(name, "")
        if name in LINES:
            found[name] = tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        else:
            found[name] = text == "yes" if name == "confirmed" else " ".join(text.split())
    return found


def model_of(kind: str, slug: str, values: Mapping[str, Any]) -> BaseModel:
    """Return the values as their model. Raises FieldFault."""
    model, key, _fields = KINDS[kind]
    for pattern in values.get("patterns", ()):
        try:
            re.compile(pattern)
        except re.error as error:
            what = fault_of(error)
            raise FieldFault(
                said("“{pattern}”写法有误：{what}", pattern=pattern[:80], what=what), "patterns"
            ) from error
    # A file that somebody lays by hand may say that a suffix has one owner; a form may not.
    for field in ("domains", "retired"):
        for host in values.get(field, ()):
            try:
                owned_host(host)
            except ValueError as error:
                raise FieldFault(error.args[0], field) from error
    return _valid(model, {**values, key: slug})


def host_of_form(form: Mapping[str, str], by: str, day: date) -> LawfulHost:
    """Return a cleared host as a form gives it. Raises FieldFault."""
    given = {"name": form.get("name", "").strip(), "why": " ".join(form.get("why", "").split()), "by": by, "on": day}
    return _valid(LawfulHost, given)


def _valid(model: type[Model], values: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(values)
    except ValidationError as error:
        key, what = first_fault(error)
        field, _, _ = key.partition(".")
        raise FieldFault(what, field) from error


def read_history(session: Session, file: str = "") -> list[EditRow]:
    """Return the newest changes first, of one file or of all."""
    query = select(EditRow).order_by(EditRow.id.desc()).limit(HISTORY)
    return list(session.scalars(query.where(EditRow.file == file) if file else query))
