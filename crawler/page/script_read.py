"""Reading the expressions of a script: what value their text has, where it has one.

Statements, calls and what they do to the visitor: crawler/page/script_run.py.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from crawler.page.script import Visitor
from crawler.page.script_values import UNKNOWN, Function, Pattern, Thing, Value, Where, known, prop, text, truth, window

MAX_STEPS = 4_000
MAX_DEPTH = 60
MAX_TEXT = 20_000
# Characters and items of all values together, which bounds time and memory whatever is done with them.
MAX_MADE = 1_000_000
_FUNCTIONS = frozenset(
    ("function_expression", "arrow_function", "function_declaration", "function", "generator_function")
)
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([0-7]{1,3})|(\r\n|.))", re.DOTALL
)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}

Node = Any  # tree_sitter.Node: its package gives no types for what is asked here


class Over(Exception):
    """The visitor is gone, or the reading has come to its bounds."""


class Reader(ABC):
    """The variables of a page's scripts, and whether it is sure that what is read is reached."""

    def __init__(self, url: str, visitor: Visitor) -> None:
        self._where = Where(url, visitor)
        self._names: dict[str, Value] = {}
        self._sure, self._steps, self._depth, self._made = True, 0, 0, 0

    @abstractmethod
    def _go(self, target: Value) -> None:
        """The script sends its visitor to an address."""

    @abstractmethod
    def _put_off(self, what: Value) -> None:
        """The script has something done once the page has loaded."""

    @abstractmethod
    def _called(self, node: Node) -> Value:
        """The script calls something."""

    def _either(self, node: Node, read: Callable[[Node], Any]) -> Value:
        """Read the way that a condition decides for, both if it is unknown."""
        holds = truth(self._value(node.child_by_field_name("condition")))
        then, other = node.child_by_field_name("consequence"), node.child_by_field_name("alternative")
        if holds is not None:
            taken = then if holds else other
            return read(taken) if taken is not None else None
        was, before = self._sure, dict(self._names)
        self._sure = False
        for way in (then, other):
            if way is not None:
                read(way)
        self._sure = was
        self._names = {n: v if v is before.get(n, v) else UNKNOWN for n, v in self._names.items()}
        return UNKNOWN

    def _count(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise Over

    def _value(self, node: Node | None) -> Value:
        if node is None or self._depth > MAX_DEPTH:
            return UNKNOWN
        self._count()
        self._depth += 1
        try:
            read = _READERS.get(node.type)
            value = read(self, node) if read is not None else UNKNOWN
        finally:
            self._depth -= 1
        if isinstance(value, str | list):
            self._made += len(value)
            if self._made > MAX_MADE:
                raise Over
        return value

    def _inner(self, node: Node) -> Value:
        value: Value = UNKNOWN
        for child in node.named_children:
            if child.type != "comment":
                value = self._value(child)
        return value

    def _identifier(self, node: Node) -> Value:
        name = said(node)
        return self._names[name] if name in self._names else window(name)

    def _string(self, node: Node) -> Value:
        return _unescaped(said(node)[1:-1])

    def _template(self, node: Node) -> Value:
        parts = []
        for child in node.named_children:
            value = self._inner(child) if child.type == "template_substitution" else _unescaped(said(child))
            if not known(value):
                return UNKNOWN
            parts.append(text(value))
        return "".join(parts)

    def _number(self, node: Node) -> Value:
        digits = said(node).replace("_", "").rstrip("n")
        try:
            return float(int(digits, 0)) if digits[:2].lower() in ("0x", "0b", "0o") else float(digits)
        except ValueError:
            return UNKNOWN

    def _regex(self, node: Node) -> Value:
        pattern, flags = node.child_by_field_name("pattern"), node.child_by_field_name("flags")
        return Pattern(said(pattern), said(flags) if flags is not None else "") if pattern is not None else UNKNOWN

    def _array(self, node: Node) -> Value:
        return [self._value(child) for child in node.named_children[:2000]]

    def _object(self, node: Node) -> Value:
        found: dict[str, Value] = {}
        for pair in node.named_children[:200]:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and value is not None:
                found[said(key).strip("'\"")] = self._value(value)
        return found

    def _member(self, node: Node) -> Value:
        holder, name = self._holder(node)
        if holder is Thing.WINDOW and name in self._names:
            return self._names[name]
        return prop(holder, name, self._where) if name else UNKNOWN

    def _holder(self, node: Node) -> tuple[Value, str]:
        """Return the object and the name of a member: ``a.b`` and ``a["b"]`` alike."""
        holder = self._value(node.child_by_field_name("object"))
        if (name := node.child_by_field_name("property")) is not None:
            return holder, said(name)
        index = self._value(node.child_by_field_name("index"))
        return holder, text(index) if isinstance(index, str | float) else ""

    def _assignment(self, node: Node) -> Value:
        left, right = node.child_by_field_name("left"), self._value(node.child_by_field_name("right"))
        if node.type == "augmented_assignment_expression":
            before = self._value(left)
            right = (text(before) + text(right))[:MAX_TEXT] if isinstance(before, str) and known(right) else UNKNOWN
        if left is None:
            return right
        if left.type == "identifier":
            name = said(left)
            if name == "location" and name not in self._names:
                self._go(right)
            elif name == "onload":
                self._put_off(right)
            else:
                self._names[name] = right
        elif left.type in ("member_expression", "subscript_expression"):
            self._set(*self._holder(left), right)
        return right

    def _set(self, holder: Value, name: str, value: Value) -> None:
        if (holder is Thing.LOCATION and name == "href") or (
            holder in (Thing.WINDOW, Thing.DOCUMENT) and name == "location"
        ):
            self._go(value)
        elif holder in (Thing.WINDOW, Thing.DOCUMENT) and name in ("onload", "onpageshow", "onreadystatechange"):
            self._put_off(value)
        elif holder is Thing.WINDOW:
            self._names[name] = value
        elif isinstance(holder, dict):
            holder[name] = value

    def _binary(self, node: Node) -> Value:
        sign = said(node.child_by_field_name("operator"))
        left = self._value(node.child_by_field_name("left"))
        if sign in ("&&", "||"):
            holds = truth(left)
            if holds is None:
                was, self._sure = self._sure, False
                self._value(node.child_by_field_name("right"))
                self._sure = was
                return UNKNOWN
            return self._value(node.child_by_field_name("right")) if holds is (sign == "&&") else left
        return _compared(sign, left, self._value(node.child_by_field_name("right")))

    def _unary(self, node: Node) -> Value:
        value = self._value(node.child_by_field_name("argument"))
        sign = said(node.child_by_field_name("operator"))
        if sign == "!":
            holds = truth(value)
            return UNKNOWN if holds is None else not holds
        return -value if sign == "-" and isinstance(value, float) else UNKNOWN

    def _new(self, node: Node) -> Value:
        maker, given = node.child_by_field_name("constructor"), node.child_by_field_name("arguments")
        args = self._array(given) if given is not None else []
        if maker is not None and said(maker) == "RegExp" and args and all(isinstance(a, str) for a in args):
            return Pattern(args[0], args[1] if len(args) > 1 else "")
        return UNKNOWN


def function_of(node: Node) -> Value:
    """Return the function that a node writes down."""
    body = node.child_by_field_name("body")
    given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
    if body is None:
        return UNKNOWN
    named = given.named_children if given is not None and given.type == "formal_parameters" else [given]
    return Function(tuple(said(one) for one in named if one is not None), body)


def _compared(sign: str, left: Value, right: Value) -> Value:
    if sign in ("==", "===", "!=", "!=="):
        if not known(left, right) and not (left is right and isinstance(left, Thing) and left is not UNKNOWN):
            return UNKNOWN
        same = left == right and isinstance(left, type(right))
        return same if sign[0] == "=" else not same
    if not known(left, right):
        return UNKNOWN
    if sign == "+":
        if isinstance(left, float) and isinstance(right, float):
            return left + right
        return (text(left) + text(right))[:MAX_TEXT]
    if isinstance(left, float) and isinstance(right, float):
        order = {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}
        return order.get(sign, UNKNOWN)
    return UNKNOWN


def said(node: Node) -> str:
    """Return the text of a node."""
    return str(node.text.decode("utf-8", "replace")) if node is not None and node.text is not None else ""


def _unescaped(quoted: str) -> str:
    if "\\" not in quoted:
        return quoted

    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        if code:
            number = int(code, 16)
            return chr(number) if number < 0x110000 else ""
        if match[4]:
            return chr(int(match[4], 8) % 256)
        return "" if match[5] in ("\n", "\r\n", "\r") else _LETTERS.get(match[5], match[5])

    return _ESCAPE.sub(one, quoted)


_READERS: dict[str, Callable[[Reader, Node], Value]] = {
    "identifier": Reader._identifier,
    "string": Reader._string,
    "template_string": Reader._template,
    "number": Reader._number,
    "regex": Reader._regex,
    "array": Reader._array,
    "object": Reader._object,
    "true": lambda _run, _node: True,
    "false": lambda _run, _node: False,
    "null": lambda _run, _node: None,
    "undefined": lambda _run, _node: None,
    "this": lambda _run, _node: Thing.WINDOW,
    "parenthesized_expression": Reader._inner,
    "sequence_expression": Reader._inner,
    "member_expression": Reader._member,
    "subscript_expression": Reader._member,
    "assignment_expression": Reader._assignment,
    "augmented_assignment_expression": Reader._assignment,
    "binary_expression": Reader._binary,
    "unary_expression": Reader._unary,
    "ternary_expression": lambda run, node: run._either(node, run._value),
    "call_expression": lambda run, node: run._called(node),
    "new_expression": Reader._new,
    **{kind: (lambda _run, node: function_of(node)) for kind in _FUNCTIONS},
}
