"""The values that a script's text can be read to: constants, the browser's own objects, and the methods of strings."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote, urlsplit

if TYPE_CHECKING:
    from crawler.page.script import Visitor

LONGEST = 20_000


class Thing(Enum):
    """What is no constant."""

    UNKNOWN = auto()
    WINDOW = auto()
    DOCUMENT = auto()
    LOCATION = auto()
    NAVIGATOR = auto()
    STRING = auto()  # the constructor String


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regular expression, as written."""

    source: str
    flags: str


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the script: names of its parameters, and the node of its body."""

    parameters: tuple[str, ...]
    body: Any


@dataclass(slots=True)
class Where:
    """The page and its visitor, whose properties scripts ask for; ``asked``: they have asked who the visitor is."""

    url: str
    visitor: Visitor
    asked: bool = False
    parts: Any = field(init=False)

    def __post_init__(self) -> None:
        self.parts = urlsplit(self.url)


# str, float, bool, None (null), list and dict of values, Thing, Pattern, Function
Value = Any
UNKNOWN = Thing.UNKNOWN
_SIMPLE = re.compile(r"(?:\\[/.\-_sdwb]|\[[^\]\\]{1,40}\]|[^\\()\[\]{}*+?]|\((?:\?:)?|\)|[.\]]?[*+?](?![*+?{]))*")
# "Anything" before or after changes nothing about whether it occurs.
_EDGES = re.compile(r"^(?:\.\*)+|(?:\.\*)+$")
_QUANTIFIED_GROUP = re.compile(r"\)\s*[*+?{]")
_WINDOWS = frozenset(("window", "self", "top", "parent", "globalThis", "frames"))


def known(*values: Value) -> bool:
    """True if all values are plain constants. Lists are none: one that holds itself many times has no end."""
    return all(value is None or isinstance(value, str | float | bool) for value in values)


def truth(value: Value) -> bool | None:
    """Return what a condition makes of a value; None if that is not known."""
    if value is UNKNOWN:
        return None
    if isinstance(value, Thing | Function | Pattern | list | dict):
        return True
    return bool(value)


def text(value: Value) -> str:
    """Return a plain constant as JavaScript would write it into a string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else str(value)
    return str(value)


def prop(value: Value, name: str, where: Where) -> Value:
    """Return a property of a value."""
    if value is Thing.WINDOW:
        return window(name)
    if value is Thing.DOCUMENT:
        where.asked = where.asked or name == "referrer"
        own: dict[str, Value] = {
            "location": Thing.LOCATION, "defaultView": Thing.WINDOW, "referrer": where.visitor.referer,
            "URL": where.url, "documentURI": where.url, "domain": where.parts.hostname or "", "cookie": "",
        }  # fmt: skip
        return own.get(name, UNKNOWN)
    if value is Thing.LOCATION:
        parts = where.parts
        address: dict[str, Value] = {
            "href": where.url, "protocol": f"{parts.scheme}:", "host": parts.netloc, "hostname": parts.hostname or "",
            "pathname": parts.path or "/", "search": f"?{parts.query}" if parts.query else "",
            "hash": f"#{parts.fragment}" if parts.fragment else "", "origin": f"{parts.scheme}://{parts.netloc}",
        }  # fmt: skip
        return address.get(name, UNKNOWN)
    if value is Thing.NAVIGATOR:
        agent, where.asked = where.visitor.user_agent, True
        shown = {"userAgent": agent, "appVersion": agent.partition("/")[2], "language": "zh-CN", "webdriver": False}
        return shown.get(name, UNKNOWN) if agent or name not in ("userAgent", "appVersion") else UNKNOWN
    if isinstance(value, str | list):
        if name == "length":
            return float(len(value))
        if name.isdigit():
            return value[int(name)] if int(name) < len(value) else UNKNOWN
    if isinstance(value, dict):
        return value.get(name, UNKNOWN)
    return UNKNOWN


def window(name: str) -> Value:
    """Return what a bare name stands for in a browser."""
    if name in _WINDOWS:
        return Thing.WINDOW
    own = {
        "location": Thing.LOCATION, "document": Thing.DOCUMENT, "navigator": Thing.NAVIGATOR, "String": Thing.STRING,
        "undefined": None,
    }  # fmt: skip
    return own.get(name, UNKNOWN)


def matches(pattern: Pattern, said: str) -> bool | None:
    """Return whether a simple pattern occurs in a text; None where it is not simple enough to be tried safely."""
    source = _EDGES.sub("", pattern.source)
    loose = len(re.findall(r"[*+?]", source.replace("(?:", "")))
    if len(source) > 500 or loose > 1 or _QUANTIFIED_GROUP.search(source) or not _SIMPLE.fullmatch(source):
        return None
    try:
        return re.search(source, said[:300], re.IGNORECASE if "i" in pattern.flags else 0) is not None
    except (re.error, OverflowError):
        return None


