"""Reading one script after another, statement by statement, as a page does while it loads. Bounded in steps and depth.

It computes nothing but what decides where the visitor goes: see crawler/page/script.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from crawler.page.script import Effects, Goal, Visitor
from crawler.page.script_read import MAX_DEPTH, MAX_STEPS, MAX_TEXT, Node, Over, Reader, function_of, said
from crawler.page.script_values import UNKNOWN, Function, Thing, Value, decoded, known, method, text

MAX_GOALS = 5
MAX_DELAY = 30.0
_LOADING = frozenset(("load", "DOMContentLoaded", "pageshow", "readystatechange", "ready"))
_TIMERS = frozenset(("setTimeout", "setInterval", "requestAnimationFrame"))


class _Return(Exception):
    """A function gives a value back."""

    def __init__(self, value: Value) -> None:
        super().__init__()
        self.value = value


class Run(Reader):
    """The state of a page's scripts: variables, whether it is sure that this is reached, and the effects so far."""

    def __init__(self, url: str, visitor: Visitor, effects: Effects, parse: Callable[[str], Any]) -> None:
        super().__init__(url, visitor)
        self.effects = effects
        self._parse = parse
        self._later: list[Value] = []

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
        except Over:
            return True
        except (_Return, RecursionError, ArithmeticError, LookupError, TypeError, ValueError):
            pass  # a script made to break its reading must not cost the page
        return False

    def _go(self, target: Value) -> None:
        if isinstance(target, str) and target.strip():
            self.effects.goals.append(Goal(target, self._sure, self._where.asked))
            if self._sure or len(self.effects.goals) >= MAX_GOALS:
                raise Over

    def _write(self, args: list[Value]) -> None:
        if self._sure and known(*args) and len(self.effects.written) < MAX_TEXT:
            self.effects.written += "".join(text(arg) for arg in args)

    # Statements

    def _statements(self, nodes: Iterable[Node]) -> None:
        nodes = list(nodes)
        for node in nodes:
            if node.type == "function_declaration" and (name := node.child_by_field_name("name")):
                self._names[said(name)] = function_of(node)
        for node in nodes:
            self._statement(node)

    def _statement(self, node: Node) -> None:
        self._count()
        if (read := _STATEMENTS.get(node.type)) is not None:
            read(self, node)

    def _block(self, node: Node) -> None:
        self._statements(node.named_children)

    def _expressions(self, node: Node) -> None:
        for child in node.named_children:
            self._value(child)

    def _declaration(self, node: Node) -> None:
        for child in node.named_children:
            name, value = child.child_by_field_name("name"), child.child_by_field_name("value")
            if name is not None and name.type == "identifier":
                self._names[said(name)] = self._value(value) if value is not None else UNKNOWN

    def _return(self, node: Node) -> None:
        value = self._value(node.named_children[0]) if node.named_children else None
        if self._sure:
            raise _Return(value)

    def _try(self, node: Node) -> None:
        for part in (node.child_by_field_name("body"), node.child_by_field_name("finalizer")):
            if part is not None:
                self._statements(part.named_children)

    def _forget(self, node: Node) -> None:
        """What a loop or a switch sets is not known after it."""
        waiting, seen = [node], 0
        while waiting and seen < MAX_STEPS:
            one = waiting.pop()
            seen += 1
            if one.type in ("assignment_expression", "augmented_assignment_expression", "variable_declarator"):
                name = one.child_by_field_name("left") or one.child_by_field_name("name")
                if name is not None and name.type == "identifier":
                    self._names[said(name)] = UNKNOWN
            waiting.extend(one.named_children)

    # Calls

    def _called(self, node: Node) -> Value:
        callee, given = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if callee is None or given is None:
            return UNKNOWN
        args = self._array(given) if given.type == "arguments" else []
        if callee.type in ("member_expression", "subscript_expression"):
            holder, name = self._holder(callee)
            return self._method(holder, name, args)
        if callee.type == "identifier" and not isinstance(self._names.get(said(callee)), Function):
            return self._global(said(callee), args)
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
        elif name in ("eval", "execScript") and isinstance(first, str) and len(first) <= MAX_TEXT:
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
        if isinstance(function, str) and len(function) <= MAX_TEXT:  # setTimeout("go()", 100)
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


_STATEMENTS: dict[str, Callable[[Run, Node], object]] = {
    "program": Run._block,
    "statement_block": Run._block,
    "else_clause": Run._block,
    "expression_statement": Run._expressions,
    "variable_declaration": Run._declaration,
    "lexical_declaration": Run._declaration,
    "if_statement": lambda run, node: run._either(node, run._statement),
    "return_statement": Run._return,
    "try_statement": Run._try,
    **dict.fromkeys(
        ("for_statement", "while_statement", "do_statement", "for_in_statement", "switch_statement"), Run._forget
    ),
}
