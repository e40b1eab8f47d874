"""Reading one script after another, statement by statement, as a page does while it loads. Bounded in steps and depth.

It computes nothing but what decides where the visitor goes: see crawler/page/script.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from crawler.page.script import Effects, Goal, Visitor
from crawler.page.script_values import (
    UNKNOWN,
    Function,
    Pattern,
    Thing,
    Value,
    Where,
    decoded,
    known,
    method,
    prop,
    text,
    truth,
    window,
)

MAX_STEPS = 4_000
MAX_DEPTH = 60
MAX_GOALS = 5
MAX_DELAY = 30.0
_WRITTEN = 40_000
_FUNCTIONS = frozenset(
    ("function_expression", "arrow_function", "function_declaration", "function", "generator_function")
)
_LOADING = frozenset(("load", "DOMContentLoaded", "pageshow", "readystatechange", "ready"))
_TIMERS = frozenset(("setTimeout", "setInterval", "requestAnimationFrame"))
_ESCAPE = re.compile(
    r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([0-7]{1,3})|(\r\n|.))", re.DOTALL
)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v"}

Node = Any  # tree_sitter.Node: its package gives no types for what is asked here


class _Over(Exception):
    """The visitor is gone, or the reading has come to its bounds."""


class _Return(Exception):
    """A function gives a value back."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class Run:
    """The state of a page's scripts: variables, whether it is sure that this is reached, and the effects so far."""

    def __init__(self, url: str, visitor: Visitor, effects: Effects, parse: Callable[[str], Any]) -> None:
        self.effects = effects
        self._where = Where(url, visitor)
        self._parse = parse
        self._names: dict[str, Value] = {}
        self._later: list[Value] = []
        self._sure, self._steps, self._depth = True, 0, 0

    def script(self, source: str) -> bool:
        """Read one script. Returns True if nothing after it counts."""
        return self._guarded(lambda: self._statements([self._parse(source)]))

    def afterwards(self) -> None:
        """Read what was put off until the page has loaded or a time has passed."""
        later, self._later = self._later[:10], []
        for function in later:
            if self._guarded(lambda function=function: self._call(function, [])):  # type: ignore[misc]
                return

    def _guarded(self, work: Callable[[], object]) -> bool:
        self._sure, self._depth = True, 0
        try:
            work()
        except _Over:
            return True
        except (_Return, RecursionError):
            pass
        return False

    def _go(self, target: Value) -> None:
        if isinstance(target, str) and target.strip():
            self.effects.goals.append(Goal(target, self._sure, self._where.asked))
            if self._sure or len(self.effects.goals) >= MAX_GOALS:
                raise _Over

    def _write(self, args: list[Value]) -> None:
        if self._sure and known(*args) and len(self.effects.written) < _WRITTEN:
            self.effects.written += "".join(text(arg) for arg in args)

    # Statements

    def _statements(self, nodes: Iterable[Node]) -> None:
        nodes = list(nodes)
        for node in nodes:
            if node.type == "function_declaration" and (name := node.child_by_field_name("name")):
                self._names[_said(name)] = _function(node)
        for node in nodes:
            self._statement(node)

    def _statement(self, node: Node) -> None:
        self._count()
        kind = node.type
        if kind in ("program", "statement_block"):
            self._statements(node.named_children)
        elif kind == "expression_statement":
            for child in node.named_children:
                self._value(child)
        elif kind in ("variable_declaration", "lexical_declaration"):
            for child in node.named_children:
                name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
                if name is not None and name.type == "identifier":
                    self._names[_said(name)] = self._value(value) if value is not None else UNKNOWN
        elif kind == "if_statement":
            self._either(node, lambda branch: self._statement(branch))
        elif kind == "else_clause":
            self._statements(node.named_children)
        elif kind == "return_statement":
            value = self._value(node.named_children[0]) if node.named_children else None
            if self._sure:
                raise _Return(value)
        elif kind == "try_statement":
            for part in (node.child_by_field_name("body"), node.child_by_field_name("finalizer")):
                if part is not None:
                    self._statements(part.named_children)
        elif kind in ("for_statement", "while_statement", "do_statement", "for_in_statement", "switch_statement"):
            self._forget(node)

    def _either(self, node: Node, read: Callable[[Node], Value]) -> Value:
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

    def _forget(self, node: Node) -> None:
        """What a loop or a switch sets is not known after it."""
        waiting, seen = [node], 0
        while waiting and seen < MAX_STEPS:
            one = waiting.pop()
            seen += 1
            if one.type in ("assignment_expression", "augmented_assignment_expression", "variable_declarator"):
                name = one.child_by_field_name("left") or one.child_by_field_name("name")
                if name is not None and name.type == "identifier":
                    self._names[_said(name)] = UNKNOWN
            waiting.extend(one.named_children)

    # Expressions

    def _count(self) -> None:
        self._steps += 1
        if self._steps > MAX_STEPS:
            raise _Over

    def _value(self, node: Node | None) -> Value:
        if node is None or self._depth > MAX_DEPTH:
            return UNKNOWN
        self._count()
        self._depth += 1
        try:
            read = _READERS.get(node.type)
            return read(self, node) if read is not None else UNKNOWN
        finally:
            self._depth -= 1

    def _inner(self, node: Node) -> Value:
        value: Value = UNKNOWN
        for child in node.named_children:
            if child.type != "comment":
                value = self._value(child)
        return value

    def _identifier(self, node: Node) -> Value:
        name = _said(node)
        return self._names[name] if name in self._names else window(name)

    def _string(self, node: Node) -> Value:
        return _unescaped(_said(node)[1:-1])

    def _template(self, node: Node) -> Value:
        parts = []
        for child in node.named_children:
            value = self._inner(child) if child.type == "template_substitution" else _unescaped(_said(child))
            if not known(value):
                return UNKNOWN
            parts.append(text(value))
        return "".join(parts)

    def _number(self, node: Node) -> Value:
        said = _said(node).replace("_", "").rstrip("n")
        try:
            return float(int(said, 0)) if said[:2].lower() in ("0x", "0b", "0o") else float(said)
        except ValueError:
            return UNKNOWN

    def _regex(self, node: Node) -> Value:
        pattern, flags = node.child_by_field_name("pattern"), node.child_by_field_name("flags")
        return Pattern(_said(pattern), _said(flags) if flags is not None else "") if pattern is not None else UNKNOWN

    def _array(self, node: Node) -> Value:
        return [self._value(child) for child in node.named_children[:2000]]

    def _object(self, node: Node) -> Value:
        found: dict[str, Value] = {}
        for pair in node.named_children[:200]:
            key, value = pair.child_by_field_name("key"), pair.child_by_field_name("value")
            if key is not None and value is not None:
                found[_said(key).strip("'\"")] = self._value(value)
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
            return holder, _said(name)
        index = self._value(node.child_by_field_name("index"))
        return holder, text(index) if isinstance(index, str | float) else ""

    def _assignment(self, node: Node) -> Value:
        left, right = node.child_by_field_name("left"), self._value(node.child_by_field_name("right"))
        if node.type == "augmented_assignment_expression":
            before = self._value(left)
            right = text(before) + text(right) if isinstance(before, str) and known(right) else UNKNOWN
        if left is None:
            return right
        if left.type == "identifier":
            name = _said(left)
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
        sign = _said(node.child_by_field_name("operator"))
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
        sign = _said(node.child_by_field_name("operator"))
        if sign == "!":
            holds = truth(value)
            return UNKNOWN if holds is None else not holds
        return -value if sign == "-" and isinstance(value, float) else UNKNOWN

    def _new(self, node: Node) -> Value:
        maker, given = node.child_by_field_name("constructor"), node.child_by_field_name("arguments")
        args = self._array(given) if given is not None else []
        if maker is not None and _said(maker) == "RegExp" and args and all(isinstance(a, str) for a in args):
            return Pattern(args[0], args[1] if len(args) > 1 else "")
        return UNKNOWN

    # Calls

    def _called(self, node: Node) -> Value:
        callee, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if callee is None or given is None:
            return UNKNOWN
        args = self._array(given) if given.type == "arguments" else []
        if callee.type in ("member_expression", "subscript_expression"):
            holder, name = self._holder(callee)
            return self._method(holder, name, args)
        if callee.type == "identifier" and not isinstance(self._names.get(_said(callee)), Function):
            return self._global(_said(callee), args)
        return self._call(self._value(callee), args)

    def _method(self, holder: Value, name: str, args: list[Value]) -> Value:
        first = args[0] if args else UNKNOWN
        if holder is Thing.LOCATION:
            if name in ("replace", "assign"):
                self._go(first)
            return UNKNOWN
        if holder is Thing.DOCUMENT and name in ("write", "writeln"):
            self._write(args)
        elif name in ("addEventListener", "on", "attachEvent") and len(args) > 1:
            if isinstance(first, str) and first.removeprefix("on") in _LOADING:
                self._put_off(args[1])
        elif name in ("ready", "load"):
            self._put_off(first)
        elif holder is Thing.WINDOW:
            return self._global(name, args)
        elif name in ("call", "apply") and isinstance(holder, Function):
            return self._call(holder, args[1:] if name == "call" else [])
        elif isinstance(holder, dict) and isinstance(holder.get(name), Function):
            return self._call(holder[name], args)
        return method(holder, name, args)

    def _global(self, name: str, args: list[Value]) -> Value:
        first = args[0] if args else UNKNOWN
        if isinstance(self._names.get(name), Function):
            return self._call(self._names[name], args)
        if name in _TIMERS:
            wait = args[1] / 1000 if len(args) > 1 and isinstance(args[1], float) else 0.0
            if wait <= MAX_DELAY:
                self._put_off(first)
        elif name in ("eval", "execScript") and isinstance(first, str) and len(first) <= _WRITTEN:
            self._statements([self._parse(first)])
        elif name in ("navigate", "open"):
            if name == "navigate" or (len(args) > 1 and args[1] in ("_self", "_top", "_parent")):
                self._go(first)
        elif name in ("$", "jQuery") and isinstance(first, Function):
            self._put_off(first)
        elif name == "String" and known(first):
            return text(first)
        return decoded(name, args)

    def _put_off(self, what: Value) -> None:
        if self._sure and len(self._later) < 10:
            self._later.append(what)
        elif not self._sure:
            self._call(what, [])

    def _call(self, function: Value, args: list[Value]) -> Value:
        if isinstance(function, str) and len(function) <= _WRITTEN:  # setTimeout("go()", 100)
            self._statements([self._parse(function)])
            return UNKNOWN
        if not isinstance(function, Function) or self._depth > MAX_DEPTH:
            return UNKNOWN
        for place, name in enumerate(function.parameters):
            self._names[name] = args[place] if place < len(args) else UNKNOWN
        self._depth += 5
        try:
            if function.body.type == "statement_block":
                self._statements(function.body.named_children)
                return UNKNOWN
            return self._value(function.body)
        except _Return as given:
            return given.value
        finally:
            self._depth -= 5


