"""How a capture was made, out of its manifest and records, for the 线索固定记录."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from takedown.clean import plain
from takedown.facts import Making
from zhenwei.evidence.manifest import Manifest
from zhenwei.evidence.record import PAGE
from zhenwei.evidence.stamps import STAMP_TOKEN

_SHOWN = ("system", "python", "zhenwei", "scrapy", "playwright")


def making_of(folder: Path, manifest: Manifest) -> Making:
    """Return what a capture's records say of its making; what they do not say stays empty."""
    records = _records(folder)
    manner, browser = records.get("manner", {}), records.get("browser", {})
    offset, within = manifest.clock.get("offset_seconds"), manifest.clock.get("within_seconds")
    return Making(
        programs=tuple((name, plain(manifest.tools[name], 60)) for name in _SHOWN if name in manifest.tools),
        browser=_text(browser.get("browser")),
        clock=_text(manifest.clock.get("source")),
        offset=offset if isinstance(offset, float | int) else None,
        within=within if isinstance(within, float | int) else None,
        proxy=plain(manifest.egress.get("proxy", ""), 100),
        address=plain(manifest.egress.get("local_address", ""), 60),
        agent=_text(manner.get("user_agent")),
        visitor=manner.get("identified") is False,
        stamped=(folder / STAMP_TOKEN).exists(),
    )


def _records(folder: Path) -> dict[str, dict[str, Any]]:
    try:
        found = json.loads((folder / PAGE).read_bytes()).get("records", {})
    except (OSError, ValueError, AttributeError):
        return {}
    return {name: row for name, row in found.items() if isinstance(row, dict)} if isinstance(found, dict) else {}


def _text(value: object) -> str:
    return plain(value, 200) if isinstance(value, str) else ""
