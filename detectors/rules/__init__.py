"""The rules. Every module p*.py here holds one rule; all are found and put in order of their ids."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from detectors.rules.base import Rule
from detectors.weights import weights


@cache
def every_rule() -> dict[str, Rule]:
    """Return all rules by id. Two rules with one id, or a file without a rule, are programming errors.

    Raises WeightsError if the rules and the file of their points do not fit each other.
    """
    rules: dict[str, Rule] = {}
    for info in iter_modules(__path__):
        if not info.name.startswith("p"):
            continue
        module = import_module(f"{__name__}.{info.name}")
        found = [
            c
            for c in vars(module).values()
            if isinstance(c, type) and issubclass(c, Rule) and c.__module__ == module.__name__
        ]
        if len(found) != 1 or found[0].id in rules or not info.name.startswith(found[0].id.lower()):
            raise TypeError(f"{module.__name__} must hold exactly one rule with the id that its name begins with")
        rules[found[0].id] = found[0]()
    weights().fit({name: rule.levels for name, rule in rules.items()})
    return dict(sorted(rules.items()))