def decoded(name: str, args: list[Value]) -> Value:
    """Return the value of a global function that decodes text."""
    if not args or not isinstance(args[0], str) or len(args[0]) > LONGEST:
        return UNKNOWN
    said = args[0]
    if name in ("decodeURIComponent", "decodeURI"):
        return unquote(said)
    if name in ("encodeURIComponent", "encodeURI"):
        return quote(said, safe="~()*!'" if name.endswith("Component") else ";/?:@&=+$,#~()*!'")
    if name == "unescape":
        wide = re.sub(r"%u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), said)
        return unquote(wide, encoding="latin-1") if wide.isascii() else re.sub(
            r"%([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), wide
        )  # fmt: skip
    if name == "atob":
        try:
            return base64.b64decode(said + "=" * (-len(said) % 4), validate=True).decode("latin-1")
        except (binascii.Error, ValueError):
            return UNKNOWN
    return UNKNOWN


def method(value: Value, name: str, args: list[Value]) -> Value:
    """Return what a method of a string, list, pattern or ``String`` gives; UNKNOWN for all others."""
    if isinstance(value, Pattern):
        if name in ("test", "exec") and args and isinstance(args[0], str):
            return _or_unknown(matches(value, args[0]))
        return UNKNOWN
    if value is Thing.STRING:
        codes = [a for a in args if isinstance(a, float) and 0 <= a < 0x110000]
        fits = name == "fromCharCode" and len(codes) == len(args) <= LONGEST
        return "".join(chr(int(code)) for code in codes) if fits else UNKNOWN
    if isinstance(value, list):
        return _of_list(value, name, args)
    return _of_string(value, name, args) if isinstance(value, str) else UNKNOWN


def _of_list(value: list[Value], name: str, args: list[Value]) -> Value:
    if name == "join" and known(*value) and (not args or isinstance(args[0], str)):
        mark = args[0] if args else ","
        fits = len(mark) * len(value) <= LONGEST
        return mark.join(text(item) for item in value)[:LONGEST] if fits else UNKNOWN
    if name == "reverse":
        return value[::-1]
    if name in ("indexOf", "includes") and args and known(*value, *args):
        return _found(name, value.index(args[0]) if args[0] in value else -1)
    return UNKNOWN


_PLAIN: dict[str, Callable[[str], str]] = {
    "toLowerCase": str.lower, "toUpperCase": str.upper, "trim": str.strip, "toString": str, "valueOf": str,
}  # fmt: skip


def _of_string(value: str, name: str, args: list[Value]) -> Value:
    if name in _PLAIN:
        return _PLAIN[name](value)
    if name in ("match", "search") and args and isinstance(args[0], Pattern | str):
        pattern = args[0] if isinstance(args[0], Pattern) else Pattern(re.escape(args[0]), "")
        hit = matches(pattern, value)
        return UNKNOWN if hit is None else ((0.0 if hit else -1.0) if name == "search" else (True if hit else None))
    if name == "replace" and len(args) == 2 and isinstance(args[1], str):
        return _replaced(value, args[0], args[1])
    if args and not known(*args):
        return UNKNOWN
    first = args[0] if args else None
    numbers = [int(a) for a in args if isinstance(a, float) and abs(a) < LONGEST]
    if isinstance(first, str):
        return _with_word(value, name, first, args)
    if numbers and len(numbers) == len(args):
        return _cut(value, name, numbers)
    return UNKNOWN


def _with_word(value: str, name: str, word: str, args: list[Value]) -> Value:
    if name in ("indexOf", "includes", "lastIndexOf"):
        return _found(name, value.find(word))
    if name in ("startsWith", "endsWith"):
        return value.startswith(word) if name == "startsWith" else value.endswith(word)
    if name == "split":
        return (value.split(word) if word else list(value))[:LONGEST]
    return (value + "".join(text(a) for a in args))[:LONGEST] if name == "concat" else UNKNOWN


def _cut(value: str, name: str, numbers: list[int]) -> Value:
    start, end = numbers[0], numbers[1] if len(numbers) > 1 else None
    if name == "charAt":
        return value[start : start + 1] if start >= 0 else ""
    if name == "substr":
        start = max(0, start + len(value)) if start < 0 else start
        return value[start:] if end is None else value[start : start + max(0, end)]
    if name == "substring":
        low, high = sorted((max(0, start), len(value) if end is None else max(0, end)))
        return value[low:high]
    return value[start:end] if name == "slice" else UNKNOWN


def _replaced(value: str, old: Value, new: str) -> Value:
    if len(value) * len(new) > LONGEST * 10:
        return UNKNOWN
    if isinstance(old, str):
        return value.replace(old, new, 1)
    if not isinstance(old, Pattern) or not re.fullmatch(r"(?:[^\\()\[\]{}*+?.^$|]|\\[^\w\s])+", old.source):
        return UNKNOWN
    word = re.sub(r"\\(.)", r"\1", old.source)
    return value.replace(word, new, -1 if "g" in old.flags else 1)[:LONGEST]


def _found(name: str, place: int) -> Value:
    return place >= 0 if name == "includes" else float(place)


def _or_unknown(value: bool | None) -> Value:
    return UNKNOWN if value is None else value
