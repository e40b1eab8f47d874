"""Search engines, one a file. An engine is found by being there: a module with an ``ENGINE``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping

from crawler.engines.engine import Engine


def every_engine() -> Mapping[str, Engine]:
    """Return all engines by name (the file's name)."""
    modules = (importlib.import_module(f"{__name__}.{m.name}") for m in pkgutil.iter_modules(__path__))
    return {m.ENGINE.name: m.ENGINE for m in modules if hasattr(m, "ENGINE")}
