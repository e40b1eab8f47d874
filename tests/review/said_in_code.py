"""Every sentence that the product says through ``zhenwei.sentences.said``, read from its source."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

from detectors.rules import every_rule
from detectors.rules.base import SAID_OF
from detectors.standing.notices import rules as notices
from detectors.text.pitch import kinds
from detectors.text.signs import signs
from takedown.versions import MADE
from zhenwei.config import Settings
from zhenwei.faults import SENTENCES
from zhenwei.watchlist.clocks import load_clocks

ROOT = Path(__file__).parents[2]
PARTS = ("zhenwei", "takedown", "detectors", "crawler", "review")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Yield (file:line, call) of each ``said(...)``."""
    for part in PARTS:
        for path in sorted((ROOT / part).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", node


def constant(call: ast.Call) -> str:
    """Return the sentence of a call, empty for one that is picked from a table when it runs."""
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def sentences() -> set[str]:
    """Return all sentences: those that stand in calls, and the tables that some are picked from."""
    standing = {text for _place, call in calls() if (text := constant(call))}
    settings = {str(field.description) for field in Settings.model_fields.values()}
    clocks = {text for rule in load_clocks().rules for text in (rule.name, rule.what, "" if rule.article else rule.law)}
    named = {rule.about for rule in every_rule().values()} | {notice.name for notice in notices()}
    named |= {*kinds().spoken.values(), *signs().spoken.values()}
    named |= {f"{{detail}}（{part}）" for part in SAID_OF.values()}
    return standing | settings | named | (clocks - {""}) | {*SENTENCES.values(), *MADE.values()}


def fields(text: str) -> set[str]:
    """Return the names of the placeholders of a sentence."""
    return {name for _before, name, _spec, _conversion in string.Formatter().parse(text) if name}
