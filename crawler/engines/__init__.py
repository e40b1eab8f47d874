"""Search engines, one a file. An engine is found by being there: a module with an ``ENGINE`` (whose pages are read, off
until the operator states that automated queries are authorised) or a ``SOURCE``; described interfaces come beside them.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping

from crawler.engines.api import ApiEngine
from crawler.engines.engine import Engine, Source
from crawler.engines.searxng import SearxngEngine
from zhenwei.config import Settings
from zhenwei.watchlist.engines import load_apis


def every_engine() -> Mapping[str, Engine]:
    """Return all engines whose pages are read, by name (the file's name)."""
    return {
        engine.name: engine for module in _modules() if isinstance(engine := getattr(module, "ENGINE", None), Engine)
    }


def every_source(settings: Settings) -> Mapping[str, Source]:
    """Return everything that could be asked, by name. Raises WatchlistError for a description that does not fit."""
    found: dict[str, Source] = dict(every_engine())
    found |= {m.SOURCE.name: m.SOURCE for m in _modules() if hasattr(m, "SOURCE")}
    return found | {name: ApiEngine(api) for name, api in load_apis(settings.watchlist_dir).items()}


def used_sources(settings: Settings, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names to ask, interfaces first: those that are set up, and all that SEARCH_ENGINES names.

    A name of SEARCH_ENGINES that nobody knows stays in: asked in vain, it is told as an error and not passed over.
    """
    ready = [name for name, source in every_source(settings).items() if _set_up(source, settings, environ)]
    return tuple(dict.fromkeys((*ready, *settings.search_engines)))


def _set_up(source: Source, settings: Settings, environ: Mapping[str, str]) -> bool:
    if isinstance(source, ApiEngine):
        return source.api.key is not None and source.api.ready(environ)
    return isinstance(source, SearxngEngine) and bool(settings.searxng_url)


def _modules() -> Iterator[object]:
    for module in pkgutil.iter_modules(__path__):
        yield importlib.import_module(f"{__name__}.{module.name}")
