"""Other people's libraries, made importable in this process from an environment of their own.

The product needs none of them, so they stand in no lock file: versions are pinned here, the environment is made on
first use in the cache folder, and its packages come after ours on the path.
"""

from __future__ import annotations

import importlib
import sys
from functools import cache
from typing import Any

from bench.of_names.environment import NoPeer, interpreter

PACKAGES = ("ppdeep==20260221", "py-tlsh==5.0.0", "scikit-learn==1.9.1", "selectolax==1.0.2")


@cache
def peer(module: str) -> Any:
    """Return a module of theirs. Raises NoPeer if it can be had neither here nor from the registry."""
    try:
        return importlib.import_module(module)
    except ImportError:
        python = interpreter("pages", PACKAGES)
        for folder in sorted((python.parents[1] / "lib").glob("python3*/site-packages")):
            if str(folder) not in sys.path:
                sys.path.append(str(folder))
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise NoPeer(f"{module}: {error}") from error
