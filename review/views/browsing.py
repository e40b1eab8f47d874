"""What the browser noted of a capture: which browser it was, and what was out of the ordinary, in sentences."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from review.captured import WINDOW, locate
from review.masking import mask

PAGE = "page.json"
LARGEST = 5_000_000  # bytes of page.json
MOST = 12


@dataclass(frozen=True, slots=True)
class Browsing:
    """``shown``: the notes in words, contacts masked. ``window``: a picture of the window can be shown."""

    browser: str
    shown: tuple[str, ...]
    window: bool


NOTHING = Browsing("", (), window=False)


def browsing_of(root: Path, folder: str) -> Browsing:
    """Return what is kept of it; empty parts where nothing is, or where the record is damaged."""
    record = _record(locate(root, folder, PAGE))
    browser, shown = record.get("browser"), record.get("shown")
    return Browsing(
        browser=browser[:80] if isinstance(browser, str) else "",
        shown=tuple(mask(str(one)[:500]) for one in shown[:MOST]) if isinstance(shown, list) else (),
        window=locate(root, folder, WINDOW) is not None,
    )


def _record(path: Path | None) -> dict[str, object]:
    try:
        if path is None or path.stat().st_size > LARGEST:
            return {}
        record = json.loads(path.read_bytes())["records"]["browser"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}
