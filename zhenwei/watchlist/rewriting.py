"""New values into the text of a watchlist file; comments, order and what was not changed stay as people wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tomlkit
from pydantic import BaseModel
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Array

from zhenwei.errors import WatchlistError
from zhenwei.sentences import said
from zhenwei.watchlist.models import LawfulHost

LONG = 100  # characters of a list on one line


def with_values(old: str, model: type[BaseModel], values: Mapping[str, Any]) -> str:
    """Return the text with these keys set. What equals the model's default is left out, unless it was written down."""
    document = _parsed(old)
    for key, value in values.items():
        plain = list(value) if isinstance(value, tuple | list) else value
        if key in document and _plain(document[key]) == plain:
            continue
        default = model.model_fields[key].default
        if plain == (list(default) if isinstance(default, tuple) else default):
            document.pop(key, None)
        else:
            document[key] = _item(plain)
    return tomlkit.dumps(document)


def with_host(old: str, host: LawfulHost) -> str:
    """Return the text of lawful.toml with one more host. Raises WatchlistError if it is there already."""
    document = _parsed(old)
    rows: Any = document.get("host")
    if rows is not None and any(row.get("name") == host.name for row in rows):
        raise WatchlistError(said("{host} 已在名单中", host=host.name))
    row = tomlkit.table()
    row.update(host.model_dump())
    if rows is None:
        rows = tomlkit.aot()
        rows.append(row)
        document.append("host", rows)
    else:
        rows.append(row)
    return tomlkit.dumps(document)


def without_host(old: str, name: str) -> str:
    """Return the text of lawful.toml without a host. Raises WatchlistError if it is not there."""
    document = _parsed(old)
    rows: Any = document.get("host") or []
    places = [at for at, row in enumerate(rows) if row.get("name") == name]
    if not places:
        raise WatchlistError(said("{name} 不在名单中", name=name[:80]))
    for at in reversed(places):
        del rows[at]
    if not len(rows):
        document.pop("host")
    return tomlkit.dumps(document)


def spread(text: str) -> str:
    """Return the text with each item of a list on a line of its own, for comparing two texts line by line.

    Lists that hold a comment stay as people wrote them, and so does a text that is no TOML.
    """
    try:
        document = tomlkit.parse(text)
    except TOMLKitError:
        return text
    for key, value in document.items():
        if isinstance(value, Array) and len(value) > 1 and "#" not in value.as_string():
            array = tomlkit.array()
            array.extend(value.unwrap())
            document[key] = array.multiline(True)
    return tomlkit.dumps(document)


def _parsed(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except TOMLKitError as error:
        raise WatchlistError(said("名单文件不是正确的 TOML：{error}", error=error)) from error


def _plain(item: Any) -> Any:
    return item.unwrap() if hasattr(item, "unwrap") else item


def _item(value: Any) -> Any:
    if not isinstance(value, list):
        return tomlkit.item(value)
    array = tomlkit.array()
    array.extend(value)
    return array.multiline(sum(map(len, value)) + 4 * len(value) > LONG)