def _function(node: Node) -> Value:
    body = node.child_by_field_name("body")
    given = node.child_by_field_name("parameters") or node.child_by_field_name("parameter")
    if body is None:
        return UNKNOWN
    named = given.named_children if given is not None and given.type == "formal_parameters" else [given]
    return Function(tuple(_said(one) for one in named if one is not None), body)


def _compared(sign: str, left: Value, right: Value) -> Value:
    if sign in ("==", "===", "!=", "!=="):
        if UNKNOWN in (left, right) and not (left is right is None):
            return UNKNOWN
        same = left == right and isinstance(left, type(right))
        return same if sign[0] == "=" else not same
    if not known(left, right):
        return UNKNOWN
    if sign == "+":
        if isinstance(left, float) and isinstance(right, float):
            return left + right
        return (text(left) + text(right))[:_WRITTEN]
    if isinstance(left, float) and isinstance(right, float):
        order = {"<": left < right, ">": left > right, "<=": left <= right, ">=": left >= right}
        return order.get(sign, UNKNOWN)
    return UNKNOWN


def _said(node: Node) -> str:
    return str(node.text.decode("utf-8", "replace")) if node is not None and node.text is not None else ""


def _unescaped(said: str) -> str:
    if "\\" not in said:
        return said

    def one(match: re.Match[str]) -> str:
        code = match[1] or match[2] or match[3]
        if code:
            number = int(code, 16)
            return chr(number) if number < 0x110000 else ""
        if match[4]:
            return chr(int(match[4], 8) % 256)
        return "" if match[5] in ("\n", "\r\n", "\r") else _LETTERS.get(match[5], match[5])

    return _ESCAPE.sub(one, said)


_READERS: dict[str, Callable[[Run, Node], Value]] = {
    "identifier": Run._identifier,
    "string": Run._string,
    "template_string": Run._template,
    "number": Run._number,
    "regex": Run._regex,
    "array": Run._array,
    "object": Run._object,
    "true": lambda _run, _node: True,
    "false": lambda _run, _node: False,
    "null": lambda _run, _node: None,
    "undefined": lambda _run, _node: None,
    "this": lambda _run, _node: Thing.WINDOW,
    "parenthesized_expression": Run._inner,
    "sequence_expression": Run._inner,
    "member_expression": Run._member,
    "subscript_expression": Run._member,
    "assignment_expression": Run._assignment,
    "augmented_assignment_expression": Run._assignment,
    "binary_expression": Run._binary,
    "unary_expression": Run._unary,
    "ternary_expression": lambda run, node: run._either(node, run._value),
    "call_expression": Run._called,
    "new_expression": Run._new,
    **{kind: (lambda _run, node: _function(node)) for kind in _FUNCTIONS},
}
